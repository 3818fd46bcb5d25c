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

}  // namespace

std::string laws(const Overview& overview) {
    const auto rows = law_rows(overview);
    if (rows.empty()) return "<section id='laws'><h2>Laws</h2><p>No law was tried in this run.</p></section>\n";

    std::vector<std::string> head = {"law", "operation", "bound"};
    for (const SubjectView& subject : overview.subjects) head.push_back(subject.title);
    std::string body, held;
    for (const LawRow& row : rows) {
        std::string& list = row.worst == LawVerdict::held ? held : body;
        list += cat("<tr><th scope='row'><span class='formula'>",
                    text(row.first->statement.empty() ? row.first->law : row.first->statement), "</span><small>", text(row.first->law),
                    row.first->identity.empty() ? "" : ", " + text(row.first->identity), "</small></th><td>", name(row.first->operation),
                    " <small>", text(row.first->format), "</small></td><td class='formula'>", text(row.first->bound), "</td>");
        for (const LawOutcome* law : row.by_subject) list += law_cell(law);
        list += "</tr>";
    }
    return cat("<section id='laws'><h2>Laws</h2>",
               notable_first("Identities and properties, tried on each subject", head, body, held, "laws that held"), "</section>\n");
}

}  // namespace lossproof::reports::page
