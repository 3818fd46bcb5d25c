// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// While the sign of the logit is wrong, the maximum-likelihood gradient is at least ½.
Law law_wrong_sigmoid_has_a_strong_gradient() {
    return law(
        {.name = "wrong sigmoid has a strong gradient",
         .statement = "z on the wrong side: |sigmoid(z) − y| ≥ 1/2",
         .identity = "C19 C39",
         .operations = {"binary_cross_entropy_with_logits"},
         .drawn = [](Dice& dice, Format format) -> Sample {
             Case drawn = drawn_case("sigmoid", format, dice, {"moderate", "peaked", "saturated", "dyadic"});
             Tensor target = drawn.inputs["x"];
             for (double& v : target.values) v = v < 0 ? 1 : 0;
             return {.question = asking("binary_cross_entropy_with_logits", format, {{"logits", drawn.inputs["x"]}, {"target", target}})};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 const auto &z = values(s.question, "logits"), &y = values(s.question, "target");
                 const Reals gradient = check.ask(s.question, "d_logits");
                 for (Index j = 0; j < z.size(); ++j)
                     if ((z[j] >= 0 && y[j] == 0) || (z[j] <= 0 && y[j] == 1)) check.at_most(Real(1) / 2, abs(gradient[j]));
             },
         .for_subjects = true});
}

}  // namespace lossproof
