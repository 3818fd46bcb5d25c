// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"
#include "reference/oracle/group.hpp"

namespace lossproof {

// Shared by the information measures: the base of the logarithm, and their domain.

inline constexpr Parameter logarithm_base{
    .name = "base", .range = Parameter::Range::base, .optional = true, .meaning = "base of the logarithm; absent: natural (nats)"};

/// x / log(base), or x itself in nats.
template <class T> T in_base(const T& x, const Given<T>& given) { return given.has("base") ? x / log(given["base"]) : x; }
inline Printed in_base(const Printed& x, const Given<Printed>&) { return x; }
template <class T> Row<T> in_base(const Row<T>& x, const Given<T>& given) {
    return map(x, [&](Index j) { return in_base(x[j], given); });
}

/// ∂/∂q of −p log q: −p/q, 0 for a weight of exactly 0, −∞ where q alone is 0.
template <class T> T model_slope(const T& p, const T& q) {
    if (exactly_zero(p)) return T(0);
    return exactly_zero(q) ? exactly<T>(-infinity) : -(p / q);
}

inline bool none_negative(const Row<double>& p) {
    return std::all_of(p.begin(), p.end(), [](double v) { return !(v < 0); });
}

}  // namespace lossproof
