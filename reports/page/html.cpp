// SPDX-License-Identifier: Apache-2.0
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"
#include "reports/report.hpp"

namespace lossproof::reports {
namespace {

/// Nothing may be fetched, whatever a ledger says: escaping is the first fence and this policy the second.
constexpr std::string_view policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                                    "style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
                                    "form-action 'none'; base-uri 'none'\"/>";

constexpr std::string_view navigation =
    "<nav aria-label='Sections'><a href='#findings'>Worst first</a><a href='#results'>Results</a><a "
    "href='#laws'>Laws</a>"
    "<a href='#special'>Special values</a><a href='#details'>Details</a><a href='#catalogue'>Catalogue</a>"
    "<a href='#environment'>Environment</a><a href='#legend'>Legend</a></nav>\n";

std::string page_title(const Overview& overview) {
    std::string title = "lossproof";
    for (const SubjectView& subject : overview.subjects) title += ": " + subject.title + " " + subject.outcome.headline;
    return title;
}

std::string head(const Overview& overview) {
    return page::cat("<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'/>", policy,
                     "<meta name='viewport' content='width=device-width, initial-scale=1'/><meta name='color-scheme' "
                     "content='light dark'/><title>",
                     page::text(page_title(overview)), "</title>\n<style>\n", page::style_sheet, "</style></head>\n");
}

}  // namespace

std::string html(std::span<const Ledger> ledgers) {
    const Overview overview = survey(ledgers);
    return page::cat(head(overview), "<body>\n<header><p class='brand'>lossproof</p><h1>Accuracy report</h1>", navigation,
                     "</header>\n<main>\n", page::verdicts(overview), page::not_tested(overview), page::findings(overview),
                     page::matrix(overview), page::laws(overview), page::special_values(overview), page::details(overview),
                     page::catalogue(overview), page::environment(overview), page::legend(), "</main>\n<script>\n", page::script,
                     "</script>\n</body></html>\n");
}

}  // namespace lossproof::reports
