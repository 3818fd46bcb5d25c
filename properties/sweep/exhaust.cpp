// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/exhaust.hpp"

#include "properties/sweep/parallel.hpp"
#include "properties/sweep/case_judge.hpp"
#include "reference/oracle/lane_truth.hpp"

#include <bit>

namespace lossproof {
namespace {

using State = LaneAnswers::State;

/// Numbers of a request: few enough to stay in the second-level cache with all that is made of them.
constexpr std::uint64_t block = 8192;
constexpr std::uint64_t blocks_at_once = 16;

double input_of(Format format, std::uint64_t pattern) {
    return format == Format::f32 ? std::bit_cast<float>(static_cast<std::uint32_t>(pattern)) : decode(format, pattern);
}

/// The numbers of some patterns, as a question.
Case case_of(const Operation& operation, Format format, std::vector<double> numbers) {
    Tensor tensor{.shape = {1, static_cast<std::int64_t>(numbers.size())}, .values = std::move(numbers)};
    return {.operation = std::string(operation.name),
            .format = format,
            .parameters = {},
            .inputs = {{std::string(operation.inputs[0].name), std::move(tensor)}}};
}

std::string_view tier_of(const Answer& answer) {
    if (answer.decided_by != DecidedBy::enclosure) return text(answer.decided_by);
    return answer.precision <= ball_precision ? "balls" : "enclosures";
}

/// One core's share: a subject of its own, and what it showed. A plan checks every number of a case, which costs more than their truth: the
/// first block's stands for all.
class Worker {
public:
    explicit Worker(const ExhaustOptions& options)
        : options_(options), subject_(options.open()), grants_(granted(subject_->identity())),
          plan_(case_of(*options.operation, options.format, numbers(0, block))), lanes_(plan_),
          requests_(blocks_at_once, request_for(plan_, *subject_)) {}

    void judge_blocks(std::uint64_t first, std::uint64_t count) {
        for (std::uint64_t b = 0; b < count; ++b) fill(requests_[b].question.inputs.begin()->second.values, (first + b) * block);
        const auto replies = subject_->compute(std::span(requests_).first(count));
        for (std::uint64_t b = 0; b < count; ++b) judge_block((first + b) * block, requests_[b], replies[b]);
    }
    const std::map<std::string, Exhausted>& found() const { return found_; }

private:
    std::vector<double> numbers(std::uint64_t first, Index size) const {
        std::vector<double> result(size);
        fill(result, first);
        return result;
    }
    void fill(std::vector<double>& numbers, std::uint64_t first) const {
        for (Index i = 0; i < numbers.size(); ++i) numbers[i] = input_of(options_.format, first + i);
    }
    Exhausted& of_output(const std::string& name) {
        return found_.try_emplace(name, Exhausted{.tally = Tally(options_.format), .tiers = {}}).first->second;
    }

    void judge_block(std::uint64_t first, const Request& request, const Reply& reply) {
        if (reply.status == Reply::Status::broke) {
            Finding broken;
            broken.profile = text(reply.fault);
            broken.message = reply.message;
            broken.case_number = first;
            of_output(request.outputs.front().name).tally.add_error(std::move(broken));
        }
        if (reply.status != Reply::Status::answered) return;
        const auto& known = lanes_.at(request.question.inputs.begin()->second.values);
        for (const auto& [name, tensor] : reply.outputs) {
            const auto lanes = std::find_if(known.begin(), known.end(), [&](const LaneAnswers& a) { return a.name == name; });
            judge_output(first, name, tensor.values, lanes == known.end() ? nullptr : &*lanes);
        }
    }

