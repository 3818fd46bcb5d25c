// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/moments.hpp"

namespace lossproof {

/// Adam with bias corrections, ε beside the root; t is the number of this step. Kingma, Ba (2015), Adam. Lectures: A04.
struct AdamStep {
    static constexpr Entry entry{.name = "adam_step",
                                 .summary = "one step of Adam, the reference algorithm",
                                 .lectures = "A04 N20 E14 C32",
                                 .domain = "numbers; a negative second moment: not a number",
                                 .stability = Stability::formula,
                                 .source = "Kingma, Ba: Adam, ICLR 2015",
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
        {.name = "t", .kind = Parameter::Kind::integer, .range = Parameter::Range::at_least_one, .meaning = "number of this step, from 1"}};

    template <class T> static std::tuple<T, T, T> value(const T& theta, const T& g, const T& m, const T& s, const Given<T>& given) {
        const auto [mean, spread] = moments(g, m, s, given);
        const T t = step_number(given);
        const T corrected_mean = mean / bias_correction(given["beta1"], t), corrected_spread = spread / bias_correction(given["beta2"], t);
        return {theta - given["learning_rate"] * quotient_from_above(corrected_mean, root(corrected_spread) + given["epsilon"]), mean,
                spread};
    }

    static Bound value_bound(const Extent&) {
        return stable(12 + 3 * elementary, 11 + 3 * elementary,
                      "update: mean 3, spread ½·4, corrections 1½(2ℒ+1), root, sum, quotient, product (theory L20); difference 1");
    }
};

LOSSPROOF_ENTRY(adam_step, AdamStep)

}  // namespace lossproof
