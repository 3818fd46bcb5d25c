// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// A linear unit answers a change of its input by the same amount everywhere.
Law law_linear_units_do_not_saturate() {
    return law({.name = "linear units do not saturate",
                .statement = "W(x + h) − Wx = Wh",
                .identity = "C18 O19",
                .operations = {"linear_scores"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    const int inputs = dice.whole(1, 4);
                    return {.question =
                                asking("linear_scores", format, {{"x", row(grid.row(inputs))}, {"weights", rows(2, grid.row(2 * inputs))}}),
                            .numbers = grid.row(inputs)};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& x = values(s.question, "x");
                        check.require(x.size() == s.numbers.size());
                        Case moved = s.question, step = s.question;
                        for (Index j = 0; j < x.size(); ++j) moved.inputs["x"].values[j] = exact_sum(s.question.format, x[j], s.numbers[j]);
                        step.inputs["x"] = row(s.numbers);
                        const Reals there = check.ask(moved), here = check.ask(s.question), change = check.ask(step);
                        for (Index k = 0; k < here.size(); ++k)
                            check.equal(there[k] - here[k], change[k], Real(1) + abs(there[k]) + abs(here[k]));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
