// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Cross-entropy with a one-hot target is the loss of its label.
Law law_one_hot_target_is_the_label() {
    return law({.name = "one hot target is the label",
                .statement = "CE(z, e_t) = CE(z, t)",
                .identity = "D07 C40",
                .operations = {"softmax_cross_entropy_with_distribution", "softmax_cross_entropy"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("softmax_cross_entropy", format, dice,
                                                   {"moderate", "peaked", "tied", "huge_offset", "lse_near_zero"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const Tensor& z = s.question.inputs.at("logits");
                        const auto& label = values(s.question, "label");
                        Tensor target{.shape = z.shape, .values = std::vector<double>(z.values.size(), 0.0)};
                        for (std::size_t n = 0; n < label.size(); ++n)
                            target.values[n * z.columns() + static_cast<std::size_t>(label[n])] = 1;
                        const Case soft =
                            asking("softmax_cross_entropy_with_distribution", s.question.format, {{"logits", z}, {"target", target}});
                        check.equal(check.ask(soft), check.ask(s.question));
                        check.equal(check.ask(soft, "d_logits"), check.ask(s.question, "d_logits"));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
