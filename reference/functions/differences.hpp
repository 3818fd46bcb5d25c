// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/infinities.hpp"

#include <tuple>

namespace lossproof {

// Gradients of losses of a difference a − b. Where a and b are the same infinity the value is not a number, and then its
// gradient is none either; a clamp or a sign would hide that.

inline bool undefined_difference(double a, double b) { return std::isinf(a) && a == b; }

inline std::optional<double> undefined_element(double a, double b) {
    if (undefined_difference(a, b)) return not_a_number;
    return std::nullopt;
}
inline bool any_undefined(const Row<double>& a, const Row<double>& b) {
    for (Index j = 0; j < a.size(); ++j)
        if (undefined_difference(a[j], b[j])) return true;
    return false;
}
inline std::optional<Row<double>> undefined_row(const Row<double>& a, const Row<double>& b) {
    if (any_undefined(a, b)) return filled(a.size(), not_a_number);
    return std::nullopt;
}
/// For a hinge over the gaps zⱼ − z_t.
inline std::optional<Row<double>> undefined_gaps(const Row<double>& z, Label t) {
    for (Index j = 0; j < z.size(); ++j)
        if (j != t && undefined_difference(z[j], z[t])) return filled(z.size(), not_a_number);
    return std::nullopt;
}

}  // namespace lossproof
