// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Adding one constant to every logit changes nothing: z and c are on one grid, so z + c is exact.
Law law_softmax_shift_invariant() {
    return law(
        {.name = "softmax shift invariant",
         .statement = "softmax(z + c) = softmax(z), and so for log-softmax and the label loss",
         .identity = "D02 C15",
         .operations = {"softmax", "log_softmax", "softmax_cross_entropy"},
         .drawn = [](Dice& dice, Format format) -> Sample {
             Grid grid(dice, format);
             const int classes = dice.whole(1, 5);
             Tensors inputs = {{"logits", row(grid.row(classes))}, {"label", labels({static_cast<double>(dice.whole(0, classes - 1))})}};
             return {.question = asking("softmax_cross_entropy", format, inputs), .numbers = {grid.number()}};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 std::vector<double> shifted = values(s.question, "logits");
                 for (double& z : shifted) z = exact_sum(s.question.format, z, s.numbers[0]);
                 Case moved = s.question;
                 moved.inputs["logits"] = row(shifted);
                 check.equal(check.ask(moved), check.ask(s.question));
                 for (const auto map : {"softmax", "log_softmax"}) {
                     const Case before = asking(map, s.question.format, {{"logits", row(values(s.question, "logits"))}});
                     check.equal(check.ask(asking(map, s.question.format, {{"logits", row(shifted)}})), check.ask(before));
                 }
             },
         .for_subjects = true});
}

}  // namespace lossproof
