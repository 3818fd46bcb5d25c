// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// (σ(z) − y)², the loss whose gradient vanishes when confidently wrong. Lectures: L21.
struct SquaredErrorOfSigmoid {
    static constexpr Entry entry{.name = "squared_error_of_sigmoid",
                                 .summary = "squared error of a sigmoid",
                                 .lectures = "L21 C21",
                                 .domain = "all numbers",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_logits",
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"},
                                       {.name = "target", .meaning = Meaning::unit_target, .shape = {N, K}, .letter = "y"}};
    static constexpr Choice choices[] = {{.profile = "outside", .answer = infinite_target, .source = "no limit at an infinite target"}};

    template <class T> static T value(const T& z, const T& y) { return square(sigmoid_minus(z, y)); }
    template <class T> static T gradient(const T& z, const T& y) { return 2 * sigmoid_minus(z, y) * sigmoid_of(z) * sigmoid_of(-z); }

    static std::optional<double> value_limit(double z, double y) {
        return std::isinf(y) && !std::isnan(z) ? std::optional(infinity) : std::nullopt;
    }
    /// σ′ is positive at every finite logit, however far below the enclosure's range it is: an infinite target decides.
    static std::optional<double> gradient_limit(double z, double y) {
        if (!std::isinf(y) || !std::isfinite(z)) return std::nullopt;
        return y > 0 ? -infinity : infinity;
    }

    static Bound value_bound(const Extent&) {
        const double s = 2 + 1.5 * elementary;
        return stable(2 * (s + 1) + 1, s, "σ with σ ≤ |d| + |y|, target in κ; difference twice 1, square 1");
    }
    static Bound gradient_bound(const Extent&) {
        const double s = 2 + 1.5 * elementary;
        return stable(3 * s + 3, s, "σ − y as in the value, two more sigmoids, two products");
    }
};

LOSSPROOF_ENTRY(squared_error_of_sigmoid, SquaredErrorOfSigmoid)

}  // namespace lossproof
