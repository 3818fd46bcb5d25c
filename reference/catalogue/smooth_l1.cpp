// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// ½d²/δ where |d| < δ, |d| − ½δ beyond; |d| itself for δ = 0. Girshick (2015), Fast R-CNN, with δ for its β.
struct SmoothL1 {
    static constexpr Entry entry{.name = "smooth_l1",
                                 .summary = "smooth absolute error",
                                 .domain = "delta ≥ 0",
                                 .stability = Stability::formula,
                                 .gradients = "d_prediction"};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "a"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "b"}};
    static constexpr Parameter parameters[] = {
        {.name = "delta", .range = Parameter::Range::non_negative, .fallback = "1", .meaning = "where the parabola ends"}};

    template <class T> static T value(const T& a, const T& b, const Given<T>& given) {
        const T d = a - b, delta = given["delta"];
        if (exactly_zero(delta)) return abs(d);
        return where(abs(d) < delta, square(d) / (2 * delta), abs(d) - delta / 2);
    }
    template <class T> static T gradient(const T& a, const T& b, const Given<T>& given) {
        const T d = a - b, delta = given["delta"];
        return exactly_zero(delta) ? sign_of(d) : clamped(d, delta) / delta;
    }

    static std::optional<double> gradient_limit(double a, double b, const Given<double>&) { return undefined_element(a, b); }

    static Bound value_bound(const Extent&) {
        return accurate(4, "difference twice 1, square 1, quotient 1; or two differences, |d| < 2(|d| − ½δ)");
    }
    static Bound gradient_bound(const Extent&) { return accurate(2, "difference 1, quotient 1"); }
};

LOSSPROOF_ENTRY(smooth_l1, SmoothL1)

}  // namespace lossproof
