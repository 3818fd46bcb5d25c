// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/sweep.hpp"

#include "properties/generators/generator.hpp"
#include "properties/generators/strata.hpp"
#include "properties/sweep/curve.hpp"
#include "properties/sweep/parallel.hpp"
#include "properties/sweep/question.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace lossproof {
namespace {

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// The seed of a stratum follows from what it is, so that any part of a run can be repeated by itself.
std::uint64_t seed_of(std::uint64_t seed, const Operation& operation, Format format, std::string_view stratum) {
    std::uint64_t hash = 0xcbf29ce484222325u ^ seed;  // FNV-1a
    for (const std::string_view part : {operation.name, name(format), stratum})
        for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

/// One operation in one format against one subject.
class Bench {
public:
    Bench(Subject& subject, const SweepOptions& options, LedgerWriter& ledger, SweepTotals& totals, const Operation& operation,
          Format format)
        : subject_(subject), options_(options), ledger_(ledger), totals_(totals), operation_(operation), format_(format) {}

    void run(std::string_view stratum) {
        const auto start = Clock::now();
        cases_ =
            draw(operation_, format_, stratum, seed_of(options_.seed, operation_, format_, stratum), cases_per_stratum(options_.effort));
        for (Case& question : cases_) question = with_fixed(question, options_.fixed);
        tallies_.clear();
        std::vector<Request> requests;
        for (const Case& question : cases_) requests.push_back(request_for(Plan(question), subject_));
        ask(requests, stratum);
        for (auto& [output, tally] : tallies_) {
            tally.add_cases(cases_.size());
            report(std::string(stratum), output, tally, seconds_since(start));
        }
    }
    void finish() {
        for (const auto& [output, curve] : curves_)
            if (!curve.empty()) ledger_.curve(operation_, format_, output, curve.points());
    }

private:
    void ask(std::vector<Request>& requests, std::string_view stratum) {
        const auto replies = subject_.compute(requests);
        std::vector<std::unique_ptr<Certificate>> certificates(requests.size());
        in_parallel(requests.size(), [&](std::size_t i) {
            if (replies[i].status != Reply::Status::answered) return;
            Certificate::Options wanted;
            for (const auto& output : requests[i].outputs) wanted.outputs.push_back(output.name);
            if (!wanted.outputs.empty()) certificates[i] = std::make_unique<Certificate>(requests[i].question, wanted);
        });
        for (std::size_t i = 0; i < requests.size(); ++i) {
            ++totals_.cases;
            if (replies[i].status == Reply::Status::answered && certificates[i]) count(i, *certificates[i], replies[i], stratum);
            else refuse(i, requests[i], replies[i]);
        }
    }

    void count(std::size_t i, Certificate& certificate, const Reply& reply, std::string_view stratum) {
        for (const auto& output : certificate.outputs()) {
            const auto found = reply.outputs.find(output.name);
            if (found == reply.outputs.end()) continue;
            for (Index j = 0; j < output.answers.size(); ++j) {
                Finding finding = judged(certificate, output, j, found->second.values[j]);
                finding.case_number = i;
                insist_on_convention(finding);
                ++totals_.components;
                totals_.undecided += finding.judgement.verdict == Verdict::undecided;
                totals_.fell_short += falls_short(finding.judgement.verdict);
                tallies_[output.name].add(finding);
                curves_[output.name].add(abscissa(certificate.plan(), output, j), finding.judgement,
                                         [&] { return allowed(certificate, output, j); });
                if (finding.answer.decided_by == DecidedBy::special || finding.judgement.verdict == Verdict::convention)
                    note_special(certificate.plan(), output.name, finding, stratum);
            }
        }
    }

    /// With a named convention only its own choices (and subgradients, which are mathematics) count as conventions.
    void insist_on_convention(Finding& finding) const {
        const bool free = options_.convention == "lim" || finding.profile == options_.convention || finding.profile == "subgradient";
        if (finding.judgement.verdict == Verdict::convention && !free) finding.judgement.verdict = Verdict::wrong;
    }

    void refuse(std::size_t i, const Request& request, const Reply& reply) {
        for (const auto& output : request.outputs) {
            if (reply.status != Reply::Status::broke) {
                tallies_[output.name].add_unsupported();
                ++totals_.refused;
                continue;
            }
            Finding broken;
            broken.profile = text(reply.fault);
            broken.case_number = i;
            tallies_[output.name].add_error(std::move(broken));
            ++totals_.broke;
        }
    }

    /// Special answers that are no plain success are told one by one, each kind once.
    void note_special(const Plan& plan, const std::string& output, const Finding& finding, std::string_view stratum) {
        if (finding.judgement.verdict == Verdict::exact || finding.judgement.verdict == Verdict::correctly_rounded) return;
        const std::string kind = output + "|" + finding.profile + "|" + hex_text(finding.got) + "|" + hex_text(finding.answer.rounded);
        if (told_.size() > 24 || !told_.insert(kind).second) return;
        const auto smaller = alone(plan, output, finding.index);
        const Case& shown = smaller ? *smaller : plan.question();
        Witness w{.question = shown,
                  .output = output,
                  .stratum = std::string(stratum),
                  .finding = finding,
                  .enclosure = {},
                  .diagnosis = {},
                  .stable_form = {},
                  .message = compact_text(shown),
                  .replay = {}};
        if (w.message.size() > 400) return;
        w.replay = replay_line(options_.designation, shown);
        ledger_.special(w);
    }

    void report(const std::string& stratum, const std::string& output, const Tally& tally, double seconds) {
        ledger_.result({.operation = &operation_, .format = format_, .stratum = stratum, .seconds = seconds}, output, tally);
        if (!tally.worst() || !falls_short(tally.verdict())) return;
        const std::size_t budget = options_.effort == Effort::smoke ? 60 : 150;
        const Finding& worst = *tally.worst();
        ledger_.witness(make_witness(subject_, options_.designation, cases_[worst.case_number], output, worst.index, stratum, budget));
    }

    Subject& subject_;
    const SweepOptions& options_;
    LedgerWriter& ledger_;
    SweepTotals& totals_;
    const Operation& operation_;
    const Format format_;
    std::vector<Case> cases_;
    std::map<std::string, Tally> tallies_;
    std::map<std::string, Curve> curves_;
    std::set<std::string> told_;
};

/// The outputs an operation can have in a format, as a probing case shows them.
std::vector<std::string> outputs_of(const Operation& operation) {
    std::vector<std::string> names = operation.results;
    names.insert(names.end(), operation.gradients.begin(), operation.gradients.end());
    return names;
}

bool offers_any(const Subject& subject, const Operation& operation, Format format) {
    const auto outputs = outputs_of(operation);
    return std::any_of(outputs.begin(), outputs.end(), [&](const auto& output) { return subject.offers(operation.name, format, output); });
}

/// The formats of an operation that are worth a word of their own: those in which the subject offers anything at all.
std::vector<Format> formats_offered(const Subject& subject, const SweepOptions& options) {
    std::vector<Format> formats;
    for (const Format format : options.formats)
        if (std::any_of(options.operations.begin(), options.operations.end(),
                        [&](const auto* o) { return offers_any(subject, *o, format); }))
            formats.push_back(format);
    return formats;
}

void tell_refusals(const Subject& subject, const Operation& operation, const std::vector<Format>& formats, LedgerWriter& ledger) {
    constexpr std::string_view reason = "declared unsupported";
    const auto nothing = [&](Format format) { return !offers_any(subject, operation, format); };
    if (std::all_of(formats.begin(), formats.end(), nothing)) return ledger.not_tested(operation.name, std::nullopt, "", reason);
    for (const Format format : formats)
        if (nothing(format)) ledger.not_tested(operation.name, format, "", reason);
    for (const auto& output : outputs_of(operation)) {
        std::vector<Format> refused;
        for (const Format format : formats)
            if (!nothing(format) && !subject.offers(operation.name, format, output)) refused.push_back(format);
        if (refused.size() == formats.size()) ledger.not_tested(operation.name, std::nullopt, output, reason);
        else
            for (const Format format : refused) ledger.not_tested(operation.name, format, output, reason);
    }
}

/// Tell what a subject declared not to offer in as few words as say it: a whole format, an operation, an output.
void tell_refusals(const Subject& subject, const SweepOptions& options, LedgerWriter& ledger) {
    const auto formats = formats_offered(subject, options);
    for (const Format format : options.formats)
        if (std::find(formats.begin(), formats.end(), format) == formats.end())
            ledger.not_tested("every operation", format, "", "declared unsupported");
    for (const Operation* operation : options.operations)
        if (!formats.empty()) tell_refusals(subject, *operation, formats, ledger);
}

/// A law is put to a subject that offers all its operations, if the run is about one of them.
bool applies(const Law& law, const Subject& subject, Format format, const std::vector<const Operation*>& chosen) {
    bool asked = false;
    for (const auto& wanted : law.operations) {
        const Operation* operation = find_operation(wanted);
        if (!operation || !subject.offers(wanted, format, operation->results.front())) return false;
        asked |= std::find(chosen.begin(), chosen.end(), operation) != chosen.end();
    }
    return asked && law.on_subject;
}

}  // namespace

std::string_view name(Effort effort) {
    constexpr std::string_view names[] = {"smoke", "ci", "full"};
    return names[static_cast<std::size_t>(effort)];
}
std::size_t cases_per_stratum(Effort effort) {
    constexpr std::size_t counts[] = {3, 12, 120};
    return counts[static_cast<std::size_t>(effort)];
}

Case with_fixed(const Case& drawn, const FixedParameters& fixed) {
    Case question = drawn;
    for (const auto& [parameter, value] : fixed) {
        if (value) question.parameters[parameter] = *value;
        else question.parameters.erase(parameter);
    }
    return is_proper(question) ? question : drawn;
}

SweepTotals sweep(Subject& subject, const SweepOptions& options, LedgerWriter& ledger) {
    SweepTotals totals;
    std::size_t done = 0;
    const std::size_t all = options.operations.size() * options.formats.size();
    if (options.done.empty()) tell_refusals(subject, options, ledger);
    for (const Operation* operation : options.operations) {
        for (const Format format : options.formats) {
            if (options.progress) options.progress(done++, all);
            if (!offers_any(subject, *operation, format)) continue;
            Bench bench(subject, options, ledger, totals, *operation, format);
            for (const Stratum& stratum : strata_of(*operation, format)) {
                if (options.stop && *options.stop) return totals.interrupted = true, totals;
                if (options.done.contains({std::string(operation->name), std::string(name(format)), std::string(stratum.name)})) continue;
                const auto seen = [&] { return totals.components + totals.refused + totals.broke; };
                const std::size_t before = seen();
                bench.run(stratum.name);
                totals.empty_strata += seen() == before;
            }
            bench.finish();
        }
    }
    if (!options.laws) return totals;
    for (const Law& law : laws()) {
        if (options.stop && *options.stop) return totals.interrupted = true, totals;
        for (const Format format : options.formats) {
            if (!applies(law, subject, format, options.operations)) continue;
            const LawOutcome outcome = law.on_subject(subject, options.seed, cases_per_stratum(options.effort), format);
            totals.fell_short += outcome.verdict == LawVerdict::failed;
            totals.undecided += outcome.undecided;
            ledger.law(outcome);
        }
    }
    return totals;
}

}  // namespace lossproof
