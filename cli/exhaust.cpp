// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"
#include "cli/progress.hpp"

#include "properties/sweep/parallel.hpp"
#include "properties/sweep/question.hpp"
#include "properties/sweep/sweep.hpp"

#include <cstdio>

namespace lossproof::cli {
namespace {

constexpr std::uint64_t block = 4096;

const Operation& one_argument_operation(const std::string& pattern) {
    const Operation& operation = *operations_matching(pattern).front();
    if (operation.inputs.size() != 1 || operation.inputs[0].role != Role::element)
        throw UsageError("exhaust works on operations of one number such as sigmoid; " + std::string(operation.name) + " takes more");
    return operation;
}

Case block_case(const Operation& operation, Format format, std::uint64_t first) {
    Tensor tensor{.shape = {1, static_cast<std::int64_t>(block)}, .values = {}};
    for (std::uint64_t i = 0; i < block; ++i) tensor.values.push_back(decode(format, first + i));
    return {.operation = std::string(operation.name),
            .format = format,
            .parameters = {},
            .inputs = {{std::string(operation.inputs[0].name), tensor}}};
}

/// Judge eight blocks at a time, one on each core.
void judge_blocks(Subject& subject, const Operation& operation, Format format, std::uint64_t first, std::uint64_t count,
                  std::map<std::string, Tally>& tallies) {
    std::vector<Request> requests;
    for (std::uint64_t b = 0; b < count; ++b)
        requests.push_back(request_for(Plan(block_case(operation, format, (first + b) * block)), subject));
    const auto replies = subject.compute(requests);
    std::vector<std::vector<std::pair<std::string, Finding>>> findings(requests.size());
    in_parallel(requests.size(), [&](std::size_t i) {
        if (replies[i].status != Reply::Status::answered) return;
        Certificate certificate(requests[i].question);
        for (const auto& [name, tensor] : replies[i].outputs)
            for (Index j = 0; j < tensor.values.size(); ++j)
                findings[i].emplace_back(name,
                                         judged(certificate, *certificate.output(name), j, tensor.values[j], granted(subject.identity())));
    });
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (replies[i].status == Reply::Status::broke) {
            Finding broken;
            broken.profile = replies[i].message;
            tallies["value"].add_error(std::move(broken));
        }
        for (auto& [name, finding] : findings[i]) {
            finding.case_number = (first + i) * block + finding.index;
            tallies[name].add(finding);
        }
    }
}

}  // namespace

int exhaust(const std::string& pattern, const std::string& designation, const std::string& format_name) {
    const Operation& operation = one_argument_operation(pattern);
    const Format format = formats_named(format_name).front();
    if (format == Format::f64) throw UsageError("f64 has 2^64 inputs; exhaust takes f16, bf16 or f32");
    const auto subject = open_subject(designation);
    if (!subject->offers(operation.name, format, operation.results.front())) {
        std::printf("%s does not offer %s in %s\n", designation.c_str(), std::string(operation.name).c_str(), format_name.c_str());
        return nothing_tested;
    }
    const std::uint64_t blocks = (std::uint64_t{1} << (8 * spec(format).bytes)) / block;
    std::map<std::string, Tally> tallies;
    Progress progress(designation, false);
    for (std::uint64_t b = 0; b < blocks; b += 8) {
        progress.show(b, blocks);
        judge_blocks(*subject, operation, format, b, std::min<std::uint64_t>(8, blocks - b), tallies);
    }
    progress.clear();
    bool failed = false;
    for (const auto& [output, tally] : tallies) {
        failed |= falls_short(tally.verdict());
        std::printf("%s %s %s: %s; max error = %.4g ulp over all %zu inputs; %zu not correctly rounded, %zu undecided\n",
                    std::string(operation.name).c_str(), output.c_str(), format_name.c_str(), std::string(name(tally.verdict())).c_str(),
                    tally.ulps(), tally.components(),
                    tally.components() - tally.count(Verdict::correctly_rounded) - tally.count(Verdict::exact) -
                        tally.count(Verdict::undecided),
                    tally.count(Verdict::undecided));
        if (tally.worst() && falls_short(tally.verdict())) {
            const Finding& worst = *tally.worst();
            Case one = block_case(operation, format, worst.case_number / block * block);
            if (const auto cut = alone(Plan(one), output, worst.index)) one = *cut;
            std::printf("  %s\n", replay_line(designation, one).c_str());
        }
    }
    return failed ? fell_short : held;
}

}  // namespace lossproof::cli
