// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <algorithm>

namespace lossproof {

/// If the label leads, its loss is at most log K; it is log K when all logits are equal.
Law law_leading_label_costs_at_most_log_k() {
    return law({.name = "leading label costs at most log k",
                .statement = "z_t = max z implies CE(z, t) ≤ log K",
                .identity = "C26 Q17 N33",
                .operations = {"softmax_cross_entropy"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Case drawn = first_row(drawn_case("softmax_cross_entropy", format, dice, {"moderate", "tied", "all_equal", "peaked"}));
                    const auto& z = values(drawn, "logits");
                    drawn.inputs["label"].values[0] = static_cast<double>(std::max_element(z.begin(), z.end()) - z.begin());
                    return {.question = drawn};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& z = values(s.question, "logits");
                        const auto t = static_cast<std::size_t>(values(s.question, "label")[0]);
                        check.require(z[t] == *std::max_element(z.begin(), z.end()));
                        const Real ceiling = log(Real(static_cast<int>(z.size())));
                        if (all_equal(z)) check.equal(check.one(s.question), ceiling, Real(1));
                        else check.less(check.one(s.question), ceiling);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
