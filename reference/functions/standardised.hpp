// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/norms.hpp"
#include "reference/oracle/documented.hpp"

#include <optional>

namespace lossproof {

// Rows divided by a root of their squares, then scaled by weights.

inline constexpr Parameter added_to_square{
    .name = "epsilon", .range = Parameter::Range::non_negative, .meaning = "ε, added to the mean square; kept exactly in every format"};

/// wᵢ·v; 0 beside an infinite weight, the limit along it.
template <class T> T weighed(const std::optional<Row<T>>& weights, Index i, const T& v) {
    if (!weights) return v;
    return std::isinf((*weights)[i].middle()) && exactly_zero(v) ? T(0) : (*weights)[i] * v;
}
/// Beside an infinite weight a slope is infinite, or 0 where no rounding may tell: no law binds a library there.
inline Chosen infinite_weight(const Situation& s) { return any_infinite(s.row(1)) ? Chosen::anything() : Chosen{}; }
inline constexpr Choice outside_weights{
    .profile = "outside", .output = "J_x", .answer = infinite_weight, .source = "no slope to demand at an infinite weight"};

template <class T> T shifted(const std::optional<Row<T>>& bias, Index i, const T& v) { return bias ? v + (*bias)[i] : v; }

/// The square matrix f(i, j).
template <class T, class F> Row<T> square_matrix(Index size, F entry) {
    Row<T> entries;
    for (Index i = 0; i < size; ++i)
        for (Index j = 0; j < size; ++j) entries.push_back(entry(i, j));
    return entries;
}

/// A row over a power of two that neither its largest entry nor √ε exceeds by much: its squares, and ε beside them, stay in the format.
template <class T> struct WithEpsilon {
    WithEpsilon(const Row<T>& x, const Given<T>& given) : WithEpsilon(x, given, 1) {}
    /// Of a row in units of `unit`.
    WithEpsilon(const Row<T>& x, const Given<T>& given, double unit)
        : by(binary_scale(x, std::sqrt(given.number("epsilon")) / unit)), scale(exactly<T>(by * unit)),
          entries(map(x, [&](Index j) { return x[j] / exactly<T>(by); })), epsilon(given["epsilon"] / scale / scale),
          mean_square(sum_of_squares(entries) / count(x) + epsilon), root(sqrt(mean_square)) {}
    double by;
    T scale;
    Row<T> entries;
    T epsilon, mean_square, root;
};

}  // namespace lossproof
