// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"

#include <algorithm>

namespace lossproof::reports::page {
namespace {

/// Nothing is closer than half an ulp, however many zeros stand in a sampled maximum.
std::string ulps(const Cell& cell) { return cell.verdict == Verdict::correctly_rounded ? "≤ ½" : maximum(cell.ulp_max, cell.exhaustive); }

std::string cell_markup(const SubjectView& subject, const CellKey& key) {
    const Cell* cell = subject.find(key);
    if (!cell) {
        const NotTested* reason = subject.reason(key);
        return cat("<td class='none' title='", reason ? text(reason->reason) : "not in the ledger", "'>–</td>");
    }
    std::string note;
    if (cell->undecided > 0) note += cat("<small>", grouped(cell->undecided), " undecided</small>");
    const Count beyond = cell->counts[static_cast<std::size_t>(Verdict::not_judged)];
    if (beyond > 0) note += cat("<small>", grouped(beyond), " not judged</small>");
    if (!cell->profiles.empty())
        note += cat("<small>as ", text(cell->profiles.begin()->first), cell->profiles.size() > 1 ? " …" : "", "</small>");
    // What conditioning excuses looks large in ulps, and is small beside κ.
    if (cell->verdict == Verdict::stable && cell->ulp_max && cell->beta_max && cell->ulp_max->value > 16)
        note += cat("<small>with κ ", maximum_text(cell->beta_max, cell->exhaustive), " u</small>");
    return cat("<td class='", tint(cell->verdict), "'><a href='", cell_link(key), "'><b>", title(cell->verdict), "</b> ",
               cell->ulp_max ? ulps(*cell) : "", note, "</a></td>");
}

std::string head(const Overview& overview) {
    std::string subjects, formats;
    for (const SubjectView& subject : overview.subjects) {
        const auto& columns = subject.formats;
        subjects += cat("<th scope='colgroup' class='first' colspan='", std::to_string(std::max<std::size_t>(1, columns.size())), "'>",
                        name(subject.title), " <strong>", subject.outcome.headline, "</strong></th>");
        for (const std::string& format : columns)
            formats += cat("<th scope='col'", format == columns.front() ? " class='first'" : "", ">", text(format), "</th>");
        if (columns.empty()) formats += "<th scope='col' class='first'>–</th>";
    }
    return cat("<thead><tr><th scope='col' rowspan='2' class='operation'>operation</th><th scope='col' "
               "rowspan='2'>output</th>",
               subjects, "</tr><tr>", formats, "</tr></thead>");
}

std::string row_cells(const Overview& overview, const Row& row) {
    std::string cells;
    for (const SubjectView& subject : overview.subjects) {
        for (const std::string& format : subject.formats)
            cells += cell_markup(subject, {.operation = row.operation, .output = row.output, .format = format});
        if (subject.formats.empty()) cells += "<td class='none'>–</td>";
    }
    return cells;
}

/// All rows of one operation; the operation's name spans them.
std::string operation_rows(const Overview& overview, std::span<const Row> rows) {
    const std::string& operation = rows.front().operation;
    std::string all;
    for (const Row& row : rows) {
        all += cat("<tr data-operation='", text(operation), "'>");
        if (&row == &rows.front())
            all += cat("<th scope='rowgroup' class='operation' rowspan='", std::to_string(rows.size()), "'><a href='",
                       operation_file(operation), "'>", name(operation), "</a></th>");
        all += cat("<th scope='row' class='output'>", name(row.output), "</th>", row_cells(overview, row), "</tr>\n");
    }
    return all;
}

std::size_t count_columns(const Overview& overview) {
    std::size_t columns = 0;
    for (const SubjectView& subject : overview.subjects) columns += std::max<std::size_t>(1, subject.formats.size());
    return columns;
}

std::string body(const Overview& overview) {
    std::string all, family = "\n";  // no family is called that, so the first row opens a group
    const std::span<const Row> rows(overview.rows);
    const std::string columns = std::to_string(2 + count_columns(overview));
    for (std::size_t i = 0, n = 0; i < rows.size(); i += n) {
        for (n = 1; i + n < rows.size() && rows[i + n].operation == rows[i].operation;) ++n;
        if (const std::string next = overview.family(rows[i].operation); next != family) {
            all += cat(all.empty() ? "" : "</tbody>", "<tbody>");
            if (!next.empty()) all += cat("<tr class='family'><th scope='rowgroup' colspan='", columns, "'>", text(next), "</th></tr>");
            family = next;
        }
        all += operation_rows(overview, rows.subspan(i, n));
    }
    return all + "</tbody>";
}

}  // namespace

std::string matrix(const Overview& overview) {
    if (overview.rows.empty()) return "<section id='results'><h2>Results</h2><p>The ledger holds no result.</p></section>\n";
    return cat("<section id='results'><h2>Results</h2><p class='lead'>The worst verdict and the largest error in ulp, "
               "for each operation, output and format. Gradients are outputs like any other (d_…, J_…, H_…). ",
               "<a href='#legend'>What the words mean</a>.</p><div class='scroll' tabindex='0' role='region' "
               "aria-label='Results'><table class='matrix'>",
               "<caption>Worst verdict and largest error in ulp</caption>", head(overview), body(overview), "</table></div></section>\n");
}

}  // namespace lossproof::reports::page
