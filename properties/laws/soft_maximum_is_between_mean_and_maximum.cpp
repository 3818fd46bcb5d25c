// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <algorithm>

namespace lossproof {

/// mean(z) ≤ softmax(z)ᵀz ≤ max(z), equal for equal logits.
Law law_soft_maximum_is_between_mean_and_maximum() {
    return law({.name = "soft maximum is between mean and maximum",
                .statement = "mean z ≤ soft_maximum(z) ≤ max z",
                .identity = "C31 O12",
                .operations = {"soft_maximum"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = first_row(drawn_case("soft_maximum", format, dice, {"moderate", "tied", "all_equal", "dyadic"}))};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& z = values(s.question, "logits");
                        const Real value = check.one(s.question), top = exactly(*std::max_element(z.begin(), z.end()));
                        if (all_equal(z)) return check.equal(value, top, Real(1));
                        check.less(sum(reals(z)) / Real(static_cast<int>(z.size())), value);
                        check.less(value, top);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
