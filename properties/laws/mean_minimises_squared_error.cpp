// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// MSE(c) = MSE(mean) + (c − mean)²: the mean is the only minimiser. Four numbers on a grid have an exact mean.
Law law_mean_minimises_squared_error() {
    return law({.name = "mean minimises squared error",
                .statement = "MSE(c) − MSE(mean) = (c − mean)² ≥ 0",
                .identity = "D22 C29 Q13",
                .operations = {"mean_squared_error"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    return {.question = asking("mean_squared_error", format, {{"target", row(grid.row(4))}}), .numbers = {grid.number()}};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& y = values(s.question, "target");
                        check.require(y.size() == 4);
                        const Format format = s.question.format;
                        const double mean =
                            exact_product(format, 0.25, exact_sum(format, exact_sum(format, y[0], y[1]), exact_sum(format, y[2], y[3])));
                        const auto loss_of = [&](double c) {
                            Case at = s.question;
                            at.inputs["prediction"] = row(std::vector<double>(4, c));
                            return check.one(at);
                        };
                        const Real competitor = loss_of(s.numbers[0]), best = loss_of(mean);
                        check.equal(competitor - best, square(exactly(s.numbers[0]) - exactly(mean)), competitor + best);
                        check.at_most(best, competitor);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
