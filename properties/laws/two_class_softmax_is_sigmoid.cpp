// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// softmax(f₀, f₁) = (σ(d), σ(−d)) with d = f₀ − f₁, exact on a grid. σ(−d) and not 1 − σ(d), which cancels.
Law law_two_class_softmax_is_sigmoid() {
    return law({.name = "two class softmax is sigmoid",
                .statement = "softmax(f0, f1) = (sigmoid(f0 − f1), sigmoid(f1 − f0))",
                .identity = "D03 C16",
                .operations = {"softmax", "sigmoid"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    return {.question = asking("softmax", format, {{"logits", row(grid.row(2))}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& f = values(s.question, "logits");
                        check.require(f.size() == 2);
                        const double d = exact_sum(s.question.format, f[0], -f[1]);
                        check.equal(check.ask(s.question), check.ask(asking("sigmoid", s.question.format, {{"x", row({d, -d})}})));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
