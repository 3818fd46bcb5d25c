// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <algorithm>

namespace lossproof {

/// s/Σs is unchanged by a factor; softmax is not, unless all logits are equal. Factors are powers of two, so exact.
Law law_normalisation_forgets_scale() {
    return law({.name = "normalisation forgets scale",
                .statement = "standard_normalization(ax) = standard_normalization(x); softmax(az) ≠ softmax(z)",
                .identity = "D28 C12 O03",
                .operations = {"standard_normalization", "softmax"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    return {.question = asking("standard_normalization", format, {{"x", row(grid.row(dice.whole(1, 5)))}}),
                            .numbers = {dice.one_of({2.0, -2.0, 0.5, 4.0})}};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        std::vector<double> scaled = values(s.question, "x");
                        Real total = 0;
                        for (double& x : scaled) total += exactly(x), x = exact_product(s.question.format, x, s.numbers[0]);
                        check.require((total == Real(0)) == Decision::no && s.numbers[0] != 0 && s.numbers[0] != 1);
                        const auto normalised = [&](const std::vector<double>& x) {
                            return check.ask(asking("standard_normalization", s.question.format, {{"x", row(x)}}));
                        };
                        check.equal(normalised(scaled), normalised(values(s.question, "x")));
                        if (all_equal(scaled)) return;
                        const auto softmax = [&](const std::vector<double>& z) {
                            return check.ask(asking("softmax", s.question.format, {{"logits", row(z)}}));
                        };
                        check.require(s.numbers[0] > 0);
                        const auto [low, high] = std::minmax_element(scaled.begin(), scaled.end());
                        const auto odds = [&](const std::vector<double>& z) {
                            const Reals p = softmax(z);
                            return p[static_cast<Index>(high - scaled.begin())] / p[static_cast<Index>(low - scaled.begin())];
                        };
                        check.differ(odds(scaled), odds(values(s.question, "x")));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
