// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"

#include <algorithm>

namespace lossproof::reports::page {
namespace {

/// Cards for each subject; the matrix leads to all the others and should not be far below.
std::size_t most_findings(const Overview& overview) { return overview.subjects.size() <= 2 ? 6 : 3; }

std::string formats(const Finding& finding) {
    std::string all;
    for (const Cell* cell : finding.by_format())
        all += cat("<a class='format' href='", cell_link(cell->key), "'>", text(cell->key.format), " ", title(cell->verdict), " ",
                   cell->ulp_max ? maximum_text(cell->ulp_max, cell->exhaustive) + " ulp" : "", "</a> ");
    return all;
}

std::string body(const Cell& cell) {
    if (!cell.witnesses.empty()) return witness(*cell.witnesses.front(), Depth::brief);
    for (const SpecialOutcome* special : cell.specials)
        if (falls_short(special->verdict))
            return cat("<dl class='witness'><dt>case</dt><dd>", text(special->name), "</dd><dt>reference</dt><dd><code>",
                       text(special->reference), "</code></dd><dt>got</dt><dd class='got'><code>", text(special->got),
                       "</code></dd><dt>replay</dt><dd class='line'>", replay(special->replay), "</dd></dl>");
    return "<p>The ledger keeps no witness of it.</p>";
}

std::string card(const Finding& finding) {
    const Cell& cell = finding.lead();
    std::string place = cell.key.format;
    if (!cell.witnesses.empty() && !cell.witnesses.front()->stratum.empty()) place += ", stratum " + cell.witnesses.front()->stratum;
    return cat("<article class='finding'><h3>", chip(cell.verdict), " <a href='", cell_link(cell.key), "'>", name(cell.key.operation), " ",
               name(cell.key.output), "</a></h3><p class='formats'>", formats(finding), "</p><p class='place'>Worst witness: ", text(place),
               "</p>", body(cell), "</article>\n");
}

std::string of_subject(const SubjectView& subject, std::size_t most) {
    const auto all = subject.findings();
    if (all.empty()) return {};
    std::string cards;
    for (std::size_t i = 0; i < std::min(all.size(), most); ++i) cards += card(all[i]);
    const std::string more = all.size() > most ? cat("<p>… and ", grouped(all.size() - most), " more below.</p>") : "";
    return cat("<h3 class='subject'>", name(subject.title), "</h3><div class='cards'>", cards, "</div>", more);
}

}  // namespace

std::string findings(const Overview& overview) {
    std::string all;
    for (const SubjectView& subject : overview.subjects) all += of_subject(subject, most_findings(overview));
    return cat("<section id='findings'><h2>Worst first</h2>",
               all.empty() ? "<p>Nothing that was compared falls short of its proven bound.</p>" : all, "</section>\n");
}

}  // namespace lossproof::reports::page
