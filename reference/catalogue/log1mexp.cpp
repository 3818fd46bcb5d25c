// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/log_odds.hpp"

namespace lossproof {

/// log(1 − e^x) for x ≤ 0, the log-probability of what does not happen.
struct Log1mexp {
    static constexpr Entry entry{.name = "log1mexp",
                                 .summary = "log-probability of the complement",
                                 .domain = "x ≤ 0; −∞ at 0, 0 at −∞",
                                 .stability = Stability::enclosed,
                                 .source = "Mächler: Accurately computing log(1 − exp(−|a|)), 2012",
                                 .gradients = "d_x",
                                 .irrational = true,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::log_probability, .shape = {N, K}}};

    template <class T> static T value(const T& x) { return log_of_complement(x); }
    template <class T> static T gradient(const T& x) { return exp(x) / expm1(x); }
    static Machine gradient(const Machine& x) { return -1 / (exp(-x) - 1); }
    static Printed gradient(const Printed& x) { return -1 / (exp(-x) - 1); }

    static bool in_domain(double x) { return x <= 0; }
    static std::optional<double> value_limit(double x) { return x == 0 ? std::optional(-infinity) : std::nullopt; }
    static std::optional<double> gradient_limit(double x) { return x == 0 ? std::optional(-infinity) : std::nullopt; }

    static Bound value_bound(const Extent&) { return log_of_complement_bound(); }
    static Bound gradient_bound(const Extent&) { return accurate(1 + 2 * elementary, "exp ℒ, expm1 ℒ, quotient 1"); }
};

LOSSPROOF_ENTRY(log1mexp, Log1mexp)

}  // namespace lossproof
