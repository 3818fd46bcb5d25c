// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/log_odds.hpp"

namespace lossproof {

/// log(p/(1−p)) = x − log(1 − e^x) of x = log p ≤ 0.
struct LogOdds {
    static constexpr Entry entry{.name = "log_odds",
                                 .summary = "log-odds of a log-probability",
                                 .domain = "x ≤ 0; ∞ at 0",
                                 .stability = Stability::enclosed,
                                 .source = "Hong et al.: ORPO, EMNLP 2024",
                                 .gradients = "d_x",
                                 .best = Class::stable,
                                 .irrational = true,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::log_probability, .shape = {N, K}}};

    template <class T> static T value(const T& x) { return x - log_of_complement(x); }
    template <class T> static T gradient(const T& x) { return -1 / expm1(x); }
    static Machine gradient(const Machine& x) { return 1 / (1 - exp(x)); }
    static Printed gradient(const Printed& x) { return 1 / (1 - exp(x)); }

    static bool in_domain(double x) { return x <= 0; }
    static std::optional<double> value_limit(double x) { return x == 0 ? std::optional(infinity) : std::nullopt; }
    static std::optional<double> gradient_limit(double x) { return x == 0 ? std::optional(infinity) : std::nullopt; }

    static Bound value_bound(const Extent&) {
        // κ = |x|/(1 − e^x) is at least 1 and at least |x|. Near 0 the argument's ℒ is an absolute u and |log| ≤ |y| + |x|;
        // beyond −11/16 the logarithm is at most κ/2, and its bound is 2.45ℒ.
        return stable(1 + elementary, 2 * elementary, "expm1 ℒ and log ℒ(|y| + |x|) with |x|, 1 ≤ κ; difference 1");
    }
    static Bound gradient_bound(const Extent&) { return accurate(1 + elementary, "expm1 ℒ, quotient 1"); }
};

LOSSPROOF_ENTRY(log_odds, LogOdds)

}  // namespace lossproof
