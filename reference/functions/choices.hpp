// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/infinities.hpp"
#include "reference/oracle/documented.hpp"

namespace lossproof {

// Documented choices that families of operations share.

/// A row of logits with +∞, or with nothing but −∞: a shifted formula meets ∞ − ∞, and every entry is NaN.
inline Chosen shifted_by_infinity(const Situation& s) {
    const Infinities found = infinities(s.row(0));
    return found.positive > 0 || found.negative == s.row(0).size() ? Chosen::not_a_number() : Chosen{};
}
inline Chosen shifted_by_infinity_above(const Situation& s) {
    return infinities(s.row(0)).positive > 0 ? Chosen::not_a_number() : Chosen{};
}
inline constexpr Choice softmax_row{
    .profile = "ieee", .answer = shifted_by_infinity, .source = "torch, SciPy, JAX: NaN for logits of +∞ and for rows of −∞ alone"};

/// The weights of nothing: a row of −∞ alone answers 0.
inline Chosen nothing_weighs_nothing(const Situation& s) {
    return infinities(s.row(0)).negative == s.row(0).size() ? Chosen::number(0.0) : Chosen{};
}

/// A row of one class: what is normalised is constant, and so has the slope 0, at infinity too.
inline Chosen constant_row(const Situation& s) { return s.row(0).size() == 1 ? Chosen::number(0.0) : Chosen{}; }

/// The slope of x log y where both are 0 depends on the way there.
inline Chosen both_zero(const Situation& s) {
    return s.row(0)[s.component] == 0 && s.row(1)[s.component] == 0 ? Chosen::anything() : Chosen{};
}
/// No law binds a library at a probability above 1.
inline Chosen above_one(const Situation& s) {
    for (const auto& input : s.data.inputs)
        for (const double p : input.values)
            if (p > 1) return Chosen::anything();
    return {};
}
/// No law binds a library at an infinite target, the second input.
inline Chosen infinite_target(const Situation& s) { return any_infinite(s.row(1)) ? Chosen::anything() : Chosen{}; }

/// scipy.special: entr(x<0) = −∞; rel_entr outside its domain = ∞.
template <int Sign> Chosen infinite_below_zero(const Situation& s) {
    for (const auto& input : s.data.inputs)
        for (const double p : input.values)
            if (p < 0) return Chosen::number(Sign * infinity);
    return {};
}

/// Keras holds probabilities at least its epsilon, 1e-7, away from 0.
inline constexpr double keras_epsilon = 1e-7;

}  // namespace lossproof
