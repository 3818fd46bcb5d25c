// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Without a gradient a step multiplies by 1 − ηλ: it contracts iff 0 < ηλ < 2, and with λ = 0 nothing decays.
Law law_weight_decay_contracts() {
    return law({.name = "weight decay contracts",
                .statement = "g = 0: |θ⁺| < |θ| iff 0 < ηλ < 2; λ = 0: θ⁺ = θ",
                .identity = "C07 C42",
                .operations = {"weight_decay_step"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Case drawn = drawn_case("weight_decay_step", format, dice, {"moderate", "dyadic"}, true);
                    for (double& g : drawn.inputs["grad"].values) g = 0;
                    drawn.parameters["weight_decay"] = dice.one_of({0.0, 0.5, 1e-4, 3.0, 10.0});
                    return {.question = drawn};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        for (const double g : values(s.question, "grad")) check.require(g == 0);
                        const double rate = parameter(s.question, "learning_rate"), decay = parameter(s.question, "weight_decay");
                        const Reals theta = reals(values(s.question, "theta")), after = check.ask(s.question, "theta");
                        for (Index j = 0; j < theta.size(); ++j) {
                            if ((theta[j] == Real(0)) == Decision::yes) continue;
                            if (rate * decay == 0) check.equal(after[j], theta[j]);
                            else if (rate * decay < 2) check.less(abs(after[j]), abs(theta[j]));
                            else if (rate * decay > 2) check.less(abs(theta[j]), abs(after[j]));
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
