// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/infinities.hpp"

#include <cmath>
#include <tuple>

namespace lossproof {

// Gradients of losses of a difference a − b. Where a and b are the same infinity the difference is not a number, and neither is the
// derivative by that entry; a clamp or a sign would hide that. Other entries of the row do not read it.

inline bool undefined_difference(double a, double b) { return std::isinf(a) && a == b; }

inline std::optional<double> undefined_element(double a, double b) {
    if (undefined_difference(a, b)) return not_a_number;
    return std::nullopt;
}
/// Roundings of a division by a count, as automatic differentiation makes it: a rounded reciprocal and a product, exact for powers of two.
inline double reciprocal_roundings(double count) { return std::ldexp(1.0, std::ilogb(count)) == count ? 0 : 2; }

/// A slope that reads a − b only by its sign. The middle of a datum is the datum.
template <class T> T slope_of_difference(const T& a, const T& b, const T& slope) {
    return undefined_difference(a.middle(), b.middle()) ? exactly<T>(not_a_number) : slope;
}

}  // namespace lossproof
