// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <iterator>

namespace lossproof {

/// A distance-like loss is never negative, wherever it is asked.
Law law_losses_are_not_negative() {
    return law({.name = "losses are not negative",
                .statement = "loss ≥ 0",
                .identity = "Q01",
                .operations = {"binary_cross_entropy", "binary_cross_entropy_with_logits", "binary_hinge", "squared_hinge",
                               "multiclass_hinge", "focal_loss", "huber", "smooth_l1", "pseudo_huber", "log_cosh", "quantile_loss",
                               "squared_error", "mean_absolute_error", "js_divergence", "softmax_cross_entropy_with_distribution",
                               "label_smoothing_cross_entropy", "info_nce", "squared_distance"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    constexpr const char* losses[] = {"binary_cross_entropy",
                                                      "binary_cross_entropy_with_logits",
                                                      "binary_hinge",
                                                      "squared_hinge",
                                                      "multiclass_hinge",
                                                      "focal_loss",
                                                      "huber",
                                                      "smooth_l1",
                                                      "pseudo_huber",
                                                      "log_cosh",
                                                      "quantile_loss",
                                                      "squared_error",
                                                      "mean_absolute_error",
                                                      "js_divergence",
                                                      "softmax_cross_entropy_with_distribution",
                                                      "label_smoothing_cross_entropy",
                                                      "info_nce",
                                                      "squared_distance"};
                    const char* loss = losses[dice.whole(0, static_cast<int>(std::size(losses)) - 1)];
                    return {.question = drawn_case(loss, format, dice, {"moderate", "dyadic", "subnormal"}, true)};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        for (const Real& loss : check.ask(s.question)) check.at_most(Real(0), loss);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
