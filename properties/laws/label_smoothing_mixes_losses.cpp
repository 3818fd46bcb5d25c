// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Label smoothing is (1−ε)·CE_t + (ε/K)·Σⱼ CEⱼ: the distribution loss of the smoothed target.
Law law_label_smoothing_mixes_losses() {
    return law({.name = "label smoothing mixes losses",
                .statement = "smoothed CE = (1 − ε)·CE_t + (ε/K)·Σ_j CE_j",
                .identity = "L13",
                .operations = {"label_smoothing_cross_entropy", "log_softmax"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Case drawn = first_row(drawn_case("label_smoothing_cross_entropy", format, dice, {"moderate", "peaked", "tied"}));
                    drawn.parameters = {{"smoothing", dice.one_of({0.0, 0.1, 0.5, 1.0})}};
                    return {.question = drawn};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const Real smoothing = exactly(parameter(s.question, "smoothing"));
                        const Reals logs = check.ask(asked_of("log_softmax", s.question, {"logits"}));
                        const Real own = -logs[static_cast<Index>(values(s.question, "label")[0])],
                                   mean = -sum(logs) / Real(static_cast<int>(logs.size()));
                        check.equal(check.one(s.question), (1 - smoothing) * own + smoothing * mean);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
