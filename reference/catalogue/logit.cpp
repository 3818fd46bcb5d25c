// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/infinities.hpp"

namespace lossproof {

/// log(x/(1−x)), the inverse of the sigmoid; its derivative is 1/(x(1−x)). Lectures: O13.
struct Logit {
    static constexpr Entry entry{.name = "logit",
                                 .summary = "log-odds, the inverse of the sigmoid",
                                 .lectures = "O13 D05",
                                 .domain = "[0, 1]; −∞ at 0, ∞ at 1",
                                 .stability = Stability::algorithm,
                                 .gradients = "d_x"};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::probability, .shape = {N, K}}};

    template <class T> static T value(const T& x) { return log(x / (1 - x)); }
    /// Near ½ the quotient is near 1 and its logarithm would cancel; 2x − 1 is exact there.
    template <class T> static T stable(const T& x) {
        return either(
            x < exactly<T>(0.25), [&] { return log(x / (1 - x)); },
            [&] {
                return either(
                    exactly<T>(0.75) < x, [&] { return log(x / (1 - x)); }, [&] { return log1p((2 * x - 1) / (1 - x)); });
            });
    }
    template <class T> static T gradient(const T& x) { return 1 / (x * (1 - x)); }

    static bool in_domain(double x) { return x >= 0 && x <= 1; }
    static std::optional<double> value_limit(double x) {
        if (x == 0) return -infinity;
        if (x == 1) return infinity;
        return std::nullopt;
    }
    static std::optional<double> gradient_limit(double x) {
        if (x == 0 || x == 1) return infinity;
        return std::nullopt;
    }

    static Bound value_bound(const Extent&) {
        // 2x − 1 is exact there, so the argument t of log1p carries 2 roundings, amplified by at most 1.82 for −⅔ < t < 2;
        // outside, the argument's 2 roundings meet |y| > log 3.
        return accurate(4 + elementary, "log ℒ; its argument's 2 roundings are amplified by at most 2");
    }
    static Bound gradient_bound(const Extent&) { return accurate(3, "difference 1, product 1, quotient 1"); }
};

LOSSPROOF_ENTRY(logit, Logit)

}  // namespace lossproof
