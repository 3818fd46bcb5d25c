// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Including j = t adds max(0, Δ) to the hinge and nothing to its gradient.
Law law_hinge_over_all_classes_adds_the_margin() {
    return law(
        {.name = "hinge over all classes adds the margin",
         .statement = "hinge over all classes = hinge + max(0, margin)",
         .identity = "D17 Q15 L16",
         .operations = {"multiclass_hinge_all_classes", "multiclass_hinge"},
         .drawn = [](Dice& dice, Format format) -> Sample {
             Grid grid(dice, format);
             const int classes = dice.whole(1, 5);
             Tensors inputs = {{"logits", row(grid.row(classes))}, {"label", labels({static_cast<double>(dice.whole(0, classes - 1))})}};
             return {.question = asking("multiclass_hinge", format, inputs, {{"margin", grid.number()}})};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 Case all = s.question;
                 all.operation = "multiclass_hinge_all_classes";
                 const auto given = s.question.parameters.find("margin");
                 const double margin = given == s.question.parameters.end() ? 1 : std::get<double>(given->second);
                 check.equal(check.one(all), check.one(s.question) + exactly(margin > 0 ? margin : 0));
                 check.equal(check.ask(all, "d_logits"), check.ask(s.question, "d_logits"));
             },
         .for_subjects = true});
}

}  // namespace lossproof
