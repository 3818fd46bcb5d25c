// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// vᵀHv = ½ ΣᵢΣⱼ pᵢpⱼ(vᵢ − vⱼ)² ≥ 0: the losses are convex in the logits. No two vᵢ are equal here, so the sum is as large as
/// its terms and cancellation leaves nothing open.
Law law_hessian_is_positive_semidefinite() {
    return law({.name = "hessian is positive semidefinite",
                .statement = "vᵀHv ≥ 0 for the Hessian of log Σ exp and of the losses built on it",
                .identity = "L12 L13 O11",
                .operations = {"softmax_cross_entropy", "softmax_cross_entropy_with_distribution", "logsumexp"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    const auto name = dice.one_of({"softmax_cross_entropy", "softmax_cross_entropy_with_distribution", "logsumexp"});
                    Sample sample{.question = first_row(drawn_case(name, format, dice, {"moderate", "peaked", "tied", "huge_offset"}))};
                    const auto classes = static_cast<int>(values(sample.question, "logits").size());
                    for (int i = 0; i < classes; ++i) sample.numbers.push_back(classes * dice.whole(-8, 8) + i);
                    return sample;
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const Reals hessian = check.ask(s.question, "H_logits"), v = reals(s.numbers);
                        check.require(hessian.size() == v.size() * v.size());
                        Real form = 0;
                        for (Index i = 0; i < v.size(); ++i)
                            for (Index j = 0; j < v.size(); ++j) form += v[i] * hessian[i * v.size() + j] * v[j];
                        check.at_most(Real(0), form);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
