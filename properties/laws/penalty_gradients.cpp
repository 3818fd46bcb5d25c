// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// ∇½‖w‖² = w, ∇‖w‖² = 2w, ∇‖w‖₁ = sign w; and ‖w‖² = 2·½‖w‖².
Law law_penalty_gradients() {
    return law({.name = "penalty gradients",
                .statement = "d half_l2 = w, d l2 = 2w, d l1 = sign w, l2 = 2 half_l2",
                .identity = "D33 R01 R02 R03",
                .operations = {"half_l2_penalty", "l2_penalty", "l1_penalty"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("half_l2_penalty", format, dice, {"moderate", "wide_range", "dyadic"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& w = values(s.question, "weights");
                        const Case whole = asked_of("l2_penalty", s.question, {"weights"}),
                                   absolute = asked_of("l1_penalty", s.question, {"weights"});
                        const Reals half = check.ask(s.question, "d_weights"), full = check.ask(whole, "d_weights"),
                                    one = check.ask(absolute, "d_weights");
                        check.equal(check.one(whole), 2 * check.one(s.question));
                        for (Index j = 0; j < w.size(); ++j) {
                            check.equal(half[j], exactly(w[j]));
                            check.equal(full[j], 2 * exactly(w[j]));
                            if (w[j] != 0) check.equal(one[j], Real(w[j] > 0 ? 1 : -1));
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
