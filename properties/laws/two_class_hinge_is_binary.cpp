// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <cmath>

namespace lossproof {

/// For two classes the multiclass hinge is the binary hinge of z₁ − z₀.
Law law_two_class_hinge_is_binary() {
    return law({.name = "two class hinge is binary",
                .statement = "hinge((z0, z1), t) = binary_hinge(z1 − z0, ±1)",
                .identity = "D16 Q18",
                .operations = {"multiclass_hinge", "binary_hinge"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    Tensors inputs = {{"logits", row(grid.row(2))}, {"label", labels({static_cast<double>(dice.whole(0, 1))})}};
                    return {.question = asking("multiclass_hinge", format, inputs, {{"margin", std::fabs(grid.number())}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& z = values(s.question, "logits");
                        check.require(z.size() == 2 && values(s.question, "label").size() == 1);
                        const double lead = exact_sum(s.question.format, z[1], -z[0]), sign = values(s.question, "label")[0] == 1 ? 1 : -1;
                        const Case binary = asking("binary_hinge", s.question.format,
                                                   {{"prediction", row({lead})}, {"label", signs(1, {sign})}}, s.question.parameters);
                        check.equal(check.ask(s.question), check.ask(binary));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
