// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// JS(p, q) = JS(q, p), between 0 and log 2 · (Σp + Σq)/2; cross-entropy and KL are not symmetric.
Law law_jensen_shannon_is_symmetric() {
    return law({.name = "jensen shannon is symmetric",
                .statement = "JS(p, q) = JS(q, p) ≤ log 2 · (Σp + Σq)/2",
                .identity = "I04 C37",
                .operations = {"js_divergence"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = first_row(drawn_case("js_divergence", format, dice,
                                                             {"moderate", "near_equal", "near_one_hot", "unnormalised", "dyadic"}))};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        Case swapped = s.question;
                        std::swap(swapped.inputs["p"], swapped.inputs["q"]);
                        const Real divergence = check.one(s.question),
                                   ceiling = log(Real(2)) * (sum(reals(values(s.question, "p"))) + sum(reals(values(s.question, "q")))) / 2;
                        check.equal(divergence, check.one(swapped), Real(1));
                        for (const double v : values(s.question, "p")) check.require(v > 0);
                        for (const double v : values(s.question, "q")) check.require(v > 0);
                        check.less(divergence, ceiling);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
