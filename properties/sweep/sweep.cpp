// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/sweep.hpp"

#include "properties/checker/shape_laws.hpp"
#include "properties/generators/strata.hpp"
#include "properties/sweep/cell_run.hpp"
#include "properties/sweep/validation.hpp"

#include <algorithm>
#include <cstdio>

namespace lossproof {
namespace {

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
std::size_t cases_per_stratum(Effort effort, std::size_t systematic) {
    constexpr std::size_t counts[] = {3, 12, 120};
    const std::size_t count = counts[static_cast<std::size_t>(effort)];
    constexpr std::size_t most_at_smoke = 8;
    return std::max(count, effort == Effort::smoke ? std::min(systematic / 3, most_at_smoke) : systematic);
}

namespace {

using Clock = std::chrono::steady_clock;

/// What a budget is spent on first: strata whose first cases leave nothing to chance, then the others in their order.
std::vector<Stratum> telling_first(std::vector<Stratum> strata) {
    const auto telling = [](const Stratum& s) { return s.name == "special" || s.name == "saturated"; };
    std::stable_partition(strata.begin(), strata.end(), telling);
    return strata;
}

/// A stratum of a cell, in the order in which they are judged.
struct Step {
    CellRun* cell;
    Stratum stratum;
};

std::vector<Step> steps_of(std::vector<CellRun>& cells, bool budget) {
    std::vector<Step> steps;
    if (!budget) {
        for (CellRun& cell : cells)
            for (const Stratum& stratum : strata_of(cell.operation(), cell.format())) steps.push_back({&cell, stratum});
        return steps;
    }
    // Every cell gets a stratum before any gets its second one.
    std::vector<std::vector<Stratum>> strata;
    std::size_t most = 0;
    for (const CellRun& cell : cells) {
        strata.push_back(telling_first(strata_of(cell.operation(), cell.format())));
        most = std::max(most, strata.back().size());
    }
    for (std::size_t round = 0; round < most; ++round)
        for (std::size_t c = 0; c < cells.size(); ++c)
            if (round < strata[c].size()) steps.push_back({&cells[c], strata[c][round]});
    return steps;
}

/// One sweep on its way, with the clock that a budget is measured by.
class Sweep {
public:
    Sweep(WatchedSubject& subject, const SweepOptions& options, LedgerWriter& ledger)
        : subject_(subject), options_(options), ledger_(ledger) {}

    void judge_strata() {
        std::vector<CellRun> cells;
        for (const Operation* operation : options_.operations)
            for (const Format format : options_.formats)
                if (offers_any(subject_, *operation, format)) cells.emplace_back(subject_, options_, ledger_, *operation, format);
        const auto steps = steps_of(cells, options_.budget_seconds.has_value());
        for (std::size_t i = 0; i < steps.size(); ++i) {
            subject_.end_if_asked();
            if (options_.progress) options_.progress(i, steps.size());
            judge(*steps[i].cell, steps[i].stratum.name);
        }
    }

    /// Last, because a guest that reads a label that is no class may be damaged by it.
    void judge_validation() {
        if (options_.effort == Effort::smoke && !options_.demands.contains(std::string(demand_validation))) return;
        for (const Operation* operation : options_.operations)
            for (const Format format : options_.formats)
                if (offers_any(subject_, *operation, format) && !spent())
                    lossproof::judge_validation(subject_, *operation, format, options_.seed, ledger_);
    }

    void judge_laws() {
        for (const Law& law : all_laws())
            for (const Format format : options_.formats) {
                if (!applies(law, subject_, format, options_.operations)) continue;
                if (options_.earlier.laws.contains({std::string(law.name), std::string(name(format))})) continue;
                subject_.end_if_asked();
                if (spent()) return ledger_.not_tested("every law", std::nullopt, "", out_of_budget());
                const LawOutcome outcome = law.on_subject(subject_, options_.seed, cases_per_stratum(options_.effort), format);
                subject_.end_if_asked();  // an outcome that was cut short is none
                for (const Noted& noted : subject_.take_notes()) ledger_.remark(noted, law.name);
                ledger_.law(outcome);
            }
    }

    std::size_t left_out() const { return left_out_; }

private:
    void judge(CellRun& cell, std::string_view stratum) {
        const std::string operation(cell.operation().name), format(name(cell.format()));
        if (options_.earlier.strata.contains({operation, format, std::string(stratum)})) return;
        if (subject_.gave_up(operation))
            leave_out(cell, stratum, "not asked after " + std::to_string(WatchedSubject::most_timeouts) + " time-outs");
        else if (spent()) leave_out(cell, stratum, out_of_budget());
        else cell.run(stratum);
    }
    void leave_out(CellRun& cell, std::string_view stratum, const std::string& reason) {
        cell.leave_out(stratum, reason);
        ++left_out_;
    }
    bool spent() const {
        return options_.budget_seconds && std::chrono::duration<double>(Clock::now() - start_).count() > *options_.budget_seconds;
    }
    std::string out_of_budget() const {
        char text[64];
        std::snprintf(text, sizeof text, "not asked: the budget of %g s was spent", *options_.budget_seconds);
        return text;
    }

    WatchedSubject& subject_;
    const SweepOptions& options_;
    LedgerWriter& ledger_;
    const Clock::time_point start_ = Clock::now();
    std::size_t left_out_ = 0;
};

}  // namespace

SweepEnd sweep(Subject& subject, const SweepOptions& options, LedgerWriter& ledger) {
    WatchedSubject watched(subject, options.stop);
    Sweep run(watched, options, ledger);
    const auto at_first = subject.remarks();
    SweepEnd end;
    try {
        if (!options.earlier.begun) {
            for (const Operation* operation : options.operations) ledger.operation(*operation);
            tell_refusals(watched, options, ledger);
            for (const Remark& remark : at_first) ledger.remark({.remark = remark, .request = {}}, "");
            ledger.begun();
        }
        run.judge_strata();
        if (options.laws) run.judge_laws();
        run.judge_validation();
    } catch (const Interrupted&) {
        end.interrupted = true;
    }
    for (const Remark& remark : subject.remarks())
        if (std::none_of(at_first.begin(), at_first.end(),
                         [&](const Remark& told) { return told.kind == remark.kind && told.message == remark.message; }))
            ledger.remark({.remark = remark, .request = {}}, "");
    end.strata_left_out = run.left_out();
    return end;
}

}  // namespace lossproof
