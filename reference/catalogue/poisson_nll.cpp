// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/infinities.hpp"

namespace lossproof {

/// e^x − t·x: the Poisson negative log-likelihood of a log-rate x, without the term in t alone.
struct PoissonNll {
    static constexpr Entry entry{.name = "poisson_nll",
                                 .summary = "Poisson negative log-likelihood from a log-rate",
                                 .domain = "all numbers; ∞ at ∞ for a finite target",
                                 .stability = Stability::formula,
                                 .gradients = "d_prediction",
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "x"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "t"}};
    static constexpr Choice choices[] = {{.profile = "outside", .answer = infinite_target, .source = "no limit at an infinite target"}};

    template <class T> static T value(const T& x, const T& t) { return exp(x) - t * x; }
    template <class T> static T gradient(const T& x, const T& t) { return exp(x) - t; }

    /// The exponential outgrows every multiple of x.
    static std::optional<double> value_limit(double x, double t) {
        if (x == infinity && std::isfinite(t)) return infinity;
        return std::nullopt;
    }

    static Bound value_bound(const Extent&) { return stable(1 + elementary, 1 + elementary, "exp ℒ, product 1, difference 1; t data"); }
    static Bound gradient_bound(const Extent&) {
        return stable(1 + elementary, elementary, "exp ℒ with exp(x) ≤ |y| + |t|, t part of κ; difference 1");
    }
};

LOSSPROOF_ENTRY(poisson_nll, PoissonNll)

}  // namespace lossproof
