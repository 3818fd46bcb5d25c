// SPDX-License-Identifier: Apache-2.0
#include "reports/escape.hpp"
#include "reports/harm.hpp"
#include "reports/report.hpp"
#include "reports/witness_text.hpp"

#include <algorithm>
#include <map>

namespace lossproof::reports {
namespace {

constexpr std::size_t most_bytes = 59'000;  // what people still scroll through
constexpr std::size_t most_findings = 12;
constexpr std::size_t most_rows = 60;
constexpr std::size_t most_gaps = 40;
constexpr std::size_t most_places = 12;

std::string md(std::string_view text) { return escape_markdown(text); }

std::string cell_text(const Cell& cell) {
    std::string text(title(cell.verdict));
    if (falls_short(cell.verdict)) text = "**" + text + "**";
    if (cell.ulp_max) text += " " + maximum_text(cell.ulp_max, cell.exhaustive) + " ulp";
    text += errors_beside(cell);
    if (cell.undecided > 0 && cell.verdict != Verdict::undecided) text += ", " + grouped(cell.undecided) + " undecided";
    const Count beyond = cell.counts[static_cast<std::size_t>(Verdict::not_judged)];
    if (beyond > 0 && cell.verdict != Verdict::not_judged) text += ", " + grouped(beyond) + " not judged";
    return text;
}

std::string verdicts(const Overview& overview) {
    std::string text;
    for (const SubjectView& subject : overview.subjects)
        text += "**" + md(subject.title) + ": " + subject.outcome.headline + ".** " + md(subject.outcome.sentence) + "\n\n";
    return text;
}

/// A line a reason: most subjects offer a few operations, and leave out all others for the same one.
std::string not_tested(const SubjectView& subject) {
    if (subject.ledger->not_tested.empty()) return {};
    std::map<std::string, std::vector<std::string>> gaps;
    for (const NotTested& gap : subject.ledger->not_tested)
        gaps[gap.reason].push_back(md(gap.operation) + (gap.output ? " " + md(*gap.output) : "") +
                                   (gap.format ? " in " + md(*gap.format) : ""));
    std::string text = "### Not tested: " + md(subject.title) + "\n\n";
    for (const auto& [reason, places] : gaps) {
        text += "- " + md(reason) + ": ";
        for (std::size_t i = 0; i < std::min(places.size(), most_gaps); ++i) text += (i > 0 ? ", " : "") + places[i];
        text += places.size() > most_gaps ? " and " + grouped(places.size() - most_gaps) + " more\n" : "\n";
    }
    return text + "\n";
}

/// Each kind once an operation and format; a subject that flushes to zero does so everywhere.
std::string remarks(const SubjectView& subject) {
    constexpr std::size_t most_remarks = 20;
    const auto& all = subject.ledger->remarks;
    if (all.empty()) return {};
    std::string text = "### Noticed beside the answers: " + md(subject.title) +
                       "\n\n| kind | operation | stratum | times | first message |\n| --- | --- | --- | --- | --- |\n";
    for (std::size_t i = 0; i < std::min(all.size(), most_remarks); ++i)
        text += "| " + md(all[i].kind) + " | " + md(all[i].operation) + " " + md(all[i].format) + " | " + md(all[i].stratum) + " | " +
                grouped(all[i].count) + " | " + md(all[i].message) + " |\n";
    if (all.size() > most_remarks) text += "\n… and " + grouped(all.size() - most_remarks) + " more in the ledger.\n";
    return text + "\n";
}

/// `softmax_cross_entropy d_logits (f64 f32)`, by subject where there are several.
std::string hits_text(const Card& card, bool named) {
    std::map<std::string, std::string> places;
    std::vector<std::string> order;
    for (const Hit& hit : card.hits) {
        const CellKey& key = hit.cell->key;
        const std::string place = (named ? hit.subject->title + " " : "") + key.operation + " " + key.output;
        const auto [at, fresh] = places.try_emplace(place, key.format);
        if (fresh) order.push_back(place);
        else at->second += " " + key.format;
    }
    std::string text;
    for (std::size_t i = 0; i < std::min(order.size(), most_places); ++i)
        text += (i ? ", " : "") + md(order[i]) + " (" + md(places[order[i]]) + ")";
    return text + (order.size() > most_places ? ", … and " + grouped(order.size() - most_places) + " more" : "");
}

std::string card_text(const Card& card, bool named) {
    const Witness& witness = *card.lead().witness;
    const std::string where = named ? " of " + md(card.lead().subject->title) : "";
    return "**" + md(card.cause.title) + "** (" + std::string(word(card.regime())) + "). " +
           (card.cause.remedy.empty() ? "" : "Write instead: " + md(card.cause.remedy) + ".") + "\n\n   Hits " + hits_text(card, named) +
           ".\n\n   " + md(cell_name(card.lead().cell->key)) + where + ":\n\n" + fenced(witness_text(witness), "   ") + "\n";
}

std::string findings(const Overview& overview) {
    const auto all = cards(overview);
    if (all.empty()) return {};
    std::string text = "### Root causes, most harmful first\n\n";
    for (std::size_t i = 0; i < std::min(all.size(), most_findings); ++i)
        text += std::to_string(i + 1) + ". " + card_text(all[i], overview.subjects.size() > 1);
    if (all.size() > most_findings) text += "… and " + grouped(all.size() - most_findings) + " more; the HTML report shows them all.\n\n";
    return text;
}

Verdict worst_in_row(const SubjectView& subject, const Row& row) {
    Verdict worst = Verdict::unsupported;
    for (const auto& [key, cell] : subject.cells)
        if (key.operation == row.operation && key.output == row.output) worst = std::max(worst, cell.verdict);
    return worst;
}

std::string matrix(const Overview& overview, const SubjectView& subject) {
    auto rows = overview.rows;
    std::erase_if(rows, [&](const Row& row) {
        return std::none_of(subject.cells.begin(), subject.cells.end(),
                            [&](const auto& entry) { return entry.first.operation == row.operation && entry.first.output == row.output; });
    });
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const Row& one, const Row& other) { return worst_in_row(subject, one) > worst_in_row(subject, other); });
    if (rows.empty()) return {};

