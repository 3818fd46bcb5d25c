// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// σ(x) + σ(−x) = 1 and σ′ = σ(x)σ(−x).
Law law_sigmoid_symmetry() {
    return law({.name = "sigmoid symmetry",
                .statement = "sigmoid(x) + sigmoid(−x) = 1; d sigmoid = sigmoid(x)·sigmoid(−x)",
                .identity = "D29",
                .operations = {"sigmoid"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("sigmoid", format, dice, {"moderate", "peaked", "saturated", "dyadic"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        Case mirrored = s.question;
                        for (double& x : mirrored.inputs["x"].values) x = -x;
                        const Reals up = check.ask(s.question), down = check.ask(mirrored), slope = check.ask(s.question, "d_x");
                        for (Index j = 0; j < up.size(); ++j) {
                            check.equal(up[j] + down[j], Real(1));
                            check.equal(slope[j], up[j] * down[j]);
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
