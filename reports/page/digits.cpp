// SPDX-License-Identifier: Apache-2.0
// On the first page: for each operation and subject one bar, the digits that are right in the worst result on ordinary input.
#include "reports/digits.hpp"

#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"

namespace lossproof::reports::page {
namespace {

struct Worst {
    const Cell* cell = nullptr;
    RightDigits digits;
};

/// The result that keeps the smallest share of its format's digits, over outputs: in binary32, which nearly everybody offers and trains
/// with, so that bars compare; in all other formats where it was not judged.
Worst worst_of(const SubjectView& subject, const std::string& operation) {
    Worst common, other;
    for (const auto& [key, cell] : subject.cells) {
        const auto digits = key.operation == operation ? right_digits(cell) : std::nullopt;
        Worst& worst = key.format == "f32" ? common : other;
        if (digits && (!worst.cell || digits->share() < worst.digits.share())) worst = {.cell = &cell, .digits = *digits};
    }
    return common.cell ? common : other;
}

std::string bar(const Worst& worst) {
    if (!worst.cell) return "<td class='none'>–</td>";
    const std::string share = std::to_string(static_cast<int>(100 * worst.digits.share()));
    return cat("<td class='", most_ordinary(*worst.cell) == Regime::ordinary ? "bad" : "good", "' style='--share:", share, "%'><a href='",
               cell_link(worst.cell->key), "'>", digits_text(worst.digits), "</a> <small>", name(worst.cell->key.output),
               worst.cell->key.format == "f32" ? "" : " " + text(worst.cell->key.format), "</small></td>");
}

}  // namespace

std::string digits(const Overview& overview) {
    std::string head, body;
    for (const SubjectView& subject : overview.subjects) head += cat("<th scope='col'>", name(subject.title), "</th>");
    for (const std::string& operation : overview.operations_met()) {
        std::string bars;
        bool any = false;
        for (const SubjectView& subject : overview.subjects) {
            const Worst worst = worst_of(subject, operation);
            any = any || worst.cell;
            bars += bar(worst);
        }
        if (any) body += cat("<tr data-operation='", text(operation), "'><th scope='row'>", name(operation), "</th>", bars, "</tr>\n");
    }
    if (body.empty()) return "<section id='digits'><h2>Right digits</h2><p>Nothing was judged on ordinary input.</p></section>\n";
    return cat(
        "<section id='digits'><h2>Right digits</h2><p class='lead'>Of the 7.2 decimal digits of binary32, in the worst result of each "
        "operation on ordinary input, gradients included; another format where that is named. Red where the result falls short on ordinary "
        "input; "
        "elsewhere what is lost is within its bound.</p>"
        "<div class='scroll' tabindex='0' role='region' aria-label='Right digits'><table class='digits'><thead><tr><th "
        "scope='col'>operation</th>",
        head, "</tr></thead><tbody>", body, "</tbody></table></div></section>\n");
}

}  // namespace lossproof::reports::page
