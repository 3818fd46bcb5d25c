// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/operation.hpp"

#include <limits>

namespace lossproof {

/// Budget of one elementary-function call in units of u: any implementation with at most 1 ulp (theory L3).
inline constexpr double elementary = 2;
inline constexpr double unclaimed = std::numeric_limits<double>::infinity();

/// The shorthand of two common claims: a bound relative to |y| alone, or one that needs κ. Where a known algorithm needs no κ, none is
/// granted: data that cost others their digits excuse nobody.
inline Bound accurate(double constant, std::string_view derivation) {
    return {.accurate = constant, .value = constant, .condition = 0, .derivation = derivation};
}
inline Bound stable(double value, double condition, std::string_view derivation) {
    return {.accurate = unclaimed, .value = value, .condition = condition, .derivation = derivation};
}

}  // namespace lossproof
