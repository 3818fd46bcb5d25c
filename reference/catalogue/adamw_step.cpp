// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/moments.hpp"

namespace lossproof {

/// θ⁺ = θ − η(m̂/(√ŝ + ε) + λθ): Adam whose decay does not pass through the moments. t is the number of this step.
struct AdamwStep {
    static constexpr Entry entry{.name = "adamw_step",
                                 .summary = "one step of Adam with decoupled weight decay",
                                 .domain = "numbers; a negative second moment: not a number",
                                 .stability = Stability::formula,
                                 .source = "Loshchilov, Hutter: Decoupled weight decay regularization, ICLR 2019",
                                 .reductions = false,
                                 .nan_by_formula = true,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "theta", .meaning = Meaning::parameter, .shape = {P}, .letter = "θ"},
                                       {.name = "grad", .meaning = Meaning::gradient, .shape = {P}, .letter = "g"},
                                       {.name = "state_m", .meaning = Meaning::momentum, .shape = {P}, .letter = "m"},
                                       {.name = "state_s", .meaning = Meaning::second_moment, .shape = {P}, .letter = "s"}};
    static constexpr Result results[] = {{.name = "theta"}, {.name = "state_m"}, {.name = "state_s"}};
    static constexpr Parameter parameters[] = {
        learning_rate_parameter,
        beta1_parameter,
        beta2_parameter,
        epsilon_parameter,
        {.name = "weight_decay", .fallback = "0", .meaning = "λ"},
        {.name = "t", .kind = Parameter::Kind::integer, .range = Parameter::Range::at_least_one, .meaning = "number of this step, from 1"}};

    template <class T> static std::tuple<T, T, T> value(const T& theta, const T& g, const T& m, const T& s, const Given<T>& given) {
        const auto [mean, spread] = moments(g, m, s, given);
        const T t = step_number(given);
        const T corrected_mean = mean / bias_correction(given["beta1"], t), corrected_spread = spread / bias_correction(given["beta2"], t);
        const T direction = quotient_from_above(corrected_mean, root(corrected_spread) + given["epsilon"]);
        return {theta - given["learning_rate"] * (direction + given["weight_decay"] * theta), mean, spread};
    }

    static Bound value_bound(const Extent&) {
        return stable(14 + 3 * elementary, 13 + 3 * elementary, "as Adam's step; the decay's product and sum 2");
    }
};

LOSSPROOF_ENTRY(adamw_step, AdamwStep)

}  // namespace lossproof
