// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// 0 ≤ pⱼ ≤ 1 and Σ pⱼ = 1 exactly: of the values, not of their roundings.
Law law_softmax_is_a_distribution() {
    return law({.name = "softmax is a distribution",
                .statement = "0 ≤ softmax(z) ≤ 1 and its exact sum is 1",
                .identity = "D12",
                .operations = {"softmax"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("softmax", format, dice,
                                                   {"moderate", "peaked", "tied", "all_equal", "huge_offset", "random_bits", "long_rows"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const Reals p = check.ask(s.question);
                        const auto classes = static_cast<Index>(s.question.inputs.at("logits").columns());
                        Real sum_of_row = 0;
                        for (Index j = 0; j < p.size(); ++j) {
                            check.at_most(Real(0), p[j]);
                            if (classes > 1) check.at_most(p[j], Real(1));
                            sum_of_row += p[j];
                            if ((j + 1) % classes != 0) continue;
                            check.equal(sum_of_row, Real(1));
                            sum_of_row = 0;
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
