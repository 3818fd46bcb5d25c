// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"

namespace lossproof {

/// Pinball loss max(τr, (τ−1)r), r = b − a, whose minimiser is the τ-quantile. Koenker, Bassett (1978), Regression quantiles.
struct QuantileLoss {
    static constexpr Entry entry{.name = "quantile_loss",
                                 .summary = "quantile (pinball) loss",
                                 .lectures = "D23",
                                 .domain = "alpha in (0, 1)",
                                 .stability = Stability::formula,
                                 .gradients = "d_prediction",
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "a"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "b"}};
    static constexpr Parameter parameters[] = {
        {.name = "alpha", .range = Parameter::Range::unit_open, .meaning = "τ, the quantile aimed at"}};

    template <class T> static T value(const T& a, const T& b, const Given<T>& given) {
        const T r = b - a;
        return max(given["alpha"] * r, (given["alpha"] - 1) * r);
    }
    template <class T> static T gradient(const T& a, const T& b, const Given<T>& given) {
        const T r = b - a;
        return where(T(0) < r, -given["alpha"], where(r < T(0), 1 - given["alpha"], T(0)));
    }

    static std::optional<double> gradient_limit(double a, double b, const Given<double>&) { return undefined_element(a, b); }

    static Bound value_bound(const Extent&) { return accurate(3, "differences r and 1−τ, a product"); }
    static Bound gradient_bound(const Extent&) { return accurate(1, "τ or 1−τ"); }
};

LOSSPROOF_ENTRY(quantile_loss, QuantileLoss)

}  // namespace lossproof
