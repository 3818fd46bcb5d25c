// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// −log σ(x) = ζ(−x), which is also the binary cross-entropy of target 1.
Law law_log_sigmoid_is_minus_softplus() {
    return law({.name = "log sigmoid is minus softplus",
                .statement = "log_sigmoid(x) = −softplus(−x) = −bce_with_logits(x, 1)",
                .identity = "D06 C23 L11",
                .operations = {"log_sigmoid", "softplus", "binary_cross_entropy_with_logits"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("log_sigmoid", format, dice, {"moderate", "peaked", "saturated", "dyadic"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const Tensor& x = s.question.inputs.at("x");
                        Tensor minus_x = x, ones = x;
                        for (double& v : minus_x.values) v = -v;
                        for (double& v : ones.values) v = 1;
                        const Reals logs = check.ask(s.question);
                        const Reals softplus = check.ask(asking("softplus", s.question.format, {{"x", minus_x}}));
                        const Reals loss =
                            check.ask(asking("binary_cross_entropy_with_logits", s.question.format, {{"logits", x}, {"target", ones}}));
                        for (Index j = 0; j < logs.size(); ++j) {
                            check.equal(logs[j], -softplus[j]);
                            check.equal(loss[j], softplus[j]);
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
