// SPDX-License-Identifier: Apache-2.0
// On an operation's page: one fold for each output × format, all subjects side by side in it.
#include "reports/harm.hpp"
#include "reports/page/markup.hpp"
#include "reports/page/plot.hpp"
#include "reports/page/sections.hpp"

#include <algorithm>

namespace lossproof::reports::page {
namespace {

constexpr std::size_t most_witnesses = 2;  // the most harmful and the worst of those that a sweep kept

/// The cells of one operation × format × output, with the subject each belongs to.
using Column = std::pair<const SubjectView*, const Cell*>;

std::vector<Column> columns_of(const Overview& overview, const CellKey& key) {
    std::vector<Column> columns;
    for (const SubjectView& subject : overview.subjects)
        if (const Cell* cell = subject.find(key)) columns.emplace_back(&subject, cell);
    return columns;
}

/// β below 1 loses nothing.
std::string bits_lost(const Cell& cell) {
    return cell.bits_lost && cell.bits_lost->value <= 0 ? "none" : maximum(cell.bits_lost, cell.exhaustive);
}

std::string figures(const Overview& overview, const std::vector<Column>& columns) {
    std::string body;
    for (const auto& [subject, cell] : columns) {
        const bool all = cell->exhaustive;
        std::string profiles;
        for (const auto& [profile, count] : cell->profiles) profiles += cat("<small>", grouped(count), " as ", text(profile), "</small>");
        const std::string closer = closer_subject(overview, *subject, *cell);
        body += cat("<tr><th scope='row'>", name(subject->title), "</th><td>", chip(cell->verdict, cell->grade), profiles,
                    closer.empty() ? "" : cat("<small>", text(closer), "</small>"), "</td><td>",
                    cell->attainable.empty() ? "–" : text(cell->attainable), "</td><td class='n'>", maximum(cell->ulp_max, all),
                    "</td><td class='n'>", maximum(cell->alpha_max, all), "</td><td class='n'>", maximum(cell->beta_max, all),
                    "</td><td class='n'>", bits_lost(*cell), "</td><td>", name(cell->worst_stratum), "</td><td class='n'>",
                    grouped(cell->cases), "</td><td class='spread'>", tally(cell->counts), "</td></tr>");
    }
    return table(
        "Figures",
        {"subject", "attained", "attainable", "ulp max", "α max", "β max", "bits lost", "stratum of ulp max", "cases", "components"}, body,
        "figures");
}

/// A picture for each axis with all subjects in it; how often errors of each size occur is another question, behind a fold.
std::string plots(const std::vector<Column>& columns) {
    std::map<std::string, std::vector<Drawn>> by_axis;
    std::string all, histograms;
    for (const auto& [subject, cell] : columns) {
        for (const Curve* curve : cell->curves)
            if (!curve->points.empty()) by_axis[curve->axis].push_back({.subject = subject->title, .curve = curve});
        histograms += error_histogram(cell->histogram, subject->title);
    }
    for (const auto& [unused, curves] : by_axis) all += error_plot(curves);
    if (!all.empty()) all = cat("<div class='plots'>", all, "</div>");
    if (histograms.empty()) return all;
    return cat(all, "<details class='exact'><summary>how often errors of each size occur</summary><div class='plots'>", histograms,
               "</div></details>");
}

const Result* find(const Cell& cell, const std::string& stratum) {
    const auto found = std::find_if(cell.strata.begin(), cell.strata.end(), [&](const Result* part) { return part->stratum == stratum; });
    return found == cell.strata.end() ? nullptr : *found;
}

std::string strata(const std::vector<Column>& columns) {
    std::vector<std::string> order, head = {"stratum", "cases"};
    for (const auto& [subject, cell] : columns) {
        head.push_back(subject->title);
        for (const Result* part : cell->strata)
            if (std::find(order.begin(), order.end(), part->stratum) == order.end()) order.push_back(part->stratum);
    }
    std::string body;
    for (const std::string& stratum : order) {
        Count cases = 0;
        std::string cells;
        for (const auto& [subject, cell] : columns) {
            const Result* part = find(*cell, stratum);
            if (part) cases = std::max(cases, part->cases);
            cells += part ? cat("<td>", chip(part->verdict, part->grade), " ", maximum(part->ulp_max, part->exhaustive), "</td>")
                          : "<td class='none'>–</td>";
        }
        body += cat("<tr><th scope='row'>", name(stratum), "</th><td class='n'>", grouped(cases), "</td>", cells, "</tr>");
    }
    return order.empty() ? "" : table("By stratum, largest error in ulp", head, body, "strata");
}

std::string witnesses(const std::vector<Column>& columns) {
    std::string all;
    for (const auto& [subject, cell] : columns) {
        if (cell->witnesses.empty()) continue;
        std::string list;
        for (std::size_t i = 0; i < std::min(cell->witnesses.size(), most_witnesses); ++i) {
            const Witness& kept = *cell->witnesses[i];
            list += cat("<article class='finding'><h4>", chip(kept.verdict, kept.grade), " ", name(kept.stratum), ", component ",
                        grouped(kept.index), "</h4>", witness(kept, Depth::full), "</article>");
        }
        if (cell->witnesses.size() > most_witnesses)
            list += cat("<p>… and ", grouped(cell->witnesses.size() - most_witnesses), " more witnesses in the ledger.</p>");
        all += cat("<h4>Witnesses of ", name(subject->title), "</h4><div class='cards'>", list, "</div>");
    }
    return all;
}

std::string fold(const Overview& overview, const CellKey& key) {
    const auto columns = columns_of(overview, key);
    if (columns.empty()) return {};
    std::string summary;
    for (const auto& [subject, cell] : columns)
        summary += cat("<span class='part'>", overview.subjects.size() > 1 ? name(subject->title) + " " : "", chip(cell->verdict), " ",
                       maximum(cell->ulp_max, cell->exhaustive), "</span>");
    return cat("<details id='", cell_id(key), "'><summary><b>", name(key.output), "</b> <span class='in'>", text(key.format), "</span> ",
               summary, "</summary>", figures(overview, columns), plots(columns), strata(columns), witnesses(columns), "</details>\n");
}

std::vector<std::string> all_formats(const Overview& overview) {
    std::set<std::string> all;
    for (const SubjectView& subject : overview.subjects)
        for (const auto& [key, unused] : subject.cells) all.insert(key.format);
    std::vector<std::string> order(all.begin(), all.end());
    std::sort(order.begin(), order.end(), format_before);
    return order;
}

}  // namespace

std::string details(const Overview& overview, const std::string& operation) {
    std::string all;
    const auto formats = all_formats(overview);
    for (const Row& row : overview.rows) {
        if (row.operation != operation) continue;
        for (const std::string& format : formats)
            all += fold(overview, {.operation = row.operation, .output = row.output, .format = format});
    }
    return cat("<section id='details'><h2>Results</h2>", all.empty() ? "<p>The ledger holds no result.</p>" : all, "</section>\n");
}

}  // namespace lossproof::reports::page
