// SPDX-License-Identifier: Apache-2.0
// What an enclosure may not claim: that a value is not a number, where it only does not know it.
#pragma once
#include "reference/functions/row.hpp"
#include "reference/numbers/dual.hpp"
#include "reference/numbers/enclosure.hpp"

#include <cmath>
#include <vector>

namespace lossproof::defined {

/// Nothing is known of a number of this type.
template <class T> struct Unknown;
template <int B> struct Unknown<Enclosure<B>> {
    static Enclosure<B> value() { return hull(Enclosure<B>::from(-HUGE_VAL), Enclosure<B>::from(HUGE_VAL)); }
    static Enclosure<B> made_of(const Enclosure<B>&) { return value(); }
};
template <class T> struct Unknown<Dual<T>> {
    static Dual<T> made_of(const Dual<T>& x) { return Dual<T>::step(Unknown<T>::made_of(x.value()), x, Unknown<T>::made_of(x.value())); }
};
/// A result that is not a number is believed if an operand is none, or if all of them are exact: ∞ − ∞ is the formula's own then. An
/// enclosure that merely reaches to infinity (exp of 10¹⁹ leaves MPFR's range) holds finite numbers, and so does what becomes of it.
template <class T> T believed(T result, const std::vector<const T*>& operands) {
    if constexpr (requires { Unknown<T>::value(); }) {
        if (!result.is_nan()) return result;
        bool exact = true;
        for (const T* operand : operands) {
            if (operand->is_nan()) return result;
            exact &= operand->is_point();
        }
        if (!exact) return Unknown<T>::value();
    }
    return result;
}
/// Likewise of a function of rows, whose inexact entries do no harm unless they reach to infinity.
template <class T> T believed(T result, const Row<T>& row) {
    if constexpr (requires { Unknown<T>::value(); }) {
        if (!result.is_nan()) return result;
        bool reaches = false;
        for (const T& entry : row) {
            if (entry.is_nan()) return result;
            reaches |= !entry.is_point() && (std::isinf(entry.lower()) || std::isinf(entry.upper()));
        }
        if (reaches) return Unknown<T>::value();
    }
    return result;
}

/// f(x), for x ≥ edge. Where an enclosure does not tell on which side of the edge its number is, nothing is known of f(x); that it is
/// not a number would be a claim.
template <class T, class F> T beyond(int edge, const T& x, F function) {
    if constexpr (requires { Unknown<T>::made_of(x); }) {
        if ((x < T(edge)) == Decision::unknown) return Unknown<T>::made_of(x);
    }
    return function(x);
}

}  // namespace lossproof::defined
