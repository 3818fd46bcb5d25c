// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// The regularised objective and its gradient add up, and the penalty does not look at the data.
Law law_objective_is_data_plus_penalty() {
    return law({.name = "objective is data plus penalty",
                .statement = "objective = mean x + alpha·half_l2(w); d_weights = alpha·w whatever x is",
                .identity = "C06 C10 C43 L22",
                .operations = {"regularized_objective", "half_l2_penalty"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("regularized_objective", format, dice, {"moderate", "dyadic", "wide_range"}, true)};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const Real alpha = exactly(parameter(s.question, "alpha"));
                        const auto &x = values(s.question, "x"), &w = values(s.question, "weights");
                        Case elsewhere = s.question;
                        for (double& v : elsewhere.inputs["x"].values) v = -v;
                        const Real mean = sum(reals(x)) / Real(static_cast<int>(x.size()));
                        const Real penalty = check.one(asked_of("half_l2_penalty", s.question, {"weights"}));
                        check.equal(check.one(s.question), mean + alpha * penalty, Real(1) + abs(mean));
                        const Reals here = check.ask(s.question, "d_weights"), there = check.ask(elsewhere, "d_weights");
                        for (Index j = 0; j < w.size(); ++j) {
                            check.equal(here[j], alpha * exactly(w[j]));
                            check.equal(there[j], here[j]);
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
