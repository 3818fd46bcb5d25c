// SPDX-License-Identifier: Apache-2.0
#include "reports/overview.hpp"

#include <algorithm>

namespace lossproof::reports {
namespace {

/// `1 case`, `2 cases`.
std::string counted(unsigned long long count, const std::string& noun) { return grouped(count) + " " + noun + (count == 1 ? "" : "s"); }

void count_cells(Outcome& outcome, const SubjectView& subject) {
    for (const auto& [unused, cell] : subject.cells) {
        outcome.cells += judged_nothing(cell.verdict) ? 0 : 1;
        outcome.short_cells += falls_short(cell.verdict) ? 1 : 0;
        outcome.components += cell.components;
        outcome.undecided += cell.undecided;
        outcome.not_judged += cell.counts[static_cast<std::size_t>(Verdict::not_judged)];
    }
}

/// Every output of a stratum repeats its cases, so an unfinished run counts each stratum once.
Count cases_of(const Ledger& ledger) {
    if (ledger.footer) return ledger.footer->cases;
    std::map<StratumKey, Count> strata;
    for (const Result& result : ledger.results) {
        Count& cases = strata[{.operation = result.cell.operation, .format = result.cell.format, .stratum = result.stratum}];
        cases = std::max(cases, result.cases);
    }
    Count total = 0;
    for (const auto& [unused, cases] : strata) total += cases;
    return total;
}

/// The ledger's own lines decide; a footer may only make the verdict graver.
RunVerdict verdict_of(const Outcome& outcome, const Cell* worst, const std::optional<Footer>& footer) {
    RunVerdict verdict = RunVerdict::held;
    if (worst && worst->verdict == Verdict::error) verdict = RunVerdict::broke;
    else if (outcome.short_cells + outcome.failed_laws + outcome.wrong_specials > 0) verdict = RunVerdict::fell_short;
    else if (outcome.cells + outcome.laws + outcome.special_cases == 0) verdict = RunVerdict::nothing_tested;
    return footer ? std::max(verdict, footer->verdict) : verdict;
}

std::string headline_of(const Outcome& outcome) {
    if (!outcome.finished) return "did not finish";
    switch (outcome.verdict) {
    case RunVerdict::held: return "held";
    case RunVerdict::fell_short: return "fell short";
    case RunVerdict::broke: return "broke";
    default: return "nothing was tested";
    }
}

std::string describe_worst(const Cell& worst) {
    std::string text = cell_name(worst.key) + ": " + verdict_text(worst.verdict, worst.grade);
    if (worst.ulp_max) text += ", error " + maximum_text(worst.ulp_max, worst.exhaustive) + " ulp";
    if (worst.verdict == Verdict::error && !worst.witnesses.empty()) text += ", " + worst.witnesses.front()->message;
    return text;
}

std::string sentence_of(const Outcome& outcome, const Cell* worst) {
    std::string text = outcome.finished ? "" : "The run did not finish; this is what it had found by then. ";
    if (outcome.cells == 0 || !worst) return text + "No result could be compared with a certified reference.";

    if (outcome.short_cells == 0)
        text +=
            "All " + counted(outcome.cells, "result") + " (operation × format × output) are within their proven bounds; the weakest is ";
    else
        text += grouped(outcome.short_cells) + " of " + counted(outcome.cells, "result") +
                " (operation × format × output) fall short of the proven bounds; the worst is ";
    text += describe_worst(*worst) + ".";

    if (outcome.failed_laws > 0) text += " " + grouped(outcome.failed_laws) + " of " + counted(outcome.laws, "law") + " failed.";
    if (outcome.wrong_specials > 0) text += " " + counted(outcome.wrong_specials, "special value") + " came out wrong.";
    if (outcome.undecided > 0) text += " " + counted(outcome.undecided, "component") + " stayed undecided.";
    if (outcome.not_judged > 0)
        text += " " + counted(outcome.not_judged, "component") +
                " could not be judged: the proven bound of the format reaches the value itself.";
    return text;
}

}  // namespace

Outcome outcome_of(const SubjectView& subject) {
    const Ledger& ledger = *subject.ledger;
    Outcome outcome{.finished = ledger.finished(), .headline = {}, .sentence = {}};
    count_cells(outcome, subject);
    outcome.laws = ledger.laws.size();
    outcome.special_cases = ledger.specials.size();
    for (const LawOutcome& law : ledger.laws) outcome.failed_laws += law.verdict == LawVerdict::failed ? 1 : 0;
    for (const SpecialOutcome& special : ledger.specials) outcome.wrong_specials += falls_short(special.verdict) ? 1 : 0;
    outcome.cases = cases_of(ledger);

    const auto order = subject.worst_first();
    const Cell* worst = order.empty() ? nullptr : order.front();
    outcome.verdict = verdict_of(outcome, worst, ledger.footer);
    outcome.headline = headline_of(outcome);
    outcome.sentence = sentence_of(outcome, worst);
    return outcome;
}

}  // namespace lossproof::reports
