// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <cmath>

namespace lossproof {

/// The gradient of (σ(z) − y)² is at most 8/27 and vanishes on both sides, right or wrong.
Law law_squared_error_of_sigmoid_is_flat_at_both_ends() {
    return law({.name = "squared error of sigmoid is flat at both ends",
                .statement = "|d (sigmoid(z) − y)²| ≤ 8/27 and ≤ 2·exp(−|z|) for y ∈ {0, 1}",
                .identity = "C21 L05 L21",
                .operations = {"squared_error_of_sigmoid"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Case drawn = drawn_case("sigmoid", format, dice, {"moderate", "peaked", "dyadic"});
                    Tensor target = drawn.inputs["x"];
                    for (double& v : target.values) v = dice.whole(0, 1);
                    return {.question = asking("squared_error_of_sigmoid", format, {{"logits", drawn.inputs["x"]}, {"target", target}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto &z = values(s.question, "logits"), &y = values(s.question, "target");
                        const Reals gradient = check.ask(s.question, "d_logits");
                        for (Index j = 0; j < z.size(); ++j) {
                            check.require(y[j] == 0 || y[j] == 1);
                            check.less(abs(gradient[j]), Real(8) / 27);
                            if (std::fabs(z[j]) < 60) check.less(abs(gradient[j]), 2 * exp(-exactly(std::fabs(z[j]))));
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
