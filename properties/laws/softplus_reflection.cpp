// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <cmath>

namespace lossproof {

/// ζ(x) = x + ζ(−x), and ζ(x) tends to x: 0 < ζ(x) − x < e^{−x} for x > 0.
Law law_softplus_reflection() {
    return law({.name = "softplus reflection",
                .statement = "softplus(x) = x + softplus(−x); softplus(x) − x < exp(−x)",
                .identity = "D27 C20 N31",
                .operations = {"softplus"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("softplus", format, dice, {"moderate", "peaked", "dyadic", "saturated"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        Case up = s.question, down = s.question;
                        for (double& x : up.inputs["x"].values) x = std::fabs(x);
                        for (double& x : down.inputs["x"].values) x = -std::fabs(x);
                        const Reals above = check.ask(up), below = check.ask(down), x = reals(values(up, "x"));
                        for (Index j = 0; j < x.size(); ++j) {
                            check.equal(above[j], x[j] + below[j]);
                            check.less(Real(0), below[j]);
                            if (x[j].lower() < 60) check.less(above[j], x[j] + exp(-x[j]));  // beyond, the gap e^{−2x}/2 drowns in x
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
