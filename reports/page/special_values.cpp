// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"

#include <algorithm>

namespace lossproof::reports::page {
namespace {

/// One question at the edge of the numbers, and what each subject answered.
struct SpecialRow {
    const SpecialOutcome* first = nullptr;
    std::vector<const SpecialOutcome*> by_subject;

    /// 0 where every subject is exact, 1 where one follows a convention, 2 where one is wrong.
    int gravity() const {
        int worst = 0;
        for (const SpecialOutcome* outcome : by_subject)
            if (outcome) worst = std::max(worst, outcome->verdict == Verdict::exact ? 0 : outcome->verdict == Verdict::convention ? 1 : 2);
        return worst;
    }
};

std::vector<SpecialRow> rows_of(const Overview& overview) {
    std::map<std::tuple<CellKey, std::string, std::string>, SpecialRow> rows;
    for (std::size_t i = 0; i < overview.subjects.size(); ++i)
        for (const SpecialOutcome& special : overview.subjects[i].ledger->specials) {
            SpecialRow& row = rows[{special.cell, special.name, special.reference}];
            row.first = &special;
            row.by_subject.resize(overview.subjects.size());
            row.by_subject[i] = &special;
        }
    std::vector<SpecialRow> order;
    for (auto& [unused, row] : rows) order.push_back(std::move(row));
    std::stable_sort(order.begin(), order.end(),
                     [](const SpecialRow& one, const SpecialRow& other) { return one.gravity() > other.gravity(); });
    return order;
}

std::string answer(const SpecialOutcome* outcome) {
    if (!outcome) return "<td class='none'>not tested</td>";
    const std::string profile = outcome->profile.empty() ? "" : cat(" <span class='shape'>as ", text(outcome->profile), "</span>");
    return cat("<td><code>", text(outcome->got), "</code> ", chip(outcome->verdict), profile,
               outcome->verdict == Verdict::exact ? "" : replay(outcome->replay), "</td>");
}

std::string row_markup(const SpecialRow& row) {
    const SpecialOutcome& first = *row.first;
    std::string markup =
        cat("<tr><th scope='row'>", name(first.cell.operation), " ", name(first.cell.output), " <small>", text(first.cell.format),
            "</small></th><td>", text(first.name), "</td><td><code>", text(first.reference), "</code></td>");
    for (const SpecialOutcome* outcome : row.by_subject) markup += answer(outcome);
    return markup + "</tr>";
}

}  // namespace

std::string special_values(const Overview& overview) {
    const auto rows = rows_of(overview);
    if (rows.empty())
        return "<section id='special'><h2>Special values</h2><p>No special value was tried in this "
               "run.</p></section>\n";

    std::vector<std::string> head = {"result", "case", "reference"};
    for (const SubjectView& subject : overview.subjects) head.push_back(subject.title);
    std::string differing, exact;
    for (const SpecialRow& row : rows) (row.gravity() == 0 ? exact : differing) += row_markup(row);
    return cat("<section id='special'><h2>Special values</h2>",
               notable_first("Infinities, NaN, zeros and limits", head, differing, exact, "special values that are exact"), "</section>\n");
}

}  // namespace lossproof::reports::page
