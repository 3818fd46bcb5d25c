// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// H·1 = 0: a common shift of the logits changes no loss of theirs beyond first order.
Law law_hessian_annihilates_ones() {
    return law({.name = "hessian annihilates ones",
                .statement = "every row of the Hessian diag(p) − ppᵀ sums to 0",
                .identity = "D15 L12 L13 O11",
                .operations = {"softmax_cross_entropy", "softmax_cross_entropy_with_distribution", "logsumexp"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    const auto name = dice.one_of({"softmax_cross_entropy", "softmax_cross_entropy_with_distribution", "logsumexp"});
                    return {.question = first_row(drawn_case(name, format, dice, {"moderate", "peaked", "tied", "huge_offset"}))};
                },
                .checked = [](LawChecker& check, const Sample& s) { rows_sum_to_zero(check, check.ask(s.question, "H_logits")); },
                .for_subjects = true});
}

}  // namespace lossproof
