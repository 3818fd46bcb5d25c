// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// KL(p‖q) = H(p,q) − H(p), on the numbers as given: no normalisation is needed.
Law law_kl_is_cross_entropy_less_entropy() {
    return law({.name = "kl is cross entropy less entropy",
                .statement = "KL(p, q) = H(p, q) − H(p)",
                .identity = "D01",
                .operations = {"kl_divergence", "cross_entropy", "entropy"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("kl_divergence", format, dice,
                                                   {"moderate", "near_equal", "near_one_hot", "unnormalised", "dyadic"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& p = s.question.inputs.at("p");
                        const auto& q = s.question.inputs.at("q");
                        for (std::size_t j = 0; j < p.values.size(); ++j) check.require(p.values[j] == 0 || q.values[j] > 0);
                        const Reals divergence = check.ask(s.question);
                        const Reals cross = check.ask(asking("cross_entropy", s.question.format, {{"p", p}, {"q", q}}));
                        const Reals own = check.ask(asking("entropy", s.question.format, {{"p", p}}));
                        for (Index n = 0; n < own.size(); ++n)
                            check.equal(divergence[n], cross[n] - own[n], abs(cross[n]) + abs(own[n]) + 1);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
