// SPDX-License-Identifier: Apache-2.0
#include "properties/court/statement.hpp"

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
                .pleaded =
                    [](Court& court, const Sample& s) {
                        for (const double p : values(s.question, "p")) court.require(p > 0);
                        const Reals product = court.ask(s.question),
                                    nll = court.ask(asked_of("negative_log_likelihood", s.question, {"p"}));
                        for (Index n = 0; n < product.size(); ++n) court.equal(product[n], exp(-nll[n]));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
