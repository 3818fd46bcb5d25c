// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// |wᵀ(x + δ) − wᵀx| ≤ ‖w‖·‖δ‖, attained for δ along w.
Law law_weights_amplify_noise() {
    return law({.name = "weights amplify noise",
                .statement = "(wᵀ(x + δ) − wᵀx)² ≤ ‖w‖²·‖δ‖², = for δ = w",
                .identity = "C08 Q12",
                .operations = {"linear_scores", "l2_penalty"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    return {.question = asking("linear_scores", format, {{"x", row(grid.row(3))}, {"weights", row(grid.row(3))}}),
                            .numbers = grid.row(3)};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto &x = values(s.question, "x"), &w = values(s.question, "weights");
                        check.require(x.size() == 3 && w.size() == 3);
                        const auto changed = [&](const std::vector<double>& delta) {
                            std::vector<double> noisy;
                            for (Index j = 0; j < 3; ++j) noisy.push_back(exact_sum(s.question.format, x[j], delta[j]));
                            Case other = s.question;
                            other.inputs["x"] = row(noisy);
                            return check.one(other) - check.one(s.question);
                        };
                        const auto norm = [&](const std::vector<double>& v) {
                            return check.one(asking("l2_penalty", s.question.format, {{"weights", flat(v)}}));
                        };
                        check.equal(square(changed(w)), square(norm(w)), Real(1) + square(norm(w)));
                        if (changed(s.numbers).is_point() && norm(w).is_point())
                            check.at_most(square(changed(s.numbers)), norm(w) * norm(s.numbers));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
