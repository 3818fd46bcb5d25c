// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/infinities.hpp"
#include "reference/functions/row.hpp"
#include "reference/oracle/group.hpp"

#include <utility>

namespace lossproof {

// Shared by the two forms of Adam: their parameters, the moments, and the division by a root that may be 0.

inline constexpr Parameter learning_rate_parameter{.name = "learning_rate", .meaning = "η"};
inline constexpr Parameter beta1_parameter{
    .name = "beta1", .range = Parameter::Range::unit_half_open, .meaning = "decay of the first moment"};
inline constexpr Parameter beta2_parameter{
    .name = "beta2", .range = Parameter::Range::unit_half_open, .meaning = "decay of the second moment"};
inline constexpr Parameter epsilon_parameter{.name = "epsilon", .meaning = "ε, kept exactly as its binary64 number in every format"};

/// m⁺ = β₁m + (1−β₁)g and s⁺ = β₂s + (1−β₂)g².
template <class T> std::pair<T, T> moments(const T& g, const T& m, const T& s, const Given<T>& given) {
    const T beta1 = given["beta1"], beta2 = given["beta2"];
    return {beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * square(g)};
}

/// The number of this step as a number.
template <class T> T step_number(const Given<T>& given) { return T(given.integer("t")); }
template <> inline Printed step_number<Printed>(const Given<Printed>&) { return Printed(std::string("t")); }
template <> inline StablePrinted step_number<StablePrinted>(const Given<StablePrinted>&) { return StablePrinted(std::string("t")); }

/// 1 − βᵗ. −expm1(t log β) would cancel nothing where β is near 1; the published algorithm, and every library, subtracts the power, and
/// what that loses is deserved.
template <class T> T bias_correction(const T& beta, const T& t) { return 1 - pow(beta, t); }

/// √x where x may be an enclosure of 0: below 0 it is not a number, across 0 it starts at 0.
template <class T> T root(const T& x) {
    if ((x < T(0)) == Decision::yes) return exactly<T>(not_a_number);
    return sqrt(max(x, T(0)));
}
template <Form form> BasicPrinted<form> root(const BasicPrinted<form>& x) { return sqrt(x); }

/// x/d as d falls to 0 from above: ±∞ by the sign of x, and not a number for 0/0 or where x is none.
template <class T> T quotient_from_above(const T& x, const T& d) {
    if (!exactly_zero(d)) return x / d;
    if (exactly_zero(x) || x.middle() != x.middle()) return exactly<T>(not_a_number);
    return exactly<T>((x < T(0)) == Decision::yes ? -infinity : infinity);
}
template <Form form> BasicPrinted<form> quotient_from_above(const BasicPrinted<form>& x, const BasicPrinted<form>& d) { return x / d; }

}  // namespace lossproof
