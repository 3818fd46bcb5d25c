// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/deviance.hpp"

namespace lossproof {

/// 2(y log(y/μ) − y + μ): twice the log-likelihood that a Poisson rate μ falls short of the best one.
struct PoissonDeviance {
    static constexpr Entry entry{.name = "poisson_deviance",
                                 .summary = "Poisson deviance of a rate",
                                 .domain = "finite numbers, prediction > 0, target ≥ 0",
                                 .stability = Stability::algorithm,
                                 .source = "McCullagh, Nelder: Generalized linear models, 1989",
                                 .gradients = "d_prediction"};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "μ"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "y"}};

    template <class T> static T value(const T& mu, const T& y) { return 2 * (x_log_y(y, y / mu) - y + mu); }
    static Machine value(const Machine& mu, const Machine& y) { return 2 * (weighted(y, log(y / mu)) - y + mu); }
    /// Near y = μ it is y(t − log(1+t)) with t = (μ − y)/y, whose linear parts do not cancel because they are not there (theory L17).
    template <class T> static T stable(const T& mu, const T& y) {
        if (exactly_zero(y)) return 2 * mu;
        return within_a_factor_of_two(
            mu, y, [&] { return -2 * (y * log1pmx((mu - y) / y)); }, [&] { return 2 * (y * log(y / mu) + (mu - y)); });
    }
    template <class T> static T gradient(const T& mu, const T& y) { return 2 * ((mu - y) / mu); }
    static Machine gradient(const Machine& mu, const Machine& y) { return 2 * (1 - y / mu); }
    static Printed gradient(const Printed& mu, const Printed& y) { return 2 * (1 - y / mu); }

    static bool in_domain(double mu, double y) { return positive_and_finite(mu) && y >= 0 && std::isfinite(y); }

    static Bound value_bound(const Extent&) {
        // t carries 2, amplified by at most 2.6. At a factor of two and beyond, the terms are at most 3.6 (the logarithm's), 5.2 (its
        // quotient) and 2.6 (the difference) times their sum.
        // y·log1p((y−μ)/μ) − (y−μ), which has no λ: quotient 1, ℒ, product 1 of a term of at most κ, difference 1.
        return {.accurate = 12.4 + 3.6 * elementary,
                .value = 12.4 + 3.6 * elementary,
                .condition = 3 + elementary,
                .derivation = "t 2, amplified by 2.6, λ ℒ, product; beyond: log ℒ, quotient, product, differences; by log1p (3+ℒ)κ"};
    }
    static Bound gradient_bound(const Extent&) {
        return {.accurate = 2,
                .value = 2,
                .condition = 1,
                .derivation = "difference 1, quotient 1; or a quotient, which κ holds, and a difference"};
    }
};

LOSSPROOF_ENTRY(poisson_deviance, PoissonDeviance)

}  // namespace lossproof
