// SPDX-License-Identifier: Apache-2.0
// Laws and special values: what is not an error in ulp but an answer that is right or not.
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"

#include <algorithm>

namespace lossproof::reports::page {
namespace {

std::string law_chip(LawVerdict verdict) {
    const Verdict colour = verdict == LawVerdict::held ? Verdict::correctly_rounded : verdict == LawVerdict::failed ? Verdict::wrong : Verdict::undecided;
    return cat("<span class=\"chip ", tint(colour), "\">", word(verdict), "</span>");
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
    if (!law) return "<td class=\"none\">not tested</td>";
    std::string note = grouped(law->cases) + " cases";
    if (law->worst) note += ", worst " + short_text(law->worst->value, Shorten::cut);
    return cat("<td>", law_chip(law->verdict), "<small>", note, law->witness.empty() ? "" : cat("; <code>", text(law->witness), "</code>"), "</small></td>");
}

std::string special_rows(const SubjectView& subject, bool several) {
    auto order = std::vector<const SpecialOutcome*>();
    for (const SpecialOutcome& special : subject.ledger->specials) order.push_back(&special);
    std::stable_sort(order.begin(), order.end(), [](const SpecialOutcome* one, const SpecialOutcome* other) {
        const auto rank = [](Verdict verdict) { return verdict == Verdict::exact ? 0 : verdict == Verdict::convention ? 1 : 2; };
        return rank(one->verdict) > rank(other->verdict);
    });

    std::string rows;
    for (const SpecialOutcome* special : order) {
        const std::string profile = special->profile.empty() ? "" : cat("<small>as ", text(special->profile), "</small>");
        rows += cat("<tr>", several ? cat("<td>", name(subject.title), "</td>") : "", "<th scope=\"row\">", name(special->cell.operation), " ", name(special->cell.output), " <small>",
                    text(special->cell.format), "</small></th><td>", text(special->name), "</td><td><code>", text(special->reference), "</code></td><td><code>",
                    text(special->got), "</code></td><td>", chip(special->verdict), profile, "</td><td class=\"line\">",
                    special->verdict == Verdict::exact ? "" : replay(special->replay), "</td></tr>");
    }
    return rows;
}

}  // namespace

std::string laws(const Overview& overview) {
    const auto rows = law_rows(overview);
    if (rows.empty()) return "<section id=\"laws\"><h2>Laws</h2><p>No law was tried in this run.</p></section>\n";

    std::vector<std::string> head = {"law", "operation", "bound"};
    for (const SubjectView& subject : overview.subjects) head.push_back(subject.title);
    std::string body;
    for (const LawRow& row : rows) {
        body += cat("<tr><th scope=\"row\"><span class=\"formula\">", text(row.first->statement.empty() ? row.first->law : row.first->statement), "</span><small>", text(row.first->law),
                    row.first->identity.empty() ? "" : ", " + text(row.first->identity), "</small></th><td>", name(row.first->operation), " <small>",
                    text(row.first->format), "</small></td><td class=\"formula\">", text(row.first->bound), "</td>");
        for (const LawOutcome* law : row.by_subject) body += law_cell(law);
        body += "</tr>";
    }
    return cat("<section id=\"laws\"><h2>Laws</h2>", table("Identities and properties, tried on each subject", head, body), "</section>\n");
}

std::string special_values(const Overview& overview) {
    const bool several = overview.subjects.size() > 1;
    std::string rows;
    for (const SubjectView& subject : overview.subjects) rows += special_rows(subject, several);
    if (rows.empty()) return "<section id=\"special\"><h2>Special values</h2><p>No special value was tried in this run.</p></section>\n";

    std::vector<std::string> head = {"result", "case", "reference", "got", "verdict", "replay"};
    if (several) head.insert(head.begin(), "subject");
    return cat("<section id=\"special\"><h2>Special values</h2>", table("Infinities, NaN, zeros and limits", head, rows), "</section>\n");
}

}  // namespace lossproof::reports::page
