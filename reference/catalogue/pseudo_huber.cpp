// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"

namespace lossproof {

/// δ²(√(1 + (d/δ)²) − 1), a smooth Huber loss, d = a − b. Charbonnier et al. (1994).
struct PseudoHuber {
    static constexpr Entry entry{.name = "pseudo_huber",
                                 .summary = "pseudo-Huber loss",
                                 .domain = "delta > 0",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_prediction"};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "a"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "b"}};
    static constexpr Parameter parameters[] = {
        {.name = "delta", .range = Parameter::Range::positive, .fallback = "1", .meaning = "where the parabola ends"}};

    template <class T> static T value(const T& a, const T& b, const Given<T>& given) {
        const T d = a - b, t = d / given["delta"];
        return square(d) / (1 + sqrt(1 + square(t)));  // the same number, without the difference of nearly equal roots
    }
    static Machine value(const Machine& a, const Machine& b, const Given<Machine>& given) {
        const Machine delta = given["delta"];
        return square(delta) * (sqrt(1 + square((a - b) / delta)) - 1);
    }
    static Printed value(const Printed& a, const Printed& b, const Given<Printed>& given) {
        const Printed delta = given["delta"];
        return square(delta) * (sqrt(1 + square((a - b) / delta)) - 1);
    }
    template <class T> static T gradient(const T& a, const T& b, const Given<T>& given) {
        const T d = a - b;
        return d / sqrt(1 + square(d / given["delta"]));
    }

    static std::optional<double> value_limit(double a, double b, const Given<double>&) {
        if (std::isinf(a) != std::isinf(b) || (std::isinf(a) && a != b)) return infinity;
        return std::nullopt;
    }
    static std::optional<double> gradient_limit(double a, double b, const Given<double>& given) {
        if (!std::isinf(a) && !std::isinf(b)) return std::nullopt;
        if (undefined_difference(a, b)) return not_a_number;
        return a > b ? given["delta"] : -given["delta"];
    }

    static Bound value_bound(const Extent&) {
        return accurate(10, "δ²t²/(1 + √(1+t²)): t twice 2, squares and products 4, root and sums 2");
    }
    static Bound gradient_bound(const Extent&) {
        return accurate(5, "difference 1, t² 5 halved by the root, sum and root 1.5, quotient 1");
    }
};

LOSSPROOF_ENTRY(pseudo_huber, PseudoHuber)

}  // namespace lossproof