    std::string text = "### Results: " + md(subject.title) + "\n\n| operation | output |", rule = "| --- | --- |";
    for (const std::string& format : subject.formats) text += " " + md(format) + " |", rule += " --- |";
    text += "\n" + rule + "\n";
    for (std::size_t i = 0; i < std::min(rows.size(), most_rows); ++i) {
        const Row& row = rows[i];
        text += "| " + md(row.operation) + " | " + md(row.output) + " |";
        for (const std::string& format : subject.formats) {
            const Cell* cell = subject.find({.operation = row.operation, .output = row.output, .format = format});
            text += " " + (cell ? cell_text(*cell) : std::string("–")) + " |";
        }
        text += "\n";
    }
    if (rows.size() > most_rows) text += "\n… and " + grouped(rows.size() - most_rows) + " more in the HTML report.\n";
    return text + "\n";
}

std::string laws(const SubjectView& subject) {
    std::string text;
    for (const LawOutcome& law : subject.ledger->laws) {
        if (law.verdict == LawVerdict::held) continue;
        text += "- **" + std::string(word(law.verdict)) + "** " + md(law.law) + ", " + md(law.operation) + " in " + md(law.format) +
                (law.statement.empty() ? "" : ": " + md(law.statement)) + (law.witness.empty() ? "" : "; " + md(law.witness)) + "\n";
    }
    const std::size_t held = subject.outcome.laws - static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    if (subject.outcome.laws == 0) return {};
    return "### Laws: " + md(subject.title) + "\n\n" + text + "- " + grouped(held) + " of " + grouped(subject.outcome.laws) + " held\n\n";
}

std::string specials(const SubjectView& subject) {
    std::string text;
    std::size_t listed = 0;
    for (const SpecialOutcome& special : subject.ledger->specials) {
        if (special.verdict == Verdict::exact || ++listed > most_rows) continue;
        text += "| " + md(cell_name(special.cell)) + " | " + md(special.name) + " | " + md(special.reference) + " | " + md(special.got) +
                " | " + std::string(title(special.verdict)) + (special.profile.empty() ? "" : " (" + md(special.profile) + ")") + " |\n";
    }
    if (text.empty()) return {};
    return "### Special values that differ: " + md(subject.title) +
           "\n\n| result | case | reference | got | verdict |\n| --- | --- | --- | --- | --- |\n" + text +
           (listed > most_rows ? "\n… and " + grouped(listed - most_rows) + " more in the HTML report.\n\n" : "\n");
}

std::string environment(const SubjectView& subject) {
    const Header& header = subject.ledger->header;
    std::string text = "- " + md(subject.title) + ": " + grouped(subject.outcome.cases) + " cases, convention " + md(header.convention);
    const auto add = [&](const std::string& name, const std::set<std::string>& values) {
        for (const std::string& value : values) text += ", " + md(name) + " " + md(value);
    };
    add("effort", header.efforts);
    add("seed", header.seeds);
    add("by", header.tools);
    for (const auto& [name, values] : header.environment) add(name, values);
    return text + "\n";
}

}  // namespace

std::string markdown(std::span<const Ledger> ledgers) {
    const Overview overview = survey(ledgers);
    std::vector<std::string> sections{verdicts(overview), findings(overview)};
    for (const SubjectView& subject : overview.subjects) sections.push_back(not_tested(subject));
    for (const SubjectView& subject : overview.subjects) sections.push_back(remarks(subject));
    for (const SubjectView& subject : overview.subjects) sections.push_back(laws(subject));
    for (const SubjectView& subject : overview.subjects) sections.push_back(matrix(overview, subject));
    for (const SubjectView& subject : overview.subjects) sections.push_back(specials(subject));
    std::string run = "### How it was run\n\n";
    for (const SubjectView& subject : overview.subjects) run += environment(subject);
    sections.push_back(run);

    std::string text = "## lossproof: accuracy report\n\n";
    std::size_t left_out = 0;
    for (const std::string& section : sections) {
        if (text.size() + section.size() <= most_bytes) text += section;
        else ++left_out;
    }
    if (left_out > 0) text += "\n" + grouped(left_out) + " longer sections stand in the HTML report alone.\n";
    return text + "\nMaxima after `=` are over every input, after `≥` over a sample. No tolerance was chosen anywhere.\n";
}

}  // namespace lossproof::reports
