// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// zᵢ − zⱼ = log(pᵢ/pⱼ); before a subject, where its probabilities are not 0.
Law law_logit_difference_is_log_ratio() {
    return law({.name = "logit difference is log ratio",
                .statement = "z_i − z_j = log(p_i / p_j)",
                .identity = "D09 E7",
                .operations = {"softmax"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    return {.question = asking("softmax", format, {{"logits", row(grid.row(dice.whole(2, 4)))}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& z = values(s.question, "logits");
                        const Reals p = check.ask(s.question);
                        for (Index i = 0; i + 1 < p.size(); ++i)
                            if (p[i].lower() > 0 && p[i + 1].lower() > 0)
                                check.equal(log(p[i] / p[i + 1]), exactly(z[i]) - exactly(z[i + 1]), Real(1) + abs(exactly(z[i])));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
