// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <algorithm>

namespace lossproof {

/// pⱼ ≤ exp(zⱼ − max z), and the largest probability is at least 1/K.
Law law_softmax_saturates_exponentially() {
    return law({.name = "softmax saturates exponentially",
                .statement = "p_j ≤ exp(z_j − max z); max p ≥ 1/K",
                .identity = "C28 O04",
                .operations = {"softmax"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = first_row(drawn_case("softmax", format, dice, {"moderate", "tied", "dyadic"}))};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& z = values(s.question, "logits");
                        check.require(!all_equal(z));
                        const auto top = static_cast<Index>(std::max_element(z.begin(), z.end()) - z.begin());
                        const Reals p = check.ask(s.question);
                        for (Index j = 0; j < p.size(); ++j) check.less(p[j], exp(exactly(z[j]) - exactly(z[top])));
                        check.less(1 / Real(static_cast<int>(z.size())), p[top]);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
