// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/norms.hpp"

namespace lossproof {

// The cosine of the angle between two rows, told by a·b, ‖a‖² and ‖b‖².

inline constexpr Input first_direction{.name = "a", .meaning = Meaning::real, .shape = {Dim::N, Dim::K}, .letter = "a"};
inline constexpr Input second_direction{.name = "b", .meaning = Meaning::real, .shape = {Dim::N, Dim::K}, .letter = "b"};

template <class T> struct Angle {
    Angle(const Row<T>& a, const Row<T>& b) : both(dot(a, b)), aa(sum_of_squares(a)), bb(sum_of_squares(b)) {}
    /// One root, which is exact where the cosine is rational.
    T lengths() const { return sqrt(aa * bb); }
    T cosine() const { return over(both, lengths()); }
    T both, aa, bb;
};
/// The textbook, whose roots are rounded each by itself.
inline Machine textbook_cosine(const Row<Machine>& a, const Row<Machine>& b) {
    return dot(a, b) / (sqrt(sum_of_squares(a)) * sqrt(sum_of_squares(b)));
}

/// ∂/∂a = (bⱼ‖a‖² − (a·b)aⱼ)/(‖a‖³‖b‖): parallel rows have a numerator of exactly 0.
template <class T> Row<T> cosine_slope(const Row<T>& a, const Row<T>& b) {
    const Angle<T> angle(a, b);
    const T below = angle.aa * angle.lengths();
    return map(a, [&](Index j) { return over(b[j] * angle.aa - angle.both * a[j], below); });
}
inline Row<Machine> cosine_slope(const Row<Machine>& a, const Row<Machine>& b) {
    const Angle<Machine> angle(a, b);
    const Machine c = textbook_cosine(a, b);
    return map(a, [&](Index j) { return b[j] / (sqrt(angle.aa) * sqrt(angle.bb)) - c * a[j] / angle.aa; });
}
/// The part of b/‖b‖ across a, over ‖a‖: nothing leaves the format on the way.
template <class T> Row<T> stable_cosine_slope(const Row<T>& a, const Row<T>& b) {
    const Scaled<T> scaled(a);
    const Row<T> to_a = stable_direction(a), to_b = stable_direction(b);
    const T c = dot(to_a, to_b);
    return map(a, [&](Index j) { return (to_b[j] - c * to_a[j]) / scaled.length / scaled.scale; });
}

}  // namespace lossproof
