// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Huber(δ) = δ·smooth L1(δ), and at most both the parabola and δ|d|.
Law law_huber_and_smooth_l1() {
    return law({.name = "huber and smooth l1",
                .statement = "huber = δ·smooth_l1 ≤ min(d²/2, δ|d|)",
                .identity = "",
                .operations = {"huber", "smooth_l1"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Case drawn = drawn_case("huber", format, dice, {"moderate", "near_kink", "near_equal", "dyadic"});
                    drawn.parameters = {{"delta", dice.one_of({1.0, 0.5, 0.1, 2.0})}};
                    return {.question = drawn};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        check.require(s.question.parameters.contains("delta") && parameter(s.question, "delta") > 0);
                        const Real delta = exactly(parameter(s.question, "delta"));
                        Case smooth = s.question;
                        smooth.operation = "smooth_l1";
                        const Reals huber = check.ask(s.question), scaled = check.ask(smooth);
                        const auto &a = values(s.question, "prediction"), &b = values(s.question, "target");
                        for (Index j = 0; j < huber.size(); ++j) {
                            const Real d = abs(exactly(a[j]) - exactly(b[j]));
                            check.equal(huber[j], delta * scaled[j]);
                            if ((delta < d) == Decision::yes) check.less(huber[j], square(d) / 2);
                            else check.equal(huber[j], square(d) / 2);
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
