// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/computed.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/numbers/rational.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {

// Euclidean norms, and quotients and differences made of them.

template <class T> T dot(const Row<T>& x, const Row<T>& y) {
    return sum(x, [&](Index j) { return x[j] * y[j]; });
}
template <class T> T sum_of_squares(const Row<T>& x) {
    return sum(x, [&](Index j) { return square(x[j]); });
}
template <class T> Row<T> differences(const Row<T>& x, const Row<T>& y) {
    return map(x, [&](Index j) { return x[j] - y[j]; });
}

/// n/d of a d that is not 0, though the exact tier may not know the root in it: 0 stays exactly 0.
template <class T> T over(const T& n, const T& d) { return n / d; }
inline Rational over(const Rational& n, const Rational& d) { return exactly_zero(n) ? Rational(0) : n / d; }

/// √x − √y. Equal roots that are irrational leave exactly 0, which no enclosure sees.
template <class T> T difference_of_roots(const T& x, const T& y) { return sqrt(x) - sqrt(y); }
inline Rational difference_of_roots(const Rational& x, const Rational& y) { return exactly_zero(x - y) ? Rational(0) : sqrt(x) - sqrt(y); }

/// The largest power of two that is at most the largest size among the entries, and `least`; 1 where all is 0.
template <class T> double binary_scale(const Row<T>& x, double least = 0) {
    double top = least;
    for (const T& v : x) top = std::max(top, std::fabs(v.middle()));
    return top > 0 && std::isfinite(top) ? std::ldexp(1.0, std::ilogb(top)) : 1.0;
}
/// x = scale·entries with a power of two for a scale: dividing by it rounds nothing, and squares stay in the format.
template <class T> struct Scaled {
    explicit Scaled(const Row<T>& x, double least = 0)
        : scale(exactly<T>(binary_scale(x, least))), entries(map(x, [&](Index j) { return x[j] / scale; })),
          length(sqrt(sum_of_squares(entries))) {}
    T norm() const { return scale * length; }
    T scale;
    Row<T> entries;
    T length;  ///< ‖entries‖
};

/// x/‖x‖; 0 where x is 0, the middle of all directions. A single infinite entry outgrows the others; of two nobody knows the direction.
template <class T> Row<T> direction(const Row<T>& x) {
    const auto endless = std::count_if(x.begin(), x.end(), [](const T& v) { return std::isinf(v.middle()); });
    const T squares = sum_of_squares(x), norm = sqrt(squares);
    return map(x, [&](Index j) {
        if (endless == 0) return exactly_zero(squares) ? T(0) : x[j] / norm;
        if (!std::isinf(x[j].middle())) return T(0);
        return exactly<T>(endless > 1 ? not_a_number : x[j].middle() < 0 ? -1.0 : 1.0);
    });
}
/// The same without leaving the format.
template <class T> Row<T> stable_direction(const Row<T>& x) {
    const Scaled<T> scaled(x);
    return map(x, [&](Index j) { return exactly_zero(scaled.length) ? T(0) : scaled.entries[j] / scaled.length; });
}
/// x/‖x‖ − y/‖y‖. Where the directions agree in an entry, that is exactly 0 though both are irrational.
template <class T> Row<T> difference_of_directions(const Row<T>& x, const Row<T>& y) { return differences(direction(x), direction(y)); }
inline Row<Rational> difference_of_directions(const Row<Rational>& x, const Row<Rational>& y) {
    const Rational xx = sum_of_squares(x), yy = sum_of_squares(y);
    const Row<Rational> to_x = direction(x), to_y = direction(y);
    return map(x, [&](Index j) {
        const bool same_side = (Rational(0) < x[j] * y[j]) == Decision::yes;
        return same_side && exactly_zero(square(x[j]) * yy - square(y[j]) * xx) ? Rational(0) : to_x[j] - to_y[j];
    });
}

/// A slope that a kink turns off. Where nobody knows yet, both signs are said: a slope below the smallest number would round to a zero
/// of its own sign, and the zero of a slope turned off is +0.
template <class T> T turned_off_unless(Decision on, const T& slope) {
    if (on == Decision::unknown) return hull(slope, -slope);
    return on == Decision::yes ? slope : T(0);
}

inline bool all_finite(const Row<double>& x) {
    return std::all_of(x.begin(), x.end(), [](double v) { return std::isfinite(v); });
}
inline bool all_zero(const Row<double>& x) {
    return std::all_of(x.begin(), x.end(), [](double v) { return v == 0; });
}

}  // namespace lossproof