    /// Numbers that lanes find correctly rounded are counted; the others, and the first of them, are judged as any number is.
    void judge_output(std::uint64_t first, const std::string& name, const std::vector<double>& got, const LaneAnswers* known) {
        Exhausted& found = of_output(name);
        Usual& usual = usual_[name];
        std::size_t rounded = 0, special = 0, by_lanes = 0;
        if (known)  // nothing equals the NaN of what is not decided
            for (Index i = 0; i < got.size(); ++i) rounded += got[i] == known->rounded[i] ? 1 : 0;
        if (rounded == got.size() && usual.rounded) {
            found.tally.add(*usual.rounded, rounded);
            found.tiers["lanes"] += rounded;
            return;
        }
        rounded = 0;
        std::vector<Index> others;
        for (Index i = 0; i < got.size(); ++i) {
            const State state = known ? known->states[i] : State::open;
            by_lanes += state == State::decided ? 1 : 0;
            if (state == State::decided && got[i] == known->rounded[i] && usual.rounded) ++rounded;
            else if (state == State::special && got[i] != got[i] && usual.special) ++special;
            else others.push_back(i);
        }
        if (rounded > 0) found.tally.add(*usual.rounded, rounded);
        if (special > 0) found.tally.add(*usual.special, special), found.tiers["special"] += special;
        found.tiers["lanes"] += by_lanes;
        if (!others.empty()) judge_others(first, name, got, others, known);
    }

    void judge_others(std::uint64_t first, const std::string& name, const std::vector<double>& got, const std::vector<Index>& others,
                      const LaneAnswers* known) {
        Exhausted& found = of_output(name);
        Usual& usual = usual_[name];
        std::vector<double> inputs;
        for (const Index i : others) inputs.push_back(input_of(options_.format, first + i));
        Certificate certificate(case_of(*options_.operation, options_.format, std::move(inputs)), {.outputs = {name}});
        const CertifiedOutput& truth = *certificate.output(name);
        CaseJudge judge(certificate, grants_);
        for (Index i = 0; i < others.size(); ++i) {
            Finding finding = judge(truth, i, got[others[i]]);
            finding.case_number = first + others[i];
            finding.index = 0;
            const State state = known ? known->states[others[i]] : State::open;
            if (state == State::decided && truth.answers[i].decided() && truth.answers[i].rounded != known->rounded[others[i]])
                throw std::logic_error("lanes and the ladder disagree about " + name + " of the input " +
                                       bits_text(options_.format, input_of(options_.format, first + others[i])));
            if (state != State::decided) ++found.tiers[std::string(tier_of(truth.answers[i]))];
            if (state == State::decided && finding.judgement.verdict == Verdict::correctly_rounded && !usual.rounded)
                usual.rounded = finding;
            if (state == State::special && finding.judgement.verdict == Verdict::exact && !usual.special) usual.special = finding;
            found.tally.add(finding);
        }
    }

    /// What counted numbers look like: the first that was judged.
    struct Usual {
        std::optional<Finding> rounded, special;
    };
    const ExhaustOptions& options_;
    std::unique_ptr<Subject> subject_;
    Grants grants_;
    Plan plan_;
    LaneTruth lanes_;
    std::vector<Request> requests_;
    std::map<std::string, Exhausted> found_;
    std::map<std::string, Usual> usual_;
};

}  // namespace

Case input_case(const Operation& operation, Format format, std::uint64_t pattern) {
    return case_of(operation, format, {input_of(format, pattern)});
}

std::map<std::string, Exhausted> exhaust(const ExhaustOptions& options) {
    const std::uint64_t blocks = (std::uint64_t{1} << (8 * spec(options.format).bytes)) / block;
    const std::uint64_t at_once = std::clamp<std::uint64_t>(blocks / 64, 1, blocks_at_once);
    std::atomic<std::uint64_t> next = 0, done = 0;
    std::mutex guard;
    std::map<std::string, Exhausted> all;
    in_parallel(std::max(1u, std::thread::hardware_concurrency()), [&](std::size_t) {
        Worker worker(options);
        for (std::uint64_t first = next.fetch_add(at_once); first < blocks; first = next.fetch_add(at_once)) {
            worker.judge_blocks(first, std::min(at_once, blocks - first));
            done += at_once;
            if (!options.progress) continue;
            const std::scoped_lock lock(guard);
            options.progress(done, blocks);
        }
        const std::scoped_lock lock(guard);
        for (const auto& [name, found] : worker.found()) {
            Exhausted& total = all.try_emplace(name, Exhausted{.tally = Tally(options.format), .tiers = {}}).first->second;
            total.tally.add(found.tally);
            for (const auto& [tier, count] : found.tiers) total.tiers[tier] += count;
        }
    });
    return all;
}

}  // namespace lossproof
