// SPDX-License-Identifier: Apache-2.0
#include "reports/shelves.hpp"

#include <algorithm>

namespace lossproof::reports {
namespace {

/// Best first; an unknown grade counts as the worst.
std::size_t rank_of_grade(const std::string& grade) {
    static const std::string order[] = {"", "exact", "compensated", "pairwise", "blocked", "recursive"};
    return static_cast<std::size_t>(std::find(std::begin(order), std::end(order), grade) - std::begin(order));
}

void take_maxima(Result& total, const Result& part) {
    total.alpha_max = std::max(total.alpha_max, part.alpha_max);
    total.beta_max = std::max(total.beta_max, part.beta_max);
    total.ulp_max = std::max(total.ulp_max, part.ulp_max);
    total.bits_lost = std::max(total.bits_lost, part.bits_lost);
}

template <class Values> auto all_values(Values&& shelf) {
    std::vector<typename std::decay_t<Values>::mapped_type> all;
    for (auto& [unused, record] : shelf) all.push_back(std::move(record));
    return all;
}

}  // namespace

bool graver(const Result& one, Verdict verdict, const std::string& grade) {
    return std::tuple(one.verdict, rank_of_grade(one.grade), one.grade) > std::tuple(verdict, rank_of_grade(grade), grade);
}

Histogram sum(const Histogram& one, const Histogram& other) {
    if (one.bins.empty()) return other;
    if (other.bins.empty()) return one;

    Histogram total{.from = std::max(one.from, other.from), .bins = {}};
    for (const Histogram* part : {&one, &other}) {
        const auto finer = static_cast<std::size_t>(total.from - part->from);
        for (std::size_t i = 0; i < part->bins.size(); ++i) {
            const std::size_t bin = i > finer ? i - finer : 0;
            if (total.bins.size() <= bin) total.bins.resize(bin + 1);
            total.bins[bin] += part->bins[i];
        }
    }
    return total;
}

void Shelves::combine(const Result& part) {
    const auto [place, is_new] = results_.try_emplace({part.cell, part.stratum}, part);
    if (is_new) return;

    Result& total = place->second;
    if (graver(part, total.verdict, total.grade)) {  // the grade belongs to the verdict, so both change together
        total.verdict = part.verdict;
        total.grade = part.grade;
    }
    take_maxima(total, part);
    total.cases += part.cases;
    total.components += part.components;
    total.undecided += part.undecided;
    total.unsupported += part.unsupported;
    total.refused += part.refused;
    total.below_attainable += part.below_attainable;
    for (std::size_t i = 0; i < verdict_count; ++i) total.counts[i] += part.counts[i];
    for (const auto& [name, count] : part.profiles) total.profiles[name] += count;
    total.lecture = std::max(total.lecture, part.lecture);
    total.attainable = std::max(total.attainable, part.attainable);
    total.exhaustive = total.exhaustive && part.exhaustive;
    total.histogram = sum(total.histogram, part.histogram);
    total.duration += part.duration;
}

void Shelves::combine(const Curve& part) {
    const auto [place, is_new] = curves_.try_emplace({part.cell, part.axis}, part);
    if (is_new) return;
    auto& points = place->second.points;
    std::vector<CurvePoint> both;
    std::set_union(points.begin(), points.end(), part.points.begin(), part.points.end(), std::back_inserter(both));
    points = std::move(both);
}

void Shelves::combine(const LawOutcome& part) {
    const auto [place, is_new] = laws_.try_emplace(key(part), part);
    if (is_new) return;

    LawOutcome& total = place->second;
    total.cases += part.cases;
    const auto gravity = [](const LawOutcome& law) { return std::tie(law.verdict, law.worst, law.witness, law.bound, law.statement); };
    if (gravity(part) > gravity(total)) {
        total.verdict = part.verdict;
        total.worst = part.worst;
        total.witness = part.witness;
        total.bound = part.bound;
        total.statement = part.statement;
    }
}

void Shelves::combine(const Remark& part) {
    Remark key = part;
    key.count = 0;
    remarks_[std::move(key)] += part.count;
}

void Shelves::settle(Ledger& ledger) && {
    ledger.results = all_values(std::move(results_));
    ledger.curves = all_values(std::move(curves_));
    ledger.laws = all_values(std::move(laws_));
    ledger.witnesses.assign(witnesses_.begin(), witnesses_.end());
    ledger.specials.assign(specials_.begin(), specials_.end());
    ledger.operations.assign(operations_.begin(), operations_.end());
    for (const auto& [remark, count] : remarks_) {
        ledger.remarks.push_back(remark);
        ledger.remarks.back().count = count;
    }
    std::stable_sort(ledger.remarks.begin(), ledger.remarks.end(),
                     [](const Remark& one, const Remark& other) { return one.gravity > other.gravity; });
}

}  // namespace lossproof::reports
