// SPDX-License-Identifier: Apache-2.0
#include "reports/harm.hpp"

#include "reports/digits.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof::reports {
namespace {

/// The same seed and effort draw the same cases.
bool same_cases(const SubjectView& one, const SubjectView& other) {
    const Header &mine = one.ledger->header, &theirs = other.ledger->header;
    return mine.seeds == theirs.seeds && mine.efforts == theirs.efforts;
}

auto key(const Hit& hit) { return std::tie(hit.subject->title, hit.cell->key.operation, hit.cell->key.output); }

/// The hits are in order when they come here, so the first of a cell is its best.
void add(std::vector<Card>& all, const Hit& hit) {
    static const Cause none{.id = "unexplained", .title = "no known cause", .remedy = {}};
    const Cause& cause = hit.witness->cause ? *hit.witness->cause : none;
    const auto same = std::find_if(all.begin(), all.end(), [&](const Card& card) {
        return card.cause.id == cause.id && (cause.id != none.id || card.lead().cell->key.operation == hit.cell->key.operation);
    });
    Card& card = same == all.end() ? all.emplace_back(Card{.cause = cause, .hits = {}}) : *same;
    const bool known = std::any_of(card.hits.begin(), card.hits.end(), [&](const Hit& other) { return other.cell == hit.cell; });
    if (!known) card.hits.push_back(hit);
}

}  // namespace

bool vanished(const Witness& witness) {
    if (!witness.got) return false;
    const auto got = read_hex(witness.got->hex);
    return got && (std::isnan(*got) || (*got == 0 && is_gradient(witness.cell.output)));
}

double digits_lost(const Witness& witness) {
    const double most = digits_of(witness.cell.format);
    if (!witness.ulps) return witness.verdict == Verdict::error ? most : 0;
    return std::isnan(witness.ulps->value) ? most : std::clamp(std::log10(std::max(witness.ulps->value, 1.0)), 0.0, most);
}

bool more_harmful(const Witness& one, const Witness& other) {
    if (one.regime != other.regime) return one.regime < other.regime;
    if (vanished(one) != vanished(other)) return vanished(one);
    return digits_lost(one) > digits_lost(other);
}

Count Card::inputs() const {
    Count sum = 0;
    for (const Hit& hit : hits)
        for (std::size_t v = 0; v < verdict_count; ++v)
            if (falls_short(static_cast<Verdict>(v))) sum += hit.cell->counts[v];
    return sum;
}

std::vector<Card> cards(const Overview& overview) {
    std::vector<Hit> hits;
    for (const SubjectView& subject : overview.subjects)
        for (const auto& [unused, cell] : subject.cells)
            for (const Witness* witness : cell.witnesses)
                if (falls_short(witness->verdict)) hits.push_back({.subject = &subject, .cell = &cell, .witness = witness});
    std::stable_sort(hits.begin(), hits.end(), [](const Hit& one, const Hit& other) {
        if (more_harmful(*one.witness, *other.witness)) return true;
        if (more_harmful(*other.witness, *one.witness)) return false;
        if (one.cell->key.format != other.cell->key.format) return format_before(one.cell->key.format, other.cell->key.format);
        return key(one) < key(other);
    });
    std::vector<Card> all;
    for (const Hit& hit : hits) add(all, hit);
    std::stable_sort(all.begin(), all.end(), [](const Card& one, const Card& other) {
        if (more_harmful(*one.lead().witness, *other.lead().witness)) return true;
        return !more_harmful(*other.lead().witness, *one.lead().witness) && one.inputs() > other.inputs();
    });
    return all;
}

std::vector<const Witness*> most_harmful(const Overview& overview, std::size_t count) {
    std::vector<const Witness*> leads;
    for (const Card& card : cards(overview))
        if (leads.size() < count) leads.push_back(card.lead().witness);
    return leads;
}

std::string closer_subject(const Overview& overview, const SubjectView& subject, const Cell& cell) {
    std::string best;
    double factor = 2;
    for (const SubjectView& other : overview.subjects) {
        const Cell* there = &other == &subject ? nullptr : other.find(cell.key);
        if (!there || !same_cases(subject, other)) continue;
        for (const Result* mine : cell.strata)
            for (const Result* theirs : there->strata) {
                if (mine->stratum != theirs->stratum || theirs->cases < mine->cases || !mine->ulp_max || !theirs->ulp_max) continue;
                const double ratio = mine->ulp_max->value / std::max(theirs->ulp_max->value, 0.5);
                if (falls_short(theirs->verdict) || judged_nothing(theirs->verdict) || !(ratio > factor)) continue;
                factor = ratio;
                best =
                    other.title +
                    (std::isinf(ratio) ? " stays within " + short_text(std::max(theirs->ulp_max->value, 0.5), Shorten::round) + " ulp here"
                                       : " is " + short_text(ratio, Shorten::cut) + "× closer here") +
                    " (stratum " + mine->stratum + ")";
            }
    }
    return best;
}

std::array<std::size_t, regime_count> split(const SubjectView& subject) {
    std::array<std::size_t, regime_count> counts{};
    for (const auto& [unused, cell] : subject.cells)
        if (const auto regime = most_ordinary(cell)) ++counts[static_cast<std::size_t>(*regime)];
    return counts;
}

std::string split_sentence(const SubjectView& subject, std::size_t results) {
    const auto counts = split(subject);
    std::string text;
    for (std::size_t i = 0; i < regime_count; ++i) {
        if (counts[i] == 0) continue;
        if (!text.empty()) text += ", " + grouped(counts[i]) + " ";
        else
            text = grouped(counts[i]) + " of " + grouped(results) + (results == 1 ? " result " : " results ") +
                   (counts[i] == 1 ? "falls short " : "fall short ");
        text += place(static_cast<Regime>(i));
    }
    return text.empty() ? "" : text + ".";
}

}  // namespace lossproof::reports
