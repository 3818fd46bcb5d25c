// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/curvature.hpp"

namespace lossproof {

/// Binary cross-entropy of a logit, yζ(−z) + (1−y)ζ(z) for y in [0, 1]; gradient σ(z) − y, second derivative σ(z)σ(−z)
/// (the diagonal of the Hessian, which has nothing else), 0 at ±∞. Lectures: L11.
struct BinaryCrossEntropyWithLogits {
    static constexpr Entry entry{.name = "binary_cross_entropy_with_logits",
                                 .summary = "binary cross-entropy from a logit",
                                 .lectures = "L11 O14 D05 D06 D27 C19 C23",
                                 .domain = "target in [0, 1]",
                                 .stable_form = "y·ζ(−z) + (1−y)·ζ(z), two terms that are never negative",
                                 .gradients = "d_logits H_logits",
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "logits", .letter = "z"}, {.name = "target", .letter = "y", .exact = true}};
    static constexpr Choice choices[] = {as_written};

    template <class T> static T value(const T& z, const T& y) { return weighted(y, softplus_of(-z)) + weighted(1 - y, softplus_of(z)); }
    template <class T> static std::tuple<T, T> gradient(const T& z, const T& y) {
        return {(1 - y) * sigmoid_of(z) - y * sigmoid_of(-z), sigmoid_of(z) * sigmoid_of(-z)};
    }
    static std::tuple<Machine, Machine> gradient(const Machine& z, const Machine& y) { return textbook_gradient(z, y); }
    static std::tuple<Printed, Printed> gradient(const Printed& z, const Printed& y) { return textbook_gradient(z, y); }
    template <class T> static std::tuple<T, T> textbook_gradient(const T& z, const T& y) {
        const T p = sigmoid_of(z);
        return {p - y, p * (1 - p)};
    }

    static bool in_domain(double, double y) { return y >= 0 && y <= 1; }

    static Bound value_bound(const Extent&) { return accurate(4 + 2 * elementary, "ζ 1+2ℒ, 1−y 1, product 1, sum 1"); }
    static Bound gradient_bound(const Extent&) {
        // For |z| ≤ 1: ½tanh(z/2) + (½ − y), whose first term is at most 1.18 κ. Else (1−y)σ(z) − yσ(−z): each term
        // carries 7 roundings and the smaller is at most σ(z)σ(−z) = κ/|z|. For y of 0 or 1 only one term is left.
        return {.accurate = 3 + 1.5 * elementary,
                .value = 5 + elementary,
                .condition = 14,
                .derivation = "7|y| + 14κ; one sigmoid and a sign for y of 0 or 1"};
    }
    static Bound hessian_bound(const Extent&) { return sigmoid_slope_bound(); }
};

LOSSPROOF_ENTRY(binary_cross_entropy_with_logits, BinaryCrossEntropyWithLogits)

}  // namespace lossproof
