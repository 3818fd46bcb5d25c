// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/statement.hpp"

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
                    return {.question = asking("standard_normalization", format, {{"x", row(grid.row(dice.whole(1, 5)))}}), .numbers = {dice.one_of({2.0, -2.0, 0.5, 4.0})}};
                },
                .pleaded = [](Court& court, const Sample& s) {
                    std::vector<double> scaled = values(s.question, "x");
                    Real total = 0;
                    for (double& x : scaled) total += exactly(x), x = exact_product(s.question.format, x, s.numbers[0]);
                    court.require((total == Real(0)) == Decision::no && s.numbers[0] != 0 && s.numbers[0] != 1);
                    const auto normalised = [&](const std::vector<double>& x) { return court.ask(asking("standard_normalization", s.question.format, {{"x", row(x)}})); };
                    court.equal(normalised(scaled), normalised(values(s.question, "x")));
                    if (all_equal(scaled)) return;
                    const auto softmax = [&](const std::vector<double>& z) { return court.ask(asking("softmax", s.question.format, {{"logits", row(z)}})); };
                    const Index top = static_cast<Index>(std::max_element(scaled.begin(), scaled.end()) - scaled.begin());
                    if (s.numbers[0] > 0) court.differ(softmax(scaled)[top] / softmax(scaled)[top ? 0 : 1], softmax(values(s.question, "x"))[top] / softmax(values(s.question, "x"))[top ? 0 : 1]);
                },
                .for_subjects = true});
}

}  // namespace lossproof
