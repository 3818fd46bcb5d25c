// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/rows.hpp"
#include "reference/functions/curvature.hpp"

namespace lossproof {

/// Binary cross-entropy of a logit, yζ(−z) + (1−y)ζ(z) for y in [0, 1]; gradient σ(z) − y, second derivative σ(z)σ(−z)
/// (the diagonal of the Hessian, which has nothing else), 0 at ±∞. Lectures: L11.
struct BinaryCrossEntropyWithLogits {
    static constexpr Entry entry{.name = "binary_cross_entropy_with_logits",
                                 .summary = "binary cross-entropy from a logit",
                                 .lectures = "L11 O14 D05 D06 D27 C19 C23",
                                 .domain = "target in [0, 1]",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_logits H_logits",
                                 .irrational = true};
    static constexpr Input inputs[] = {
        {.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"},
        {.name = "target", .meaning = Meaning::soft_label, .shape = {N, K}, .letter = "y"},
        {.name = "pos_weight", .meaning = Meaning::pos_weight, .shape = {K}, .letter = "c", .optional = true, .broadcast = true}};

    template <class T> using Weight = std::optional<T>;  ///< c of the positive class: y·c·ζ(−z) + (1−y)·ζ(z)

    template <class T> static T value(const T& z, const T& y, const Weight<T>& c) {
        const T positive = softplus_of(-z);
        return weighted(y, c ? weighted(*c, positive) : positive) + weighted(1 - y, softplus_of(z));
    }
    template <class T> static std::tuple<T, T> gradient(const T& z, const T& y, const Weight<T>& c) {
        const T share = c ? y * *c : y;
        const T slope = sigmoid_of(z) * sigmoid_of(-z);
        return {(1 - y) * sigmoid_of(z) - share * sigmoid_of(-z), c ? (1 - y + share) * slope : slope};
    }
    /// Near z = 0 the two terms would cancel against each other for y near ½: ½tanh(z/2) + (½ − y).
    template <class T> static std::tuple<T, T> stable_gradient(const T& z, const T& y, const Weight<T>& c) {
        if (c) return gradient(z, y, c);
        const T slope = either(
            T(1) < abs(z), [&] { return (1 - y) * sigmoid_of(z) - y * sigmoid_of(-z); },
            [&] { return tanh(z / 2) / 2 + (exactly<T>(0.5) - y); });
        return {slope, sigmoid_of(z) * sigmoid_of(-z)};
    }
    static std::tuple<Machine, Machine> gradient(const Machine& z, const Machine& y, const Weight<Machine>& c) {
        return textbook_gradient(z, y, c);
    }
    static std::tuple<Printed, Printed> gradient(const Printed& z, const Printed& y, const Weight<Printed>&) {
        return textbook_gradient(z, y, Weight<Printed>());
    }
    template <class T> static std::tuple<T, T> textbook_gradient(const T& z, const T& y, const Weight<T>& c) {
        const T p = sigmoid_of(z);
        if (!c) return {p - y, p * (1 - p)};
        const T both = 1 - y + y * *c;
        return {p * both - y * *c, both * (p * (1 - p))};
    }

    static bool in_domain(double, double y, const Weight<double>& c) { return y >= 0 && y <= 1 && !(c && *c < 0); }

    static Bound value_bound(const Extent&) { return accurate(4 + 2 * elementary, "ζ 1+2ℒ, 1−y 1, product 1, sum 1"); }
    static Bound gradient_bound(const Extent& e) {
        // With a weight: (1−y)σ(z) − y·c·σ(−z), 7 roundings a term; c is data, and κ holds the second term, so the smaller one.
        if (e.weighted) return {.accurate = 3 + 1.5 * elementary, .value = 7, .condition = 15, .derivation = "two terms of 7, κ holds one"};
        // For |z| ≤ 1: ½tanh(z/2) + (½ − y), whose first term is at most 1.18 κ. Else (1−y)σ(z) − yσ(−z): each term
        // carries 7 roundings and the smaller is at most σ(z)σ(−z) = κ/|z|. For y of 0 or 1 only one term is left.
        return {.accurate = 3 + 1.5 * elementary,
                .value = 5 + elementary,
                .condition = 14,
                .derivation = "7|y| + 14κ; one sigmoid and a sign for y of 0 or 1"};
    }
    static Bound hessian_bound(const Extent& e) {
        const Bound slope = sigmoid_slope_bound();
        if (!e.weighted) return slope;
        // (1−y + y·c)σ(z)σ(−z): no term is negative; the product by c is counted with the factors.
        return accurate(slope.accurate + 3, "a slope of the sigmoid; 1−y 1, sum 1, product 1");
    }
};

LOSSPROOF_ENTRY(binary_cross_entropy_with_logits, BinaryCrossEntropyWithLogits)
LOSSPROOF_ROWS(BinaryCrossEntropyWithLogits, RowOrder::kept)

}  // namespace lossproof
