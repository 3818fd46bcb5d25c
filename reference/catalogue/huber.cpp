// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// Huber loss: a parabola where |a−b| ≤ δ, straight lines beyond. Huber (1964), Robust estimation of a location parameter.
struct Huber {
    static constexpr Entry entry{.name = "huber",
                                 .summary = "Huber loss",
                                 .domain = "delta ≥ 0; a negative one: not a number",
                                 .stability = Stability::formula,
                                 .gradients = "d_prediction"};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "a"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "b"}};
    static constexpr Parameter parameters[] = {{.name = "delta", .fallback = "1", .meaning = "where the parabola ends"}};

    template <class T> static T value(const T& a, const T& b, const Given<T>& given) {
        const T d = a - b, delta = given["delta"];
        return where(abs(d) < delta, square(d) / 2, delta * (abs(d) - delta / 2));
    }
    template <class T> static T gradient(const T& a, const T& b, const Given<T>& given) { return clamped(a - b, given["delta"]); }
    static bool in_domain(double, double, const Given<double>& given) { return !(given["delta"] < 0); }
    static std::optional<double> gradient_limit(double a, double b, const Given<double>&) { return undefined_element(a, b); }

    static Bound value_bound(const Extent&) { return accurate(4, "difference twice 1, square 1; or two differences and a product"); }
    static Bound gradient_bound(const Extent&) { return accurate(1, "a difference, clamped"); }
};

LOSSPROOF_ENTRY(huber, Huber)

}  // namespace lossproof
