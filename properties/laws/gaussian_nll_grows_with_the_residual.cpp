// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <cmath>

namespace lossproof {

/// Larger residuals cost more under the Gaussian likelihood (not under every likelihood).
Law law_gaussian_nll_grows_with_the_residual() {
    return law({.name = "gaussian nll grows with the residual",
                .statement = "|r1| < |r2| implies NLL(r1) < NLL(r2)",
                .identity = "C02 E17",
                .operations = {"gaussian_nll"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    return {.question = asking("gaussian_nll", format,
                                               {{"prediction", row({std::fabs(grid.number()), grid.number()})}, {"target", row({0, 0})}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& r = values(s.question, "prediction");
                        check.require(r.size() == 2 && values(s.question, "target") == std::vector<double>(2, 0.0) &&
                                      s.question.inputs.size() == 2);
                        const Reals loss = check.ask(s.question);
                        const Index larger = std::fabs(r[0]) < std::fabs(r[1]) ? 1 : 0;
                        if (std::fabs(r[0]) == std::fabs(r[1])) check.equal(loss[0], loss[1]);
                        else check.less(loss[1 - larger], loss[larger]);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
