// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"
#include "reports/report.hpp"

namespace lossproof::reports {
namespace {

using page::cat;

/// Nothing may be fetched or run, whatever a ledger says: escaping is the first fence and this policy the second.
std::string policy() {
    return cat("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-",
               page::script_hash, "'; form-action 'none'; base-uri 'none'\"/>");
}

constexpr std::string_view sections_of_index =
    "<a href='#findings'>Findings</a><a href='#digits'>Right digits</a><a href='#results'>Results</a><a href='#laws'>Laws</a><a "
    "href='#special'>Special values</a>"
    "<a href='#not-tested'>Not tested</a><a href='#environment'>Environment</a><a href='#legend'>Legend</a>";
constexpr std::string_view way_back = "<a href='index.html'>← The whole report</a><a href='index.html#legend'>Legend</a>";

std::string whole(const std::string& title, const std::string& heading, std::string_view navigation, const std::string& body) {
    return cat("<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'/>", policy(),
               "<meta name='viewport' content='width=device-width, initial-scale=1'/><meta name='color-scheme' content='light dark'/>"
               "<title>",
               page::text(title), "</title>\n<style>\n", page::style_sheet,
               "</style></head>\n<body>\n<header><p class='brand'>lossproof</p>", "<h1>", heading, "</h1><nav aria-label='Sections'>",
               navigation, "</nav>\n</header>\n<main>\n", body, "</main>\n<script>", page::script, "</script>\n</body></html>\n");
}

std::string index(const Overview& overview) {
    std::string title = "lossproof";
    for (const SubjectView& subject : overview.subjects) title += ": " + subject.title + " " + subject.outcome.headline;
    return whole(title, "Accuracy report", sections_of_index,
                 cat(page::verdicts(overview), page::remarks(overview), page::findings(overview), page::digits(overview),
                     page::matrix(overview), page::broken_laws(overview), page::special_summary(overview), page::not_tested(overview),
                     page::environment(overview), page::legend()));
}

std::string of_operation(const Overview& overview, const std::string& operation) {
    return whole("lossproof: " + operation, page::name(operation), way_back,
                 cat(page::catalogue(overview, operation), page::details(overview, operation), page::special_values(overview, operation)));
}

}  // namespace

std::vector<Page> html(std::span<const Ledger> ledgers) {
    const Overview overview = survey(ledgers);
    std::vector<Page> pages{{.file = "index.html", .markup = index(overview)},
                            {.file = page::laws_file, .markup = whole("lossproof: laws", "Laws", way_back, page::all_laws(overview))}};
    for (const std::string& operation : overview.operations_met())
        pages.push_back({.file = page::operation_file(operation), .markup = of_operation(overview, operation)});
    return pages;
}

}  // namespace lossproof::reports
