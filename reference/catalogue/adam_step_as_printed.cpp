// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/moments.hpp"

namespace lossproof {

/// Adam as the lecture prints it: ε under the root, no bias corrections; t is accepted and ignored. Lectures: A04, E14.
struct AdamStepAsPrinted {
    static constexpr Entry entry{.name = "adam_step_as_printed",
                                 .summary = "one step of Adam as printed in the lecture",
                                 .lectures = "A04 N20 E14 C32",
                                 .domain = "numbers; a negative sum under the root: not a number",
                                 .stability = Stability::formula,
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
        {.name = "t", .kind = Parameter::Kind::integer, .range = Parameter::Range::at_least_one, .optional = true, .meaning = "ignored"}};

    template <class T> static std::tuple<T, T, T> value(const T& theta, const T& g, const T& m, const T& s, const Given<T>& given) {
        const auto [mean, spread] = moments(g, m, s, given);
        return {theta - given["learning_rate"] * quotient_from_above(mean, root(spread + given["epsilon"])), mean, spread};
    }

    static Bound value_bound(const Extent&) { return stable(8, 8, "moments 3, sum, root, quotient and product (count of roundings)"); }
};

LOSSPROOF_ENTRY(adam_step_as_printed, AdamStepAsPrinted)

}  // namespace lossproof
