// SPDX-License-Identifier: Apache-2.0
#include "reports/demand.hpp"

namespace lossproof::reports {
namespace {

constexpr std::string_view words[] = {"stable", "accurate", "attainable", "full-range"};

}  // namespace

std::string_view word(Demand demand) { return words[static_cast<std::size_t>(demand)]; }
std::string_view demand_words() { return "stable, accurate, attainable or full-range"; }

std::optional<Demand> demand_named(std::string_view text) {
    for (const Demand demand : all_demands)
        if (word(demand) == text) return demand;
    return std::nullopt;
}

Count short_of(const Result& result, Demand demand) {
    const auto count = [&](Verdict verdict) { return result.counts[static_cast<std::size_t>(verdict)]; };
    Count found = count(Verdict::inaccurate) + count(Verdict::wrong) + count(Verdict::error);
    if (demand == Demand::accurate) found += count(Verdict::stable);
    if (demand == Demand::attainable) found += result.below_attainable;
    if (demand == Demand::full_range) found += count(Verdict::range_limited);
    return found;
}

bool refuses_too_much(const Result& result) { return result.refused > 0 && result.components < 9 * result.refused; }

}  // namespace lossproof::reports
