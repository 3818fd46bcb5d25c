// SPDX-License-Identifier: Apache-2.0
// One card for each root cause, over operations, formats and subjects.
#include "reports/harm.hpp"
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"

#include <algorithm>

namespace lossproof::reports::page {
namespace {

/// Subject, operation and output, with the formats that are hit.
std::string hits(const Card& card, bool named) {
    using Place = std::tuple<std::string, std::string, std::string>;
    std::map<Place, std::vector<const Hit*>> places;
    for (const Hit& hit : card.hits) places[{hit.subject->title, hit.cell->key.operation, hit.cell->key.output}].push_back(&hit);
    std::string items;
    for (auto& [place, list] : places) {
        std::sort(list.begin(), list.end(),
                  [](const Hit* one, const Hit* other) { return format_before(one->cell->key.format, other->cell->key.format); });
        std::string formats;
        for (const Hit* hit : list)
            formats += cat(" <a class='", tint(hit->cell->verdict), "' href='", cell_link(hit->cell->key), "'>",
                           text(hit->cell->key.format), "</a>");
        items += cat("<li>", named ? name(std::get<0>(place)) + ": " : "", name(std::get<1>(place)), " ", name(std::get<2>(place)), formats,
                     "</li>");
    }
    return cat("<ul class='hits'>", items, "</ul>");
}

/// What a filter compares with, and offers.
template <class Word> std::string words(const Card& card, Word word) {
    std::set<std::string> all;
    for (const Hit& hit : card.hits) all.insert(word(hit));
    std::string list;
    for (const std::string& one : all) list += (list.empty() ? "" : "|") + one;
    return text(list);
}

std::string card_markup(const Overview& overview, const Card& card) {
    const bool named = overview.subjects.size() > 1;
    const std::string closer = closer_subject(overview, *card.lead().subject, *card.lead().cell);
    const Hit& lead = card.lead();
    const std::string whose = named ? cat(" of ", name(lead.subject->title)) : "";
    const std::string facts = cat(text(word(card.regime())), " · ", grouped(card.inputs()), " numbers in ", grouped(card.hits.size()),
                                  card.hits.size() == 1 ? " result" : " results");
    return cat(
        "<article class='finding' data-subject='", words(card, [](const Hit& hit) { return hit.subject->title; }), "' data-regime='",
        words(card, [](const Hit& hit) { return std::string(word(hit.witness->regime)); }), "' data-operation='",
        words(card, [](const Hit& hit) { return hit.cell->key.operation; }), "' data-format='",
        words(card, [](const Hit& hit) { return hit.cell->key.format; }), "'><h3>", text(card.cause.title), "</h3><p class='place'>", facts,
        "</p>", card.cause.remedy.empty() ? "" : cat("<p>Write instead: ", text(card.cause.remedy), ".</p>"), hits(card, named),
        "<p class='place'>", chip(lead.witness->verdict), " <a href='", cell_link(lead.cell->key), "'>", name(cell_name(lead.cell->key)),
        "</a>", whose, lead.witness->stratum.empty() ? "" : ", stratum " + text(lead.witness->stratum), "</p>",
        closer.empty() ? "" : cat("<p class='closer'>", text(closer), ".</p>"), witness(*lead.witness, Depth::brief), "</article>\n");
}

/// Special values that came out wrong where no case was kept.
std::string only_special(const Overview& overview) {
    std::string all;
    for (const SubjectView& subject : overview.subjects)
        for (const auto& [key, cell] : subject.cells) {
            if (!falls_short(cell.verdict) || !cell.witnesses.empty()) continue;
            all += cat("<li>", name(subject.title), ": <a href='", cell_link(key), "'>", name(cell_name(key)), "</a> ", chip(cell.verdict),
                       "</li>");
        }
    return all.empty() ? "" : cat("<h3>Without a kept case</h3><ul class='hits'>", all, "</ul>");
}

}  // namespace

std::string findings(const Overview& overview) {
    std::string all;
    for (const Card& card : cards(overview)) all += card_markup(overview, card);
    if (!all.empty()) all = cat("<div class='cards'>", all, "</div>");
    all += only_special(overview);
    return cat("<section id='findings'><h2>Root causes, most harmful first</h2>",
               all.empty() ? "<p>Nothing that was compared falls short of its proven bound.</p>" : all, "</section>\n");
}

}  // namespace lossproof::reports::page
