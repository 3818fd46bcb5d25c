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

    Verdict worst() const {
        Verdict verdict = Verdict::exact;
        for (const SpecialOutcome* outcome : by_subject)
            if (outcome) verdict = std::max(verdict, outcome->verdict);
        return verdict;
    }
};

/// The rows of an operation, the gravest first.
std::vector<SpecialRow> rows_of(const Overview& overview, const std::string& operation) {
    std::map<std::tuple<CellKey, std::string, std::string>, SpecialRow> rows;
    for (std::size_t i = 0; i < overview.subjects.size(); ++i)
        for (const SpecialOutcome& special : overview.subjects[i].ledger->specials) {
            if (special.cell.operation != operation) continue;
            SpecialRow& row = rows[{special.cell, special.name, special.reference}];
            row.first = &special;
            row.by_subject.resize(overview.subjects.size());
            row.by_subject[i] = &special;
        }
    std::vector<SpecialRow> order;
    for (auto& [unused, row] : rows) order.push_back(std::move(row));
    std::stable_sort(order.begin(), order.end(),
                     [](const SpecialRow& one, const SpecialRow& other) { return one.worst() > other.worst(); });
    return order;
}

std::string answer(const SpecialOutcome* outcome) {
    if (!outcome) return "<td class='none'>not tested</td>";
    const std::string profile = outcome->profile.empty() ? "" : cat(" <span class='shape'>as ", text(outcome->profile), "</span>");
    return cat("<td>", chip(outcome->verdict), " <code>", text(outcome->got), "</code>", profile,
               outcome->verdict == Verdict::exact ? "" : replay(outcome->replay), "</td>");
}

/// The verdicts come first: a case may be long, and they are what is looked for.
std::string row_markup(const SpecialRow& row) {
    const SpecialOutcome& first = *row.first;
    std::string markup = cat("<tr><th scope='row'>", name(first.cell.output), " <small>", text(first.cell.format), "</small></th>");
    for (const SpecialOutcome* outcome : row.by_subject) markup += answer(outcome);
    return cat(markup, "<td><code>", text(first.reference), "</code></td><td>", text(first.name), "</td></tr>");
}

struct Counts {
    std::size_t all = 0, convention = 0, wrong = 0;
    void add(const SpecialOutcome& special) {
        ++all;
        convention += special.verdict == Verdict::convention;
        wrong += falls_short(special.verdict);
    }
};

std::string count_cells(const Counts& counts) {
    return cat("<td class='n'>", grouped(counts.wrong), "</td><td class='n'>", grouped(counts.convention), "</td><td class='n'>",
               grouped(counts.all), "</td>");
}

}  // namespace

std::string special_values(const Overview& overview, const std::string& operation) {
    const auto rows = rows_of(overview, operation);
    if (rows.empty()) return {};
    std::vector<std::string> head = {"result"};
    for (const SubjectView& subject : overview.subjects) head.push_back(subject.title);
    head.insert(head.end(), {"reference", "case"});
    std::string wrong, right;
    for (const SpecialRow& row : rows) (falls_short(row.worst()) ? wrong : right) += row_markup(row);
    return cat("<section id='special'><h2>Special values</h2>",
               notable_first("Infinities, NaN, zeros and limits", head, wrong, right, "that are exact or a documented convention"),
               "</section>\n");
}

std::string special_summary(const Overview& overview) {
    std::string body;
    for (const SubjectView& subject : overview.subjects) {
        std::map<std::string, Counts> by_operation;
        Counts sum;
        for (const SpecialOutcome& special : subject.ledger->specials) {
            by_operation[special.cell.operation].add(special);
            sum.add(special);
        }
        if (sum.all == 0) continue;
        std::string wrong;
        for (const auto& [operation, counts] : by_operation)
            if (counts.wrong > 0)
                wrong += cat(wrong.empty() ? "" : ", ", "<a href='", operation_file(operation), "#special'>", name(operation), "</a> ",
                             grouped(counts.wrong));
        body += cat("<tr><th scope='row'>", name(subject.title), "</th>", count_cells(sum), "<td>", wrong, "</td></tr>");
    }
    return cat("<section id='special'><h2>Special values</h2>",
               body.empty()
                   ? "<p>No special value was told apart in this run.</p>"
                   : table("Infinities, NaN, zeros and limits", {"subject", "wrong", "conventions", "told", "where they are wrong"}, body),
               "</section>\n");
}

}  // namespace lossproof::reports::page
