// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// With γ = 0 and no weight the focal loss is the binary cross-entropy of the logit.
Law law_focal_loss_without_fading() {
    return law({.name = "focal loss without fading",
                .statement = "focal_loss with gamma = 0 = bce_with_logits",
                .identity = "",
                .operations = {"focal_loss", "binary_cross_entropy_with_logits"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Case drawn = drawn_case("focal_loss", format, dice, {"moderate", "peaked", "dyadic"});
                    drawn.parameters = {{"gamma", 0.0}};
                    return {.question = drawn};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        check.require(s.question.parameters.contains("gamma"));
                        const Case plain = asked_of("binary_cross_entropy_with_logits", s.question, {"logits", "target"});
                        check.equal(check.ask(s.question), check.ask(plain));
                        check.equal(check.ask(s.question, "d_logits"), check.ask(plain, "d_logits"));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
