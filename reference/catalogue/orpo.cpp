// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/computed.hpp"
#include "reference/functions/log_odds.hpp"

namespace lossproof {

/// −log σ of the log-odds ratio of a chosen and a rejected answer, told by their log-probabilities c, r ≤ 0; that term alone.
struct Orpo {
    static constexpr Entry entry{.name = "orpo",
                                 .summary = "odds-ratio preference loss of a pair of answers",
                                 .domain = "log-probabilities ≤ 0; not a number where both are 0 or both −∞",
                                 .stability = Stability::algorithm,
                                 .source = "Hong et al.: ORPO, EMNLP 2024",
                                 .gradients = "d_chosen d_rejected",
                                 .best = Class::stable,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "chosen", .meaning = Meaning::log_probability, .shape = {N, K}, .letter = "c"},
                                       {.name = "rejected", .meaning = Meaning::log_probability, .shape = {N, K}, .letter = "r"}};

    template <class T> static T lead(const T& c, const T& r) { return (c - log_of_complement(c)) - (r - log_of_complement(r)); }
    template <class T> static T value(const T& c, const T& r) { return softplus_of(-lead(c, r)); }
    template <class T> static std::tuple<T, T> gradient(const T& c, const T& r) {
        return slopes(c, r, [&] { return sigmoid_of(-lead(c, r)); });
    }
    /// A certain answer leaves a slope of its own, though its odds are infinite.
    template <class T, class F> static std::tuple<T, T> slopes(const T& c, const T& r, F push) {
        if (exactly_zero(c)) return {exp(r) / expm1(r), T(0)};
        if (exactly_zero(r)) return {1 / expm1(c), exactly<T>(infinity)};
        const T strength = push();
        return {strength / expm1(c), -(strength / expm1(r))};
    }
    static std::tuple<Printed, Printed> gradient(const Printed&, const Printed&) {
        return {Printed("−σ(−D)/(1 − exp(c))", Printed::product), Printed("σ(−D)/(1 − exp(r))", Printed::product)};
    }
    /// p/(1 − p) = 1/expm1(−x) of one over that of the other: no odds leave the format first.
    template <class T> static T odds_ratio(const T& x, const T& y) { return exp(x - y) * (expm1(y) / expm1(x)); }
    /// E = e^(r−c)·(1−e^c)/(1−e^r) is the rejected answer's odds over the chosen one's: log(1 + E), E/(1+E), without the difference of two
    /// log-odds, which would cost as many digits as they have before the point.
    template <class T> static T stable(const T& c, const T& r) {
        if (exactly_zero(r)) return exactly<T>(infinity);
        return either(
            c < r, [&] { return r - c + log(expm1(c) / expm1(r)) + log1p(odds_ratio(c, r)); }, [&] { return log1p(odds_ratio(r, c)); });
    }
    template <class T> static std::tuple<T, T> stable_gradient(const T& c, const T& r) {
        return slopes(c, r, [&] {
            return either(
                c < r, [&] { return 1 / (1 + odds_ratio(c, r)); },
                [&] {
                    const T odds = odds_ratio(r, c);
                    return odds / (1 + odds);
                });
        });
    }

    /// A certain answer has infinite odds.
    static std::optional<double> value_limit(double c, double r) {
        if (c == 0) return 0.0;
        return r == 0 ? std::optional(infinity) : std::nullopt;
    }
    static bool in_domain(double c, double r) { return c <= 0 && r <= 0 && !(c == r && (c == 0 || c == -infinity)); }

    static constexpr ComputedBound value_bound = computed_on_input, gradient_bound = computed_on_input;
};

LOSSPROOF_ENTRY(orpo, Orpo)

}  // namespace lossproof
