// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// (diag(p) − ppᵀ)·1 = 0: a common shift changes nothing, to first order.
Law law_softmax_jacobian_annihilates_ones() {
    return law({.name = "softmax jacobian annihilates ones",
                .statement = "every row of the Jacobian of softmax sums to 0",
                .identity = "D15",
                .operations = {"softmax"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = first_row(drawn_case("softmax", format, dice, {"moderate", "peaked", "tied", "huge_offset"}))};
                },
                .checked = [](LawChecker& check, const Sample& s) { rows_sum_to_zero(check, check.ask(s.question, "J_logits")); },
                .for_subjects = true});
}

}  // namespace lossproof
