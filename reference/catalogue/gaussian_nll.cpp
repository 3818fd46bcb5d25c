// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"

namespace lossproof {

/// ½(log 2πv + (a−b)²/v), the constant always in, no clamp. v is `variance`, or sigma², or 1. Lectures: L08, L09, Q26.
struct GaussianNll {
    static constexpr Entry entry{.name = "gaussian_nll",
                                 .summary = "Gaussian negative log-likelihood",
                                 .lectures = "L08 L09 O19 D04 N22 N23 Q26 C01 C02",
                                 .domain = "variance ≥ 0; at variance 0: −∞ for a = b, else ∞",
                                 .stability = Stability::formula,
                                 .gradients = "d_prediction d_variance",
                                 .best = Class::stable};
    static constexpr Input inputs[] = {
        {.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "a"},
        {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "b"},
        {.name = "variance", .meaning = Meaning::variance, .shape = {N, K}, .letter = "v", .optional = true, .broadcast = true}};
    static constexpr Parameter parameters[] = {{.name = "sigma",
                                                .range = Parameter::Range::positive,
                                                .optional = true,
                                                .meaning = "standard deviation; not together with variance"}};
    static constexpr Clip clips[] = {
        {.profile = "torch", .input = "variance", .low = 1e-6, .source = "torch.nn.functional.gaussian_nll_loss, eps = 1e-6"}};

    template <class T> static T spread(const std::optional<T>& v, const Given<T>& given) {
        return v ? *v : given.has("sigma") ? square(given["sigma"]) : T(1);
    }
    template <class T> static T value(const T& a, const T& b, const std::optional<T>& variance, const Given<T>& given) {
        const T v = spread(variance, given);
        return (log(2 * Pi<T>::value() * v) + square(a - b) / v) / 2;
    }
    template <class T> static std::tuple<T, T> gradient(const T& a, const T& b, const std::optional<T>& variance, const Given<T>& given) {
        const T v = spread(variance, given);
        return {(a - b) / v, (1 / v - square((a - b) / v)) / 2};
    }

    static void check(double, double, const std::optional<double>& v, const Given<double>& given) {
        if (v && given.has("sigma")) throw UsageError("gaussian_nll: give either the input 'variance' or the parameter 'sigma', not both");
    }
    static bool in_domain(double, double, const std::optional<double>& v, const Given<double>&) { return !v || !(*v < 0); }
    static std::optional<double> value_limit(double a, double b, const std::optional<double>& v, const Given<double>&) {
        if (v && *v == infinity && !undefined_difference(a, b)) return infinity;  // log v outgrows, whatever (a−b)²/v ≥ 0 does
        if (!v || *v != 0) return std::nullopt;
        return undefined_difference(a, b) ? not_a_number : a == b ? -infinity : infinity;
    }
    static std::optional<std::tuple<double, double>> gradient_limit(double a, double b, const std::optional<double>& v,
                                                                    const Given<double>&) {
        if (!v || *v != 0) return std::nullopt;
        if (undefined_difference(a, b)) return std::tuple{not_a_number, not_a_number};
        if (a == b) return std::tuple{0.0, infinity};
        return std::tuple{a < b ? -infinity : infinity, -infinity};
    }

    static Bound value_bound(const Extent&) {
        // The argument 2πv carries two roundings, which the logarithm makes an absolute u: of a measured variance κ ≥ ½, without
        // one |y| ≥ ½log 2π and π alone is rounded.
        return stable(1.6 + elementary, 6 + elementary / 2, "log ℒ, its argument 2 (half a u each), quotient of the square 4, sum 1");
    }
    static Bound gradient_bound(const Extent&) {
        // d_variance: 1/v ≤ 2|y| + d²/v² and d²/v² ≤ κ; its square term carries 5 roundings. d_prediction: 2 roundings.
        return {.accurate = 2, .value = 2, .condition = 3, .derivation = "(a−b)/v: 2; ½(1/v − (a−b)²/v²): 2|y| + 3κ"};
    }
};

LOSSPROOF_ENTRY(gaussian_nll, GaussianNll)

}  // namespace lossproof
