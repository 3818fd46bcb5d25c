// SPDX-License-Identifier: Apache-2.0
#include "reports/harm.hpp"

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

std::string headline_of(const Outcome& outcome, const Ledger& ledger) {
    if (ledger.unavailable) return ledger.unavailable->broke ? "broke" : "skipped";
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
    text += errors_beside(worst);
    if (worst.verdict == Verdict::error && !worst.witnesses.empty()) text += ", " + worst.witnesses.front()->message;
    return text;
}

/// What happened beside the answers: the gravest by name, and how much there was.
std::string remarks_text(const Ledger& ledger) {
    if (ledger.remarks.empty() || ledger.remarks.front().gravity == RunVerdict::held) return {};
    const Remark& first = ledger.remarks.front();
    const Count count = footer_of(ledger).remarks;
    return " Noticed beside the answers " + (count == 1 ? "once" : grouped(count) + " times") + ": " + first.kind + " (" + first.operation +
           " in " + first.format + "): " + first.message + ".";
}

std::string not_asked_text(const Ledger& ledger) {
    const Count count = footer_of(ledger).not_asked;
    return count == 0
               ? ""
               : " " + grouped(count) + (count == 1 ? " stratum was" : " strata were") + " left out on purpose; see what was not tested.";
}

std::string sentence_of(const Outcome& outcome, const SubjectView& subject, const Cell* worst) {
    const Ledger& ledger = *subject.ledger;
    if (ledger.unavailable)
        return (ledger.unavailable->broke ? "The subject could not start: " : "Skipped: ") + ledger.unavailable->reason + ".";
    std::string text = outcome.finished ? "" : "The run did not finish; this is what it had found by then. ";
    if (outcome.cells == 0 || !worst) return text + "No result could be compared with a certified reference." + remarks_text(ledger);

    if (outcome.short_cells == 0)
        text +=
            "All " + counted(outcome.cells, "result") + " (operation × format × output) are within their proven bounds; the weakest is ";
    else text += split_sentence(subject, outcome.cells) + " A result is an operation in a format with one output; the most harmful is ";
    text += describe_worst(*worst) + ".";

    if (outcome.failed_laws > 0) text += " " + grouped(outcome.failed_laws) + " of " + counted(outcome.laws, "law") + " failed.";
    if (outcome.wrong_specials > 0) text += " " + counted(outcome.wrong_specials, "special value") + " came out wrong.";
    if (outcome.undecided > 0) text += " " + counted(outcome.undecided, "component") + " stayed undecided.";
    if (outcome.not_judged > 0)
        text += " " + counted(outcome.not_judged, "component") +
                " could not be judged: the proven bound of the format reaches the value itself.";
    return text + remarks_text(ledger) + not_asked_text(ledger);
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
    outcome.cases = footer_of(ledger).cases;

    const auto order = subject.worst_first();
    const Cell* worst = order.empty() ? nullptr : order.front();
    for (const Cell* cell : order)
        if (falls_short(cell->verdict) && !cell->witnesses.empty() &&
            (worst->witnesses.empty() || more_harmful(*cell->witnesses.front(), *worst->witnesses.front())))
            worst = cell;
    // The ledger's own lines decide; a footer may only make the verdict graver.
    outcome.verdict = std::max(verdict_of(ledger), ledger.footer ? ledger.footer->verdict : RunVerdict::held);
    outcome.headline = headline_of(outcome, ledger);
    outcome.sentence = sentence_of(outcome, subject, worst);
    return outcome;
}

}  // namespace lossproof::reports
