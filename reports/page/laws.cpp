// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"

#include <algorithm>

namespace lossproof::reports::page {
namespace {

std::string law_chip(LawVerdict verdict) {
    const Verdict colour = verdict == LawVerdict::held     ? Verdict::correctly_rounded
                           : verdict == LawVerdict::failed ? Verdict::wrong
                                                           : Verdict::undecided;
    return cat("<span class='chip ", tint(colour), "'>", word(verdict), "</span>");
}

using LawKey = std::tuple<std::string, std::string, std::string>;
LawKey key(const LawOutcome& law) { return {law.operation, law.law, law.format}; }

struct LawRow {
    const LawOutcome* first = nullptr;
    LawVerdict worst = LawVerdict::held;
    std::vector<const LawOutcome*> by_subject;
};

/// Broken laws first, then by operation.
std::vector<LawRow> law_rows(const Overview& overview) {
    std::map<LawKey, LawRow> rows;
    for (std::size_t i = 0; i < overview.subjects.size(); ++i)
        for (const LawOutcome& law : overview.subjects[i].ledger->laws) {
            LawRow& row = rows[key(law)];
            row.by_subject.resize(overview.subjects.size());
            row.by_subject[i] = &law;
            row.worst = std::max(row.worst, law.verdict);
            if (!row.first || (row.first->statement.empty() && !law.statement.empty())) row.first = &law;
        }
    std::vector<LawRow> order;
    for (auto& [unused, row] : rows) order.push_back(std::move(row));
    std::stable_sort(order.begin(), order.end(), [](const LawRow& one, const LawRow& other) { return one.worst > other.worst; });
    return order;
}

std::string law_cell(const LawOutcome* law) {
    if (!law) return "<td class='none'>not tested</td>";
    std::string note = grouped(law->cases) + " cases";
    if (law->worst) note += ", worst " + short_text(law->worst->value, Shorten::cut);
    return cat("<td>", law_chip(law->verdict), "<small>", note, law->witness.empty() ? "" : cat("; <code>", text(law->witness), "</code>"),
               "</small></td>");
}

std::string row_markup(const LawRow& row) {
    const LawOutcome& first = *row.first;
    std::string markup =
        cat("<tr><th scope='row'><span class='formula'>", text(first.statement.empty() ? first.law : first.statement), "</span><small>",
            text(first.law), first.identity.empty() ? "" : ", " + text(first.identity), "</small></th><td>", name(first.operation),
            " <small>", text(first.format), "</small></td><td class='formula'>", text(first.bound), "</td>");
    for (const LawOutcome* law : row.by_subject) markup += law_cell(law);
    return markup + "</tr>";
}

std::string law_table(const Overview& overview, const std::string& body) {
    std::vector<std::string> head = {"law", "operation", "bound"};
    for (const SubjectView& subject : overview.subjects) head.push_back(subject.title);
    return table("Identities and properties, tried on each subject", head, body);
}

constexpr std::string_view no_law = "<p>No law was tried in this run.</p>";

}  // namespace

std::string broken_laws(const Overview& overview) {
    constexpr std::size_t most = 12;
    const auto rows = law_rows(overview);
    std::string body;
    std::size_t broken = 0;
    for (const LawRow& row : rows)
        if (row.worst != LawVerdict::held && ++broken <= most) body += row_markup(row);
    std::string lead(no_law);
    if (!rows.empty())
        lead = cat("<p class='lead'>", grouped(rows.size() - broken), " of ", grouped(rows.size()), " hold on every subject; <a href='",
                   laws_file, "'>all of them</a>.</p>");
    return cat("<section id='laws'><h2>Laws</h2>", lead, body.empty() ? "" : law_table(overview, body), "</section>\n");
}

std::string all_laws(const Overview& overview) {
    std::string body;
    for (const LawRow& row : law_rows(overview)) body += row_markup(row);
    return cat("<section id='laws'><h2>Identities and properties</h2>", body.empty() ? std::string(no_law) : law_table(overview, body),
               "</section>\n");
}

}  // namespace lossproof::reports::page
