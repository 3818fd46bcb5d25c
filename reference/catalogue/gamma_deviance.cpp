// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/deviance.hpp"

namespace lossproof {

/// 2(−log(y/μ) + (y−μ)/μ): twice the log-likelihood that a gamma mean μ falls short of the best one.
struct GammaDeviance {
    static constexpr Entry entry{.name = "gamma_deviance",
                                 .summary = "gamma deviance of a mean",
                                 .domain = "finite numbers, prediction > 0, target > 0",
                                 .stability = Stability::algorithm,
                                 .source = "McCullagh, Nelder: Generalized linear models, 1989",
                                 .gradients = "d_prediction"};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "μ"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "y"}};

    template <class T> static T value(const T& mu, const T& y) { return 2 * ((y - mu) / mu - log(y / mu)); }
    static Machine value(const Machine& mu, const Machine& y) { return 2 * (-log(y / mu) + (y - mu) / mu); }
    /// Near y = μ it is t − log(1+t) with t = (y − μ)/μ (theory L17).
    template <class T> static T stable(const T& mu, const T& y) {
        return within_a_factor_of_two(
            mu, y, [&] { return -2 * log1pmx((y - mu) / mu); }, [&] { return 2 * ((y - mu) / mu - log(y / mu)); });
    }
    template <class T> static T gradient(const T& mu, const T& y) { return 2 * ((mu - y) / mu / mu); }
    static Printed gradient(const Printed& mu, const Printed& y) { return 2 * ((mu - y) / square(mu)); }

    static bool in_domain(double mu, double y) { return positive_and_finite(mu) && positive_and_finite(y); }

    static Bound value_bound(const Extent&) {
        // t carries 2, amplified by at most 2.6. At a factor of two and beyond, the logarithm is at most 3.6 times the value, its
        // argument's rounding 5.2 times, (y−μ)/μ with its two 3.3 times.
        // (y−μ)/μ − log1p((y−μ)/μ), which has no λ: difference 1, quotient 1, ℒ of a term of at most κ, difference 1.
        return {.accurate = 12.8 + 3.6 * elementary,
                .value = 12.8 + 3.6 * elementary,
                .condition = 3 + elementary,
                .derivation = "t 2, amplified by 2.6, λ ℒ; beyond: log ℒ, quotients, differences; by log1p (3+ℒ)κ"};
    }
    static Bound gradient_bound(const Extent&) {
        return {.accurate = 3, .value = 3, .condition = 2, .derivation = "difference, two quotients; or 1/μ and y/μ², which κ holds"};
    }
};

LOSSPROOF_ENTRY(gamma_deviance, GammaDeviance)

}  // namespace lossproof
