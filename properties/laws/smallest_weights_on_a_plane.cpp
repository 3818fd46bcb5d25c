// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Of all w with wᵀx = c the multiple of x is the shortest: ‖w + v‖² = ‖w‖² + ‖v‖² for v ⊥ x. Here x is all ±1.
Law law_smallest_weights_on_a_plane() {
    return law({.name = "smallest weights on a plane",
                .statement = "vᵀx = 0 implies Ω(cx + v) = Ω(cx) + Ω(v)",
                .identity = "D25 C11 N09",
                .operations = {"half_l2_penalty", "l2_penalty"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    std::vector<double> x;
                    for (int j = 0; j < 4; ++j) x.push_back(dice.sign());
                    return {.question = asking("half_l2_penalty", format, {{"weights", flat(x)}}), .numbers = grid.row(3)};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& x = values(s.question, "weights");
                        check.require(x.size() == 4);
                        const double c = s.numbers[0], a = s.numbers[1], b = s.numbers[2];
                        const std::vector<double> along = {a, -a, b, -b};
                        std::vector<double> best, moved, aside;
                        for (Index j = 0; j < 4; ++j) {
                            check.require(x[j] == 1 || x[j] == -1);
                            best.push_back(c * x[j]), aside.push_back(along[j] * x[j]),
                                moved.push_back(exact_sum(s.question.format, best[j], aside[j]));
                        }
                        for (const auto penalty : {"half_l2_penalty", "l2_penalty"}) {
                            const auto of = [&](const std::vector<double>& w) {
                                return check.one(asking(penalty, s.question.format, {{"weights", flat(w)}}));
                            };
                            check.equal(of(moved), of(best) + of(aside));
                            check.at_most(of(best), of(moved));
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
