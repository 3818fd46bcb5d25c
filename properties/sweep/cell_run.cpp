// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/cell_run.hpp"

#include "properties/generators/generator.hpp"
#include "properties/generators/strata.hpp"
#include "properties/sweep/again.hpp"
#include "properties/sweep/case_judge.hpp"
#include "properties/sweep/parallel.hpp"
#include "properties/verdict/measure.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace lossproof {

Case with_fixed(const Case& drawn, const FixedParameters& fixed) {
    Case question = drawn;
    for (const auto& [parameter, value] : fixed) {
        if (value) question.parameters[parameter] = *value;
        else question.parameters.erase(parameter);
    }
    return is_proper(question) ? question : drawn;
}
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

}  // namespace

CellRun::CellRun(WatchedSubject& subject, const SweepOptions& options, LedgerWriter& ledger, const Operation& operation, Format format)
    : subject_(subject), options_(options), ledger_(ledger), operation_(operation), format_(format),
      grants_(granted(subject.identity(), options.convention)) {
    const Earlier::Cell here{std::string(operation.name), std::string(name(format))};
    if (const auto found = options.earlier.curves.find(here); found != options.earlier.curves.end())
        for (const auto& [output, points] : found->second)
            for (const auto& point : points) curves_[output].remember(point);
    if (const auto found = options.earlier.specials.find(here); found != options.earlier.specials.end()) told_ = found->second;
    if (const auto found = options.earlier.witnesses.find(here); found != options.earlier.witnesses.end()) kept_ = found->second;
    if (const auto found = options.earlier.timeouts.find(here); found != options.earlier.timeouts.end())
        subject_.add_timeouts(operation.name, found->second);
}

void CellRun::run(std::string_view stratum) {
    const auto start = Clock::now();
    const Takes takes = [this](std::string_view option) { return subject_.takes(operation_.name, option); };
    cases_ = draw(operation_, format_, stratum, seed_of(options_.seed, operation_, format_, stratum),
                  cases_per_stratum(options_.effort, systematic_cases(operation_, format_, stratum, takes)), takes);
    for (Case& question : cases_) question = with_fixed(question, options_.fixed);
    not_asked_.clear();
    const bool offered = ask(stratum);
    for (auto& [output, tally] : tallies_) {
        tally.add_cases(cases_.size());
        report(std::string(stratum), output, tally, seconds_since(start));
    }
    for (auto& [output, curve] : curves_)
        if (const auto points = curve.take_raised(); !points.empty()) ledger_.curve(operation_, format_, output, points);
    for (const Noted& noted : subject_.take_notes()) ledger_.remark(noted, stratum);
    // A subject that hung may have been spared a few cases, or all of them.
    if (!not_asked_.empty() && !tallies_.empty()) ledger_.not_tested(operation_.name, format_, "", "in part " + not_asked_);
    const bool spared = tallies_.empty() && !not_asked_.empty();
    ledger_.stratum({.operation = &operation_, .format = format_, .stratum = std::string(stratum), .seconds = seconds_since(start)},
                    spared || !offered ? 0 : cases_.size(), spared ? not_asked_ : "");
    cases_.clear();  // a sweep keeps all its cells until its end
    tallies_.clear();
}

void CellRun::leave_out(std::string_view stratum, std::string_view reason) {
    ledger_.stratum({.operation = &operation_, .format = format_, .stratum = std::string(stratum)}, 0, reason);
}

bool CellRun::ask(std::string_view stratum) {
    std::vector<Request> requests;
    for (const Case& question : cases_) requests.push_back(affordable(question));
    const auto replies = subject_.compute(requests);
    constexpr std::size_t at_once = 64;  // of so many cases certificates and findings are in memory together
    for (std::size_t from = 0; from < requests.size(); from += at_once) {
        std::vector<JudgedCase> cases(std::min(at_once, requests.size() - from));
        in_parallel(cases.size(), [&](std::size_t i) {
            subject_.end_if_asked();
            cases[i] = judge(requests[from + i], replies[from + i]);
        });
        for (std::size_t i = 0; i < cases.size(); ++i) {
            if (cases[i].certificate) count(from + i, cases[i], stratum);
            else refuse(from + i, requests[from + i], replies[from + i]);
        }
        for (auto& [output, curve] : curves_) curve.settle();
    }
    if (options_.again) Again(subject_, requests, replies).look();
    return std::any_of(requests.begin(), requests.end(), [](const Request& request) { return !request.outputs.empty(); });
}

/// Of long rows a gradient has as many numbers as the row: but in a full run the value alone is asked, which reads all of it.
Request CellRun::affordable(const Case& question) const {
    constexpr Index long_row = 1025;
    const Plan plan(question);
    Request request = request_for(plan, subject_);
    const auto is_result = [&](const Request::Wanted& wanted) {
        const auto& results = plan.operation().results;
        return std::find(results.begin(), results.end(), wanted.name) != results.end();
    };
    if (options_.effort == Effort::full || plan.row_length() <= long_row) return request;
    std::erase_if(request.outputs, std::not_fn(is_result));
    return request;
}

