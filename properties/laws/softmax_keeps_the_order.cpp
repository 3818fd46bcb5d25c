// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Larger logits have larger probabilities, equal ones equal: the arg max stays where it is.
Law law_softmax_keeps_the_order() {
    return law({.name = "softmax keeps the order",
                .statement = "z_i < z_j implies p_i < p_j",
                .identity = "D31 C41 O16",
                .operations = {"softmax"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question =
                                first_row(drawn_case("softmax", format, dice, {"moderate", "tied", "peaked", "all_equal", "huge_offset"}))};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& z = values(s.question, "logits");
                        const Reals p = check.ask(s.question);
                        for (Index j = 1; j < p.size(); ++j) {
                            if (z[j - 1] == z[j]) check.equal(p[j - 1], p[j]);
                            else check.less(p[z[j - 1] < z[j] ? j - 1 : j], p[z[j - 1] < z[j] ? j : j - 1]);
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
