// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// P(y) = e^{yz}/(1 + e^z) = σ((2y−1)z) for y of 0 and 1.
Law law_unnormalised_bernoulli() {
    return law({.name = "unnormalised bernoulli",
                .statement = "exp(yz)/(1 + exp z) = sigmoid((2y − 1)z), y ∈ {0, 1}",
                .identity = "D05 O14",
                .operations = {"sigmoid"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("sigmoid", format, dice, {"moderate", "peaked", "dyadic"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        Case mirrored = s.question;
                        for (double& z : mirrored.inputs["x"].values) z = -z;
                        const Reals at_one = check.ask(s.question), at_zero = check.ask(mirrored);
                        const auto& z = values(s.question, "x");
                        for (Index j = 0; j < z.size(); ++j) {
                            check.equal(at_one[j], exp(exactly(z[j])) / (1 + exp(exactly(z[j]))));
                            check.equal(at_zero[j], 1 / (1 + exp(exactly(z[j]))));
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
