// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/bounds.hpp"
#include "reference/functions/row.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace lossproof {

// Limits of the softmax family at infinite logits, where extended arithmetic would say ∞ − ∞.
// A −∞ among finite logits needs none of this: exp(−∞) is 0.

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline const double not_a_number = std::numeric_limits<double>::quiet_NaN();

struct Infinities {
    Index positive = 0, negative = 0;
};
inline Infinities infinities(const Row<double>& z) {
    Infinities found;
    for (const double v : z) {
        found.positive += v == infinity ? 1 : 0;
        found.negative += v == -infinity ? 1 : 0;
    }
    return found;
}
inline bool any_infinite(const Row<double>& y) {
    return std::any_of(y.begin(), y.end(), [](double v) { return std::isinf(v); });
}
/// z_j is the only logit that counts: p_j is 1 itself, not only rounded to it.
inline bool certain(const Row<double>& z, Index j) {
    const Infinities found = infinities(z);
    return found.positive == 0 ? z[j] > -infinity && found.negative + 1 == z.size() : found.positive == 1 && z[j] == infinity;
}
inline Row<double> filled(Index size, double value) { return Row<double>(std::vector<double>(size, value)); }

/// One +∞: one-hot. Two: the limit depends on the direction. All −∞: there is no limit.
inline std::optional<Row<double>> softmax_limit(const Row<double>& z) {
    const Infinities found = infinities(z);
    if (found.positive == 1) return map(z, [&](Index j) { return z[j] == infinity ? 1.0 : 0.0; });
    if (found.positive > 1 || found.negative == z.size()) return filled(z.size(), not_a_number);
    return std::nullopt;
}

/// A Jacobian is not a number in any row that holds +∞, or nothing but −∞.
inline std::optional<Row<double>> jacobian_limit_of(const Row<double>& z) {
    const Infinities found = infinities(z);
    if (found.positive == 0 && found.negative < z.size()) return std::nullopt;
    return filled(z.size() * z.size(), not_a_number);
}

/// −log p_t with infinities: 0 at the only +∞, +∞ beside it, not a number for two +∞ or nothing but −∞.
inline std::optional<double> negative_log_probability_limit(const Row<double>& z, Index t) {
    const Infinities found = infinities(z);
    if (found.positive > 1 || found.negative == z.size()) return not_a_number;
    if (found.positive == 1) return z[t] == infinity ? 0.0 : infinity;
    return std::nullopt;
}

/// The softmax bound (theory L14), shared by every operation whose answer or gradient is a softmax.
inline Bound softmax_bound(const Extent& e) {
    return {.accurate = 2 * elementary + e.growth + 3,
            .value = 2 * std::log(e.terms) + 2 * elementary + e.growth + 1,
            .condition = 1,
            .derivation = "exact differences: 2ℒ+h+3; shifted: κ + (2 ln K+2ℒ+h+1)|y|"};
}
/// The bound of −log p_t by log1p of the others' sum.
inline Bound log_probability_bound(const Extent& e) {
    return stable(2 * elementary + e.growth + 2, 1, "log1p of the others' sum: κ + (2ℒ+h+2)|y|");
}

}  // namespace lossproof
