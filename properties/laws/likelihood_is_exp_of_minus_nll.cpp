// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// ∏ p = exp(−NLL).
Law law_likelihood_is_exp_of_minus_nll() {
    return law({.name = "likelihood is exp of minus nll",
                .statement = "likelihood(p) = exp(−negative_log_likelihood(p))",
                .identity = "D20 L18 A14",
                .operations = {"likelihood", "negative_log_likelihood"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("likelihood", format, dice, {"moderate", "near_one_hot", "dyadic", "unnormalised"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        for (const double p : values(s.question, "p")) check.require(p > 0);
                        const Reals product = check.ask(s.question),
                                    nll = check.ask(asked_of("negative_log_likelihood", s.question, {"p"}));
                        for (Index n = 0; n < product.size(); ++n) check.equal(product[n], exp(-nll[n]));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
