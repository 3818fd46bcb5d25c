// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"

namespace lossproof::reports::page {
namespace {

std::string line(const char* label, const std::string& value, std::string_view kind = {}) {
    return value.empty() ? std::string() : cat("<dt>", label, "</dt><dd class='", kind, "'>", text(value), "</dd>");
}

std::string card(const OperationRow& row) {
    return cat("<article class='entry'><h3>", name(row.name), row.family.empty() ? "" : cat(" <small>", text(row.family), "</small>"),
               "</h3><dl>", line("formula", row.formula, "formula"), line("gradient", row.gradient, "formula"),
               line("stable form", row.stable_form, "formula"), line("domain", row.domain), line("class", row.claimed),
               line("lecture", row.lecture), "</dl></article>\n");
}

}  // namespace

std::string catalogue(const Overview& overview) {
    if (overview.operations.empty())
        return "<section id='catalogue'><h2>Catalogue</h2><p>The ledger describes no operation.</p></section>\n";
    std::string cards;
    for (const auto& [unused, row] : overview.operations) cards += card(row);
    return cat("<section id='catalogue'><h2>Catalogue</h2><p class='lead'>What each operation computes, and the class "
               "its stable form reaches.</p><div class='cards'>",
               cards, "</div></section>\n");
}

}  // namespace lossproof::reports::page
