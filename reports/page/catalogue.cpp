// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"

namespace lossproof::reports::page {
namespace {

std::string line(const char* label, const std::string& value, std::string_view kind = {}) {
    return value.empty() ? std::string() : cat("<dt>", label, "</dt><dd class='", kind, "'>", text(value), "</dd>");
}

std::string card(const OperationRow& row) {
    return cat("<article class='entry'><dl>", line("family", row.family), line("formula", row.formula, "formula"),
               line("gradient", row.gradient, "formula"), line("stable form", row.stable_form, "formula"), line("domain", row.domain),
               line("class", row.claimed), line("lecture", row.lecture), "</dl></article>\n");
}

}  // namespace

std::string catalogue(const Overview& overview, const std::string& operation) {
    const auto row = overview.operations.find(operation);
    if (row == overview.operations.end()) return {};
    return cat("<section id='catalogue'><h2>What it computes</h2>", card(row->second), "</section>\n");
}

}  // namespace lossproof::reports::page
