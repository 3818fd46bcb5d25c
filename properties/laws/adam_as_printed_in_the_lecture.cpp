// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// As the lecture prints it: no bias correction, ε under the root.
Law law_adam_as_printed_in_the_lecture() {
    return law({.name = "adam as printed in the lecture",
                .statement = "θ⁺ = θ − η·m⁺ / √(s⁺ + ε)",
                .identity = "C32 A04 E14 N20",
                .operations = {"adam_step_as_printed"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("adam_step_as_printed", format, dice, {"moderate", "dyadic", "wide_range"}, true)};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto given = [&](const char* name) { return exactly(parameter(s.question, name)); };
                        const Real b1 = given("beta1"), b2 = given("beta2"), epsilon = given("epsilon"), rate = given("learning_rate");
                        const Reals theta = reals(values(s.question, "theta")), grad = reals(values(s.question, "grad"));
                        const Reals m = reals(values(s.question, "state_m")), v = reals(values(s.question, "state_s"));
                        const Reals after = check.ask(s.question, "theta"), first = check.ask(s.question, "state_m"),
                                    second = check.ask(s.question, "state_s");

                        for (Index j = 0; j < theta.size(); ++j) {
                            const Real next = b1 * m[j] + (1 - b1) * grad[j], spread = b2 * v[j] + (1 - b2) * square(grad[j]);
                            check.equal(first[j], next, abs(b1 * m[j]) + abs((1 - b1) * grad[j]));
                            check.equal(second[j], spread);
                            check.require((spread + epsilon).lower() > 0);
                            const Real step = rate * next / sqrt(spread + epsilon);
                            check.equal(after[j], theta[j] - step, abs(theta[j]) + abs(step));
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
