// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <cmath>

namespace lossproof {

/// The hinge is 0 iff the label leads every other class by the margin, equality included.
Law law_hinge_is_zero_iff_the_margin_is_met() {
    return law({.name = "hinge is zero iff the margin is met",
                .statement = "hinge(z, t) = 0 iff z_t − z_j ≥ margin for every j ≠ t",
                .identity = "C09 Q13",
                .operations = {"multiclass_hinge"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    const int classes = dice.whole(2, 4), t = dice.whole(0, classes - 1);
                    auto z = grid.row(classes);
                    const double margin = std::fabs(grid.number());
                    for (int j = 0; j < classes; ++j)
                        if (j != t && dice.chance(70)) z[j] = z[t] - margin - (dice.chance(50) ? 0 : std::fabs(grid.number()));
                    for (const double v : z)
                        if (!representable(format, v)) throw NotApplicable{};
                    return {.question = asking("multiclass_hinge", format,
                                               {{"logits", row(z)}, {"label", labels({static_cast<double>(t)})}}, {{"margin", margin}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& z = values(s.question, "logits");
                        const auto t = static_cast<Index>(values(s.question, "label")[0]);
                        const double margin = parameter(s.question, "margin");
                        bool met = true;
                        for (Index j = 0; j < z.size(); ++j)
                            if (j != t) met &= (exactly(z[t]) - exactly(z[j]) < exactly(margin)) == Decision::no;
                        if (met) check.equal(check.one(s.question), Real(0));
                        else check.less(Real(0), check.one(s.question));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
