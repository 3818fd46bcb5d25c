// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/moments.hpp"

namespace lossproof {

/// s⁺ = αs + (1−α)g², θ⁺ = θ − ηg/(√s⁺ + ε): not centred, without momentum or decay.
struct RmspropStep {
    static constexpr Entry entry{.name = "rmsprop_step",
                                 .summary = "one step of RMSprop",
                                 .domain = "numbers; a negative second moment: not a number",
                                 .stability = Stability::formula,
                                 .source = "Tieleman, Hinton: Lecture 6.5, rmsprop, 2012",
                                 .reductions = false,
                                 .nan_by_formula = true,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "theta", .meaning = Meaning::parameter, .shape = {P}, .letter = "θ"},
                                       {.name = "grad", .meaning = Meaning::gradient, .shape = {P}, .letter = "g"},
                                       {.name = "state_s", .meaning = Meaning::second_moment, .shape = {P}, .letter = "s"}};
    static constexpr Result results[] = {{.name = "theta"}, {.name = "state_s"}};
    static constexpr Parameter parameters[] = {
        learning_rate_parameter,
        {.name = "alpha", .range = Parameter::Range::unit_half_open, .meaning = "α, decay of the second moment"},
        epsilon_parameter};

    template <class T> static std::tuple<T, T> value(const T& theta, const T& g, const T& s, const Given<T>& given) {
        const T alpha = given["alpha"], spread = alpha * s + (1 - alpha) * square(g);
        return {theta - given["learning_rate"] * quotient_from_above(g, root(spread) + given["epsilon"]), spread};
    }

    static Bound value_bound(const Extent&) {
        // The update is at most |θ⁺| + |θ|, and |θ| ≤ κ.
        return stable(9, 8, "s⁺ 4, halved by the root 1; sum, quotient, product; α and η held in the format; difference 1");
    }
};

LOSSPROOF_ENTRY(rmsprop_step, RmspropStep)

}  // namespace lossproof
