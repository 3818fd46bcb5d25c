// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/row.hpp"
#include "reference/numbers/rounding.hpp"

namespace lossproof {

/// max(t, 0), and its derivative [t > 0] with the value 0 at the kink (theory L12).
template <class T> T positive_part(const T& t) { return max(t, T(0)); }
template <class T> T step_of(const T& t) { return where(T(0) < t, T(1), T(0)); }

/// −1, 0 or 1.
template <class T> T sign_of(const T& t) { return where(T(0) < t, T(1), where(t < T(0), T(-1), T(0))); }
template <Form form> BasicPrinted<form> sign_of(const BasicPrinted<form>& t) { return BasicPrinted<form>::call("sign", t); }

/// A label of −1 or +1 as a number; in print it is its letter.
template <class T> T sign_label(int sign) {
    if constexpr (is_printed<T>) return T(std::string("ỹ"));
    else return T(sign);
}

/// t held between −bound and bound.
template <class T> T clamped(const T& t, const T& bound) { return where(bound < t, bound, where(t < -bound, -bound, t)); }

/// The same without a choice that roundings could tip: clamping enlarges no error.
inline Rounding clamped(const Rounding& t, const Rounding& bound) { return max(-bound, -max(-t, -bound)); }

}  // namespace lossproof
