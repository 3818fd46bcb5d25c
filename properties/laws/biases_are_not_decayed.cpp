// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// With λ = 0 the weight-decay step is the plain step.
Law law_biases_are_not_decayed() {
    return law({.name = "biases are not decayed",
                .statement = "weight_decay_step with λ = 0 = sgd_step",
                .identity = "C42 R06",
                .operations = {"weight_decay_step", "sgd_step"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("sgd_step", format, dice, {"moderate", "dyadic", "wide_range", "cancelling"}, true)};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        Case decayed = s.question;
                        decayed.operation = "weight_decay_step";
                        decayed.parameters["weight_decay"] = 0.0;
                        const Reals plain = check.ask(s.question, "theta"), after = check.ask(decayed, "theta");
                        for (Index j = 0; j < plain.size(); ++j) check.equal(after[j], plain[j], Real(1));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
