// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"

namespace lossproof {

/// θ⁺ = θ − η(g + λθ), the same number as (1 − ηλ)θ − ηg. Lectures: R05, A06.
struct WeightDecayStep {
    static constexpr Entry entry{.name = "weight_decay_step",
                                 .summary = "one step of gradient descent with weight decay",
                                 .lectures = "R05 R06 A06 D18 E5 N21 C07 C35 C42",
                                 .stability = Stability::formula,
                                 .reductions = false,
                                 .nan_by_formula = true,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "theta", .meaning = Meaning::parameter, .shape = {P}, .letter = "θ"},
                                       {.name = "grad", .meaning = Meaning::gradient, .shape = {P}, .letter = "g"}};
    static constexpr Result results[] = {{.name = "theta"}};
    static constexpr Parameter parameters[] = {{.name = "learning_rate", .meaning = "η"},
                                               {.name = "weight_decay", .fallback = "0", .meaning = "λ"}};

    template <class T> static T value(const T& theta, const T& grad, const Given<T>& given) {
        return theta - given["learning_rate"] * (grad + given["weight_decay"] * theta);
    }

    static Bound value_bound(const Extent&) { return stable(3, 3, "λθ, sum, product: 3 of |ηλθ| and 2 of |ηg|, difference 1"); }
};

LOSSPROOF_ENTRY(weight_decay_step, WeightDecayStep)

}  // namespace lossproof
