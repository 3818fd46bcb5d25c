// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <cmath>

namespace lossproof {

/// For two classes the gradient of ‖p − e_t‖² is 4p₀p₁ ≤ 1 times that of cross-entropy: it vanishes when wrong and sure.
Law law_squared_error_on_softmax_saturates() {
    return law(
        {.name = "squared error on softmax saturates",
         .statement = "d‖p − e_t‖² = 4 p0 p1 · d CE for two classes",
         .identity = "C05 C22 L21 N30",
         .operations = {"squared_error_of_softmax", "softmax_cross_entropy", "softmax"},
         .drawn = [](Dice& dice, Format format) -> Sample {
             Case drawn = drawn_case("softmax_cross_entropy", format, dice, {"moderate", "peaked", "dyadic"});
             const auto& z = values(drawn, "logits");
             drawn.inputs["logits"] = row({z.front(), z.back()});
             drawn.inputs["label"] = labels({static_cast<double>(dice.whole(0, 1))});
             return {.question = drawn};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 const Tensor& z = s.question.inputs.at("logits");
                 check.require(z.values.size() == 2);
                 const double t = values(s.question, "label")[0];
                 const Case squared = asking("squared_error_of_softmax", s.question.format, {{"logits", z}, {"target", row({1 - t, t})}});
                 const Reals p = check.ask(asked_of("softmax", s.question, {"logits"}));
                 const Reals slow = check.ask(squared, "d_logits"), fast = check.ask(s.question, "d_logits");
                 for (Index j = 0; j < 2; ++j) {
                     check.equal(slow[j], 4 * p[0] * p[1] * fast[j]);
                     if (z.values[0] != z.values[1] && std::fabs(z.values[0] - z.values[1]) > 0.001) check.less(abs(slow[j]), abs(fast[j]));
                 }
             },
         .for_subjects = true});
}

}  // namespace lossproof
