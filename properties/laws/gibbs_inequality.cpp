// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// KL(p‖q) ≥ Σp − Σq, equality iff p = q. Never KL ≥ 0: doubles do not sum to one.
Law law_gibbs_inequality() {
    return law({.name = "gibbs inequality",
                .statement = "KL(p, q) ≥ Σp − Σq, with equality iff p = q",
                .identity = "D32 C03 N24",
                .operations = {"kl_divergence"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question =
                                first_row(drawn_case("kl_divergence", format, dice,
                                                     {"moderate", "near_equal", "all_equal", "near_one_hot", "unnormalised", "dyadic"}))};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto &p = values(s.question, "p"), &q = values(s.question, "q");
                        Real excess = 0;
                        for (Index j = 0; j < p.size(); ++j) {
                            check.require(q[j] > 0 || p[j] == 0);
                            excess += exactly(p[j]) - exactly(q[j]);
                        }
                        if (p == q) check.equal(check.one(s.question), excess);
                        else check.less(excess, check.one(s.question));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
