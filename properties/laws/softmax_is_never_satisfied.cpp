// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <cmath>

namespace lossproof {

/// Beyond the margin the hinge stays 0; the label loss stays positive and falls as the label rises.
Law law_softmax_is_never_satisfied() {
    return law({.name = "softmax is never satisfied",
                .statement = "margin met: hinge = 0; CE(z + a·e_t) < CE(z), a > 0",
                .identity = "C13 N19 Q16",
                .operations = {"softmax_cross_entropy", "multiclass_hinge"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    const int classes = dice.whole(2, 4), t = dice.whole(0, classes - 1);
                    Tensors inputs = {{"logits", row(grid.row(classes))}, {"label", labels({static_cast<double>(t)})}};
                    return {.question = asking("softmax_cross_entropy", format, inputs), .numbers = {std::fabs(grid.number())}};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& z = values(s.question, "logits");
                        const auto t = static_cast<Index>(values(s.question, "label")[0]);
                        check.require(s.numbers[0] > 0 && z.size() > 1);
                        Case risen = s.question;
                        risen.inputs["logits"].values[t] = exact_sum(s.question.format, z[t], s.numbers[0]);
                        check.less(Real(0), check.one(risen));
                        check.less(check.one(risen), check.one(s.question));
                        for (Index j = 0; j < z.size(); ++j)
                            if (j != t && z[t] - z[j] < 1) return;
                        risen.operation = "multiclass_hinge";
                        check.equal(check.one(risen), Real(0));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
