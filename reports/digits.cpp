// SPDX-License-Identifier: Apache-2.0
#include "reports/digits.hpp"

#include "reports/harm.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof::reports {
namespace {

bool everyday(const Result& part) { return part.stratum == "moderate" || part.stratum == "dyadic"; }

double lost(double ulps) { return std::isnan(ulps) ? INFINITY : std::log10(std::max(ulps, 1.0)); }

}  // namespace

double digits_of(const std::string& format) {
    static const std::map<std::string, double> bits = {{"f64", 53}, {"f32", 24}, {"f16", 11}, {"bf16", 8}};
    const auto found = bits.find(format);
    return (found == bits.end() ? 53 : found->second) * std::log10(2.0);
}

std::optional<RightDigits> right_digits(const Cell& cell) {
    std::optional<double> most_lost;
    const auto add = [&](double digits) { most_lost = std::max(most_lost.value_or(0), digits); };
    for (const Result* part : cell.strata)
        if (everyday(*part) && part->ulp_max && !falls_short(part->verdict)) add(lost(part->ulp_max->value));
    for (const Witness* witness : cell.witnesses)
        if (witness->regime == Regime::ordinary && falls_short(witness->verdict)) add(digits_lost(*witness));
    if (!most_lost) return std::nullopt;
    const double most = digits_of(cell.key.format);
    return RightDigits{.right = std::clamp(most - *most_lost, 0.0, most), .most = most, .exhaustive = cell.exhaustive};
}

std::string digits_text(const RightDigits& digits) {
    const auto tenths = [](double number) {
        const long cut = static_cast<long>(std::floor(number * 10));
        return std::to_string(cut / 10) + "." + std::to_string(cut % 10);
    };
    if (digits.right == digits.most) return "all " + tenths(digits.most);
    return (digits.exhaustive ? "" : "≤ ") + tenths(digits.right);
}

std::optional<Regime> most_ordinary(const Cell& cell) {
    if (!falls_short(cell.verdict)) return std::nullopt;
    std::optional<Regime> best;
    for (const Witness* witness : cell.witnesses)
        if (falls_short(witness->verdict)) best = std::min(best.value_or(witness->regime), witness->regime);
    return best ? best : std::optional(cell.specials.empty() ? Regime::unknown : Regime::special);
}

std::string_view range_of(const Cell& cell) {
    const auto short_at = [](const Witness* witness) { return witness->regime == Regime::landmark && falls_short(witness->verdict); };
    if (std::any_of(cell.witnesses.begin(), cell.witnesses.end(), short_at)) return "falls_short";
    return cell.counts[static_cast<std::size_t>(Verdict::range_limited)] > 0 ? "range_limited" : "full";
}

}  // namespace lossproof::reports
