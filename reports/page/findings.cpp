// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"

#include <algorithm>

namespace lossproof::reports::page {
namespace {

constexpr std::size_t most_findings = 6;  // for each subject; the matrix leads to all the others

/// One fault usually shows in every format, so the formats of an operation and output share a card.
struct Finding {
    const SubjectView* subject = nullptr;
    std::vector<const Cell*> cells;  ///< worst first

    /// Among the gravest, the widest format: there the fault cannot be mistaken for a lack of bits.
    const Cell& lead() const {
        return **std::min_element(cells.begin(), cells.end(), [](const Cell* one, const Cell* other) {
            if (one->verdict != other->verdict) return one->verdict > other->verdict;
            return format_before(one->key.format, other->key.format);
        });
    }
};

std::vector<Finding> collect(const SubjectView& subject) {
    std::vector<Finding> all;
    for (const Cell* cell : subject.worst_first()) {
        if (!falls_short(cell->verdict)) continue;
        const auto same = std::find_if(all.begin(), all.end(), [&](const Finding& finding) {
            const CellKey& key = finding.cells.front()->key;
            return key.operation == cell->key.operation && key.output == cell->key.output;
        });
        if (same == all.end()) all.push_back({.subject = &subject, .cells = {cell}});
        else same->cells.push_back(cell);
    }
    return all;
}

/// A value before its gradients: the gradient's fault often follows from the value's.
void order(std::vector<Finding>& findings) {
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& one, const Finding& other) {
        const auto rank = [](const Finding& finding) { return std::pair(finding.lead().verdict, !is_gradient(finding.lead().key.output)); };
        return rank(one) > rank(other);
    });
}

std::string formats(const Finding& finding) {
    auto cells = finding.cells;
    std::sort(cells.begin(), cells.end(), [](const Cell* one, const Cell* other) { return format_before(one->key.format, other->key.format); });
    std::string all;
    for (const Cell* cell : cells)
        all += cat("<a class=\"format\" href=\"#", cell_id(cell->key), "\">", text(cell->key.format), " ", title(cell->verdict), " ",
                   cell->ulp_max ? maximum_text(cell->ulp_max, cell->exhaustive) + " ulp" : "", "</a> ");
    return all;
}

std::string body(const Cell& cell) {
    if (!cell.witnesses.empty()) return witness(*cell.witnesses.front(), Depth::brief);
    for (const SpecialOutcome* special : cell.specials)
        if (falls_short(special->verdict))
            return cat("<dl class=\"witness\"><dt>case</dt><dd>", text(special->name), "</dd><dt>reference</dt><dd><code>", text(special->reference),
                       "</code></dd><dt>got</dt><dd class=\"got\"><code>", text(special->got), "</code></dd><dt>replay</dt><dd class=\"line\">",
                       replay(special->replay), "</dd></dl>");
    return "<p>The ledger keeps no witness of it.</p>";
}

std::string card(const Finding& finding) {
    const Cell& cell = finding.lead();
    std::string place = cell.key.format;
    if (!cell.witnesses.empty() && !cell.witnesses.front()->stratum.empty()) place += ", stratum " + cell.witnesses.front()->stratum;
    return cat("<article class=\"finding\"><h3>", chip(cell.verdict), " <a href=\"#", cell_id(cell.key), "\">", name(cell.key.operation), " ", name(cell.key.output),
               "</a></h3><p class=\"formats\">", formats(finding), "</p><p class=\"place\">Worst witness: ", text(place), "</p>", body(cell), "</article>\n");
}

std::string of_subject(const SubjectView& subject) {
    auto all = collect(subject);
    if (all.empty()) return {};
    order(all);
    std::string cards;
    for (std::size_t i = 0; i < std::min(all.size(), most_findings); ++i) cards += card(all[i]);
    const std::string more = all.size() > most_findings ? cat("<p>… and ", grouped(all.size() - most_findings), " more below.</p>") : "";
    return cat("<h3 class=\"subject\">", name(subject.title), "</h3><div class=\"cards\">", cards, "</div>", more);
}

}  // namespace

std::string findings(const Overview& overview) {
    std::string all;
    for (const SubjectView& subject : overview.subjects) all += of_subject(subject);
    return cat("<section id=\"findings\"><h2>Worst first</h2>", all.empty() ? "<p>Nothing that was compared falls short of its proven bound.</p>" : all, "</section>\n");
}

}  // namespace lossproof::reports::page
