// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// The pinball loss at ½ is half the absolute error; the squared hinge is the square of the hinge.
Law law_median_quantile_is_half_the_distance() {
    return law(
        {.name = "median quantile is half the distance",
         .statement = "quantile_loss at 1/2 = |d|/2; squared_hinge = binary_hinge²",
         .identity = "L07",
         .operations = {"quantile_loss", "binary_hinge", "squared_hinge"},
         .drawn = [](Dice& dice, Format format) -> Sample {
             return {.question = asked_of("quantile_loss", drawn_case("squared_error", format, dice, {"moderate", "near_equal", "dyadic"}),
                                          {"prediction", "target"})};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 Case median = s.question;
                 median.parameters = {{"alpha", 0.5}};
                 const auto &a = values(s.question, "prediction"), &b = values(s.question, "target");
                 Tensor sign = s.question.inputs.at("prediction");
                 sign.integral = true;
                 for (Index j = 0; j < a.size(); ++j) sign.values[j] = b[j] < 0 ? -1 : 1;
                 Case hinge =
                          asking("binary_hinge", s.question.format, {{"prediction", s.question.inputs.at("prediction")}, {"label", sign}}),
                      squared = hinge;
                 squared.operation = "squared_hinge";
                 const Reals pinball = check.ask(median), once = check.ask(hinge), twice = check.ask(squared);
                 for (Index j = 0; j < a.size(); ++j) {
                     check.equal(pinball[j], abs(exactly(a[j]) - exactly(b[j])) / 2);
                     check.equal(twice[j], square(once[j]));
                 }
             },
         .for_subjects = true});
}

}  // namespace lossproof
