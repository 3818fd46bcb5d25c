// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// v⁺ = μv + g + λθ and θ⁺ = θ − ηv⁺; with μ = 0 it is the weight-decay step.
Law law_momentum_as_printed() {
    return law(
        {.name = "momentum as printed",
         .statement = "v⁺ = μv + g + λθ, θ⁺ = θ − ηv⁺; μ = 0: the weight-decay step",
         .identity = "C32 A05",
         .operations = {"momentum_step", "weight_decay_step"},
         .drawn = [](Dice& dice, Format format) -> Sample {
             return {.question = drawn_case("momentum_step", format, dice, {"moderate", "dyadic", "wide_range", "cancelling"}, true)};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 const Real rate = exactly(parameter(s.question, "learning_rate")), inertia = exactly(parameter(s.question, "momentum"));
                 const bool decays = s.question.parameters.contains("weight_decay");
                 const Real decay = decays ? exactly(parameter(s.question, "weight_decay")) : Real(0);
                 const Reals theta = reals(values(s.question, "theta")), grad = reals(values(s.question, "grad")),
                             v = reals(values(s.question, "state_v"));
                 Case plain = s.question;
                 plain.parameters["momentum"] = 0.0;
                 Case decayed = asked_of("weight_decay_step", s.question, {"theta", "grad"});
                 decayed.parameters = {{"learning_rate", parameter(s.question, "learning_rate")},
                                       {"weight_decay", decays ? parameter(s.question, "weight_decay") : 0.0}};
                 const Reals after = check.ask(s.question, "theta"), speed = check.ask(s.question, "state_v");
                 const Reals without = check.ask(plain, "theta"), shrunk = check.ask(decayed, "theta");
                 for (Index j = 0; j < theta.size(); ++j) {
                     const Real next = inertia * v[j] + grad[j] + decay * theta[j],
                                size = abs(inertia * v[j]) + abs(grad[j]) + abs(decay * theta[j]);
                     check.equal(speed[j], next, size);
                     check.equal(after[j], theta[j] - rate * next, abs(theta[j]) + abs(rate) * size);
                     check.equal(without[j], shrunk[j], abs(theta[j]) + abs(rate) * size);
                 }
             },
         .for_subjects = true});
}

}  // namespace lossproof
