// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <algorithm>

namespace lossproof {

/// The median minimises Σ|y − c|: alone if N is odd, with its whole middle interval if N is even.
Law law_median_minimises_absolute_error() {
    return law({.name = "median minimises absolute error",
                .statement = "MAE(median) ≤ MAE(c), < unless c is in the middle interval",
                .identity = "D23 C29",
                .operations = {"mean_absolute_error"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    auto y = grid.row(dice.whole(1, 6));
                    const double competitor = dice.chance(40) ? y[dice.whole(0, static_cast<int>(y.size()) - 1)] : grid.number();
                    return {.question = asking("mean_absolute_error", format, {{"target", row(y)}}), .numbers = {competitor}};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        auto y = values(s.question, "target");
                        const auto loss_of = [&](double c) {
                            Case at = s.question;
                            at.inputs["prediction"] = row(std::vector<double>(y.size(), c));
                            return check.one(at);
                        };
                        std::vector<double> sorted = y;
                        std::sort(sorted.begin(), sorted.end());
                        const double low = sorted[(sorted.size() - 1) / 2], high = sorted[sorted.size() / 2], c = s.numbers[0];
                        if (low <= c && c <= high) check.equal(loss_of(c), loss_of(low), Real(1));
                        else check.less(loss_of(high), loss_of(c));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
