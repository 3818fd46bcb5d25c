// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// One kernel, four reductions: Σd² = K·(mean of d²) = 2·½Σd².
Law law_squared_errors_by_name() {
    return law({.name = "squared errors by name",
                .statement = "squared_error = K·mean_squared_error = 2·half_squared_error",
                .identity = "X2 L03 L04 L06",
                .operations = {"squared_error", "mean_squared_error", "half_squared_error"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("squared_error", format, dice, {"moderate", "near_equal", "huge_offset", "dyadic"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto columns = static_cast<int>(s.question.inputs.at("prediction").columns());
                        const Reals whole = check.ask(s.question),
                                    mean = check.ask(asked_of("mean_squared_error", s.question, {"prediction", "target"}));
                        const Reals half = check.ask(asked_of("half_squared_error", s.question, {"prediction", "target"}));
                        for (Index n = 0; n < whole.size(); ++n) {
                            check.equal(whole[n], columns * mean[n]);
                            check.equal(whole[n], 2 * half[n]);
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
