// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/moments.hpp"

namespace lossproof {

/// Adam with bias corrections, ε beside the root; t is the number of this step. Kingma, Ba (2015), Adam. Lectures: A04.
struct AdamStep {
    static constexpr Entry entry{.name = "adam_step",
                                 .summary = "one step of Adam, the reference algorithm",
                                 .lectures = "A04 N20 E14 C32",
                                 .domain = "numbers; a negative second moment: not a number",
                                 .stable_form = "moments by fma; θ − η·m̂/(√ŝ + ε)",
                                 .source = "Kingma, Ba: Adam, ICLR 2015",
                                 .results = "theta state_m state_s",
                                 .reductions = false,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "theta", .letter = "θ", .rank = 1},
                                       {.name = "grad", .letter = "g", .rank = 1},
                                       {.name = "state_m", .letter = "m", .rank = 1},
                                       {.name = "state_s", .letter = "s", .rank = 1}};
    static constexpr Parameter parameters[] = {
        learning_rate_parameter,
        beta1_parameter,
        beta2_parameter,
        epsilon_parameter,
        {.name = "t", .kind = Parameter::Kind::integer, .range = Parameter::Range::at_least_one, .meaning = "number of this step, from 1"}};
    static constexpr Choice choices[] = {as_written};

    template <class T> static std::tuple<T, T, T> value(const T& theta, const T& g, const T& m, const T& s, const Given<T>& given) {
        const auto [mean, spread] = moments(g, m, s, given);
        const T t = step_number(given);
        const T corrected_mean = mean / (1 - pow(given["beta1"], t));
        const T corrected_spread = spread / (1 - pow(given["beta2"], t));
        return {theta - given["learning_rate"] * quotient_from_above(corrected_mean, root(corrected_spread) + given["epsilon"]), mean,
                spread};
    }

    static Bound value_bound(const Extent&) {
        return stable(8, 8, "moments 3, corrections 2, root, sum, quotient and product (count of roundings)");
    }
};

LOSSPROOF_ENTRY(adam_step, AdamStep)

}  // namespace lossproof
