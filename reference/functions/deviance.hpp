// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/bounds.hpp"
#include "reference/functions/logarithmic.hpp"

#include <cmath>

namespace lossproof {

// Deviances of positive rates and means.

inline bool positive_and_finite(double x) { return x > 0 && std::isfinite(x); }

/// Where a and b are within a factor of two of each other, a form that does not cancel there; elsewhere the plain one.
template <class T, class F, class G> T within_a_factor_of_two(const T& a, const T& b, F near, G apart) {
    return either(2 * a < b, apart, [&] { return either(2 * b < a, apart, near); });
}

}  // namespace lossproof
