// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Kingma and Ba: both moments corrected by 1 − βᵗ, ε outside the root.
Law law_adam_as_published() {
    return law({.name = "adam as published",
                .statement = "θ⁺ = θ − η·(m⁺/(1 − β1^t)) / (√(s⁺/(1 − β2^t)) + ε)",
                .identity = "C32 A04 N20",
                .operations = {"adam_step"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("adam_step", format, dice, {"moderate", "dyadic", "wide_range"}, true)};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto given = [&](const char* name) { return exactly(parameter(s.question, name)); };
                        const Real b1 = given("beta1"), b2 = given("beta2"), epsilon = given("epsilon"), rate = given("learning_rate");
                        const Reals theta = reals(values(s.question, "theta")), grad = reals(values(s.question, "grad"));
                        const Reals m = reals(values(s.question, "state_m")), v = reals(values(s.question, "state_s"));
                        const Reals after = check.ask(s.question, "theta"), first = check.ask(s.question, "state_m"),
                                    second = check.ask(s.question, "state_s");

                        const auto t = std::get<std::int64_t>(s.question.parameters.at("t"));
                        Real power1 = 1, power2 = 1;
                        for (std::int64_t i = 0; i < t; ++i) power1 *= b1, power2 *= b2;
                        for (Index j = 0; j < theta.size(); ++j) {
                            const Real next = b1 * m[j] + (1 - b1) * grad[j], spread = b2 * v[j] + (1 - b2) * square(grad[j]);
                            check.equal(first[j], next, abs(b1 * m[j]) + abs((1 - b1) * grad[j]));
                            check.equal(second[j], spread);
                            check.require(spread.lower() > 0);
                            const Real step = rate * (next / (1 - power1)) / (sqrt(spread / (1 - power2)) + epsilon);
                            check.equal(after[j], theta[j] - step, abs(theta[j]) + abs(step));
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
