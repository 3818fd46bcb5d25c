// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <algorithm>

namespace lossproof {

/// max z ≤ LSE(z) ≤ max z + log K, the upper end for equal logits only. With the label in the lead, CE ≤ log K.
Law law_log_sum_exp_is_nearly_the_maximum() {
    return law({.name = "log sum exp is nearly the maximum",
                .statement = "max z ≤ LSE(z) ≤ max z + log K",
                .identity = "D10 C25 C26",
                .operations = {"logsumexp"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = first_row(drawn_case("logsumexp", format, dice, {"moderate", "tied", "all_equal", "dyadic"}))};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& z = values(s.question, "logits");
                        const Real top = exactly(*std::max_element(z.begin(), z.end()));
                        const Real ceiling = top + log(Real(static_cast<int>(z.size())));
                        const Real lse = check.one(s.question);
                        check.at_most(top, lse);
                        if (all_equal(z)) check.equal(lse, ceiling, Real(1));
                        else check.less(lse, ceiling);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
