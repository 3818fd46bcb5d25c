// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"

namespace lossproof {

/// θ⁺ = θ − ηg. Lectures: A01, A02, A03.
struct SgdStep {
    static constexpr Entry entry{.name = "sgd_step",
                                 .summary = "one step of (stochastic) gradient descent",
                                 .lectures = "A01 A02 A03 A06",
                                 .stability = Stability::formula,
                                 .reductions = false,
                                 .nan_by_formula = true,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "theta", .meaning = Meaning::parameter, .shape = {P}, .letter = "θ"},
                                       {.name = "grad", .meaning = Meaning::gradient, .shape = {P}, .letter = "g"}};
    static constexpr Result results[] = {{.name = "theta"}};
    static constexpr Parameter parameters[] = {{.name = "learning_rate", .meaning = "η"}};

    template <class T> static T value(const T& theta, const T& grad, const Given<T>& given) {
        return theta - given["learning_rate"] * grad;
    }

    static Bound value_bound(const Extent&) { return stable(1, 1, "product 1 (at most κ), difference 1"); }
};

LOSSPROOF_ENTRY(sgd_step, SgdStep)

}  // namespace lossproof