/// On any thread: nothing here is of the run, but for the question whether it is to end.
CellRun::JudgedCase CellRun::judge(const Request& request, const Reply& reply) const {
    JudgedCase judged;
    if (reply.status != Reply::Status::answered || request.outputs.empty()) return judged;
    Certificate::Options wanted;
    for (const auto& output : request.outputs) wanted.outputs.push_back(output.name);
    judged.certificate = std::make_unique<Certificate>(request.question, wanted);
    CaseJudge judge(*judged.certificate, grants_);
    for (const auto& output : judged.certificate->outputs()) {
        subject_.end_if_asked();
        auto& findings = judged.findings.emplace_back();
        const auto found = reply.outputs.find(output.name);
        if (found == reply.outputs.end()) continue;
        for (Index j = 0; j < output.answers.size(); ++j) findings.push_back(judge(output, j, found->second.values[j]));
    }
    return judged;
}

void CellRun::count(std::size_t number, JudgedCase& judged, std::string_view stratum) {
    Certificate& certificate = *judged.certificate;
    for (std::size_t o = 0; o < judged.findings.size(); ++o) {
        const CertifiedOutput& output = certificate.outputs()[o];
        subject_.end_if_asked();
        std::optional<Index> group;
        double x = NAN;
        for (Finding& finding : judged.findings[o]) {
            finding.case_number = number;
            tallies_.try_emplace(output.name, format_).first->second.add(finding);
            const auto own = group_of(certificate.plan(), output.name, finding.index);
            if (std::isnan(x) || own != group) x = abscissa(certificate.plan(), output, finding.index);
            group = own;
            // What acquitted a number is never drawn below it.
            curves_[output.name].add(x, finding.judgement, [&, index = finding.index, reached = finding.judgement.allowed_ulps] {
                const auto widest = allowed(certificate, output, index);
                return widest ? std::optional(std::max(*widest, reached)) : widest;
            });
            if (finding.answer.decided_by == DecidedBy::special || finding.judgement.verdict == Verdict::convention)
                note_special(certificate.plan(), output.name, finding, stratum);
        }
    }
}

void CellRun::refuse(std::size_t number, const Request& request, const Reply& reply) {
    // Who never said that he takes an option refuses nothing.
    const bool offered = !untaken_option(subject_, request.question);
    for (const auto& output : request.outputs) {
        if (reply.status == Reply::Status::not_asked) {
            not_asked_ = reply.message;
            return;
        }
        if (reply.status != Reply::Status::broke) {
            std::size_t numbers = offered ? 1 : 0;
            for (const auto extent : output.shape) numbers *= static_cast<std::size_t>(extent);
            tallies_.try_emplace(output.name, format_).first->second.add_unsupported(numbers);
            continue;
        }
        Finding broken;
        broken.profile = text(reply.fault);
        broken.message = reply.message;
        broken.case_number = number;
        tallies_.try_emplace(output.name, format_).first->second.add_error(std::move(broken));
    }
}

/// Special answers that are no plain success are told one by one, each kind once.
void CellRun::note_special(const Plan& plan, const std::string& output, const Finding& finding, std::string_view stratum) {
    constexpr std::size_t most_told = 24, longest = 400;
    if (finding.judgement.verdict == Verdict::exact || finding.judgement.verdict == Verdict::correctly_rounded) return;
    const std::string kind =
        special_kind(output, finding.profile, decimal_text(format_, finding.got), decimal_text(format_, finding.answer.rounded));
    if (told_.size() > most_told || told_.contains(kind)) return;
    const auto smaller = alone(plan, output, finding.index);
    const Case& shown = smaller ? *smaller : plan.question();
    std::string message = compact_text(shown);
    if (message.size() > longest) return;
    Witness w{.question = shown, .output = output, .stratum = std::string(stratum), .finding = finding, .message = std::move(message)};
    w.replay = replay_line(options_.designation, shown);
    ledger_.special(w);
    told_.insert(kind);
}

void CellRun::report(const std::string& stratum, const std::string& output, const Tally& tally, double seconds) {
    ledger_.result({.operation = &operation_, .format = format_, .stratum = stratum, .seconds = seconds}, output, tally);
    tell_witnesses(stratum, output, tally);
}

/// The most harmful case and the worst, if the cell has no such witness yet; every stratum tells of its errors.
void CellRun::tell_witnesses(const std::string& stratum, const std::string& output, const Tally& tally) {
    const std::size_t budget = options_.effort == Effort::smoke ? 120 : 240;
    Told& told = kept_[output];
    const auto tell = [&](const Finding& finding) {
        const Witness witness = make_witness(subject_, options_, cases_[finding.case_number], output, finding, stratum, budget);
        ledger_.witness(witness);
        const Verdict verdict = witness.finding.judgement.verdict;
        if (verdict != Verdict::error) told.remember(harm_of(witness.finding, format_), verdict);
    };
    if (tally.harmful() && told.misses(harm_of(*tally.harmful(), format_))) tell(*tally.harmful());
    if (const auto& worst = tally.worst(); worst && falls_short(worst->judgement.verdict))
        if (told.misses(harm_of(*worst, format_), worst->judgement.verdict)) tell(*worst);
    if (tally.error()) tell(*tally.error());
}

}  // namespace lossproof
