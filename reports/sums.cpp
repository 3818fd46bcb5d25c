// SPDX-License-Identifier: Apache-2.0
#include "reports/demand.hpp"
#include "reports/ledger.hpp"

#include <algorithm>

namespace lossproof::reports {
namespace {

/// Every output of a stratum repeats its cases; where the stratum does not say its own number, theirs is taken once.
Count cases_of(const Ledger& ledger) {
    std::map<StratumKey, Count> strata;
    for (const auto& [key, mark] : ledger.strata) strata[key] = mark.cases;
    for (const Result& result : ledger.results) {
        Count& cases = strata[{.operation = result.cell.operation, .format = result.cell.format, .stratum = result.stratum}];
        cases = std::max(cases, result.cases);
    }
    Count total = 0;
    for (const auto& [unused, cases] : strata) total += cases;
    return total;
}

RunVerdict verdict_of(const Result& result, const Header& header) {
    const auto count = [&](Verdict verdict) { return result.counts[static_cast<std::size_t>(verdict)]; };
    if (result.verdict == Verdict::error || count(Verdict::error) > 0) return RunVerdict::broke;
    const Demand demand = demand_named(header.demand).value_or(Demand::stable);
    if (falls_short(result.verdict) || short_of(result, demand) > 0) return RunVerdict::fell_short;
    // What was hardly asked was not acquitted, and not convicted either.
    return !header.allow_refusals && refuses_too_much(result) ? RunVerdict::nothing_tested : RunVerdict::held;
}

/// A stratum that was asked and has no result was asked of nobody. One without cases had no output that is offered.
bool has_empty_stratum(const Ledger& ledger) {
    std::set<StratumKey> answered;
    for (const Result& result : ledger.results)
        answered.insert({.operation = result.cell.operation, .format = result.cell.format, .stratum = result.stratum});
    return std::any_of(ledger.strata.begin(), ledger.strata.end(), [&](const auto& entry) {
        return entry.second.left_out.empty() && entry.second.cases > 0 && !answered.contains(entry.first);
    });
}

bool tested_nothing(const Ledger& ledger) {
    const bool judged =
        std::any_of(ledger.results.begin(), ledger.results.end(), [](const Result& result) { return !judged_nothing(result.verdict); });
    return !judged && ledger.laws.empty() && ledger.specials.empty();
}

}  // namespace

RunVerdict verdict_of(const Ledger& ledger) {
    if (ledger.unavailable) return ledger.unavailable->broke ? RunVerdict::broke : RunVerdict::nothing_tested;
    RunVerdict verdict = tested_nothing(ledger) || has_empty_stratum(ledger) ? RunVerdict::nothing_tested : RunVerdict::held;
    for (const Result& result : ledger.results) verdict = std::max(verdict, verdict_of(result, ledger.header));
    for (const Remark& remark : ledger.remarks) verdict = std::max(verdict, remark.gravity);
    for (const LawOutcome& law : ledger.laws)
        if (law.verdict == LawVerdict::failed) verdict = std::max(verdict, RunVerdict::fell_short);
    for (const SpecialOutcome& special : ledger.specials)
        if (falls_short(special.verdict)) verdict = std::max(verdict, RunVerdict::fell_short);
    return verdict;
}

Footer footer_of(const Ledger& ledger) {
    Footer footer{.verdict = verdict_of(ledger), .cases = cases_of(ledger)};
    for (const Result& result : ledger.results) {
        footer.components += result.components;
        footer.undecided += result.undecided;
        for (const Demand demand : all_demands) footer.short_of[std::string(word(demand))] += short_of(result, demand);
    }
    for (const Remark& remark : ledger.remarks) footer.remarks += remark.gravity > RunVerdict::held ? remark.count : 0;
    for (const auto& [unused, mark] : ledger.strata) footer.not_asked += mark.left_out.empty() ? 0 : 1;
    return footer;
}

}  // namespace lossproof::reports
