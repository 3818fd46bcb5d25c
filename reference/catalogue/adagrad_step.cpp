// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/moments.hpp"

namespace lossproof {

/// s⁺ = s + g², θ⁺ = θ − ηg/(√s⁺ + ε): every parameter has the rate that its gradients so far leave it.
struct AdagradStep {
    static constexpr Entry entry{.name = "adagrad_step",
                                 .summary = "one step of Adagrad",
                                 .domain = "numbers; a negative sum of squares: not a number",
                                 .stability = Stability::formula,
                                 .source = "Duchi et al.: Adaptive subgradient methods, JMLR 12, 2011",
                                 .reductions = false,
                                 .nan_by_formula = true,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "theta", .meaning = Meaning::parameter, .shape = {P}, .letter = "θ"},
                                       {.name = "grad", .meaning = Meaning::gradient, .shape = {P}, .letter = "g"},
                                       {.name = "state_s", .meaning = Meaning::second_moment, .shape = {P}, .letter = "s"}};
    static constexpr Result results[] = {{.name = "theta"}, {.name = "state_s"}};
    static constexpr Parameter parameters[] = {learning_rate_parameter, epsilon_parameter};

    template <class T> static std::tuple<T, T> value(const T& theta, const T& g, const T& s, const Given<T>& given) {
        const T spread = s + square(g);
        return {theta - given["learning_rate"] * quotient_from_above(g, root(spread) + given["epsilon"]), spread};
    }

    static Bound value_bound(const Extent&) {
        // The update is at most |θ⁺| + |θ|, and |θ| ≤ κ.
        return stable(7, 6, "s⁺ 2, halved by the root 1; sum, quotient, product; η held in the format; difference 1");
    }
};

LOSSPROOF_ENTRY(adagrad_step, AdagradStep)

}  // namespace lossproof
