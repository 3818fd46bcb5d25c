// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// θ − η(g + λθ) = (1 − ηλ)θ − ηg = sgd_step(θ, g) − ηλθ.
Law law_weight_decay_is_a_shrink() {
    return law(
        {.name = "weight decay is a shrink",
         .statement = "weight_decay_step(θ, g) = (1 − ηλ)θ − ηg = sgd_step(θ, g) − ηλθ",
         .identity = "D18 R05 A06",
         .operations = {"weight_decay_step", "sgd_step"},
         .drawn = [](Dice& dice, Format format) -> Sample {
             return {.question = drawn_case("weight_decay_step", format, dice, {"moderate", "dyadic", "wide_range", "cancelling"}, true)};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 const Real rate = exactly(parameter(s.question, "learning_rate")), decay = exactly(parameter(s.question, "weight_decay"));
                 const Reals theta = reals(values(s.question, "theta")), grad = reals(values(s.question, "grad"));
                 const Reals shrunk = check.ask(s.question, "theta");
                 Case plain = s.question;
                 plain.operation = "sgd_step";
                 plain.parameters.erase("weight_decay");
                 const Reals stepped = check.ask(plain, "theta");
                 for (Index j = 0; j < theta.size(); ++j) {
                     const Real size = abs(theta[j]) + abs(rate * grad[j]) + abs(rate * decay * theta[j]);
                     check.equal(shrunk[j], (1 - rate * decay) * theta[j] - rate * grad[j], size);
                     check.equal(shrunk[j], stepped[j] - rate * decay * theta[j], size);
                 }
             },
         .for_subjects = true});
}

}  // namespace lossproof
