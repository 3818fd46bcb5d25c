// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// ∇ of the label loss is softmax(z) − e_t; it sums to zero.
Law law_gradient_of_label_loss() {
    return law({.name = "gradient of label loss",
                .statement = "d loss = softmax(z) − e_t, and its entries sum to 0",
                .identity = "D14 C39",
                .operations = {"softmax_cross_entropy", "softmax"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("softmax_cross_entropy", format, dice,
                                                   {"moderate", "peaked", "tied", "huge_offset", "lse_near_zero", "saturated"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const Tensor& z = s.question.inputs.at("logits");
                        const auto& label = values(s.question, "label");
                        const Reals gradient = check.ask(s.question, "d_logits");
                        const Reals p = check.ask(asking("softmax", s.question.format, {{"logits", z}}));
                        const auto classes = static_cast<Index>(z.columns());
                        for (Index n = 0; n < label.size(); ++n) {
                            Real zero = 0;
                            for (Index j = 0; j < classes; ++j) {
                                const Index i = n * classes + j;
                                check.equal(gradient[i], p[i] - Real(label[n] == static_cast<double>(j) ? 1 : 0), Real(1));
                                zero += gradient[i];
                            }
                            check.equal(zero, Real(0), Real(1));
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
