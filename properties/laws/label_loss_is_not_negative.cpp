// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// The label loss is never negative, and positive as soon as there are two classes.
Law law_label_loss_is_not_negative() {
    return law({.name = "label loss is not negative",
                .statement = "softmax cross-entropy ≥ 0; > 0 for two classes or more",
                .identity = "Q16",
                .operations = {"softmax_cross_entropy"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("softmax_cross_entropy", format, dice, {"moderate", "peaked", "tied", "saturated"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const bool alone = s.question.inputs.at("logits").columns() == 1;
                        for (const Real& loss : check.ask(s.question))
                            if (alone) check.at_most(Real(0), loss);
                            else check.less(Real(0), loss);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
