// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// NLL_σ = MSE/(2σ²) + ½log 2πσ² per sample, the gradients in proportion 1 : 2σ². So both have one minimiser.
Law law_gaussian_nll_is_affine_in_squared_error() {
    return law({.name = "gaussian nll is affine in squared error",
                .statement = "NLL = MSE/(2σ²) + log(2πσ²)/2; d NLL = d MSE/(2σ²)",
                .identity = "D04 C01",
                .operations = {"gaussian_nll", "mean_squared_error"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    const Case pair = drawn_case("mean_squared_error", format, dice, {"moderate", "near_equal", "dyadic", "huge_offset"});
                    const auto column_of = [&](const char* name) { return column(values(pair, name)); };
                    return {.question = asking("mean_squared_error", format,
                                               {{"prediction", column_of("prediction")}, {"target", column_of("target")}}),
                            .numbers = {dice.one_of({1.0, 0.5, 2.0, 0.1, 10.0})}};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        check.require(s.numbers[0] > 0 && s.question.inputs.at("prediction").columns() == 1);
                        const Case likelihood = asking("gaussian_nll", s.question.format, s.question.inputs, {{"sigma", s.numbers[0]}});
                        const Real variance = square(exactly(s.numbers[0]));
                        const Reals nll = check.ask(likelihood), mse = check.ask(s.question);
                        const Reals by_nll = check.ask(likelihood, "d_prediction"), by_mse = check.ask(s.question, "d_prediction");
                        for (Index n = 0; n < nll.size(); ++n) {
                            check.equal(nll[n], mse[n] / (2 * variance) + log(2 * Pi<Real>::value() * variance) / 2, mse[n] + 1);
                            check.equal(by_nll[n], by_mse[n] / (2 * variance));
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
