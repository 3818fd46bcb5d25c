// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"
#include "properties/generators/numbers.hpp"

namespace lossproof {

/// The mean over all six pairs of four samples equals the mean over the four: mini-batch losses and gradients are unbiased.
Law law_batches_average_to_the_whole() {
    return law({.name = "batches average to the whole",
                .statement = "mean over all batches of size 2 = mean over all 4 samples",
                .identity = "C33 C44 A02 A03",
                .operations = {"softmax_cross_entropy"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    const Case drawn = first_row(drawn_case("softmax_cross_entropy", format, dice, {"moderate", "peaked", "dyadic"}));
                    const auto& z = values(drawn, "logits");
                    std::vector<double> stacked, observed;
                    for (int n = 0; n < 4; ++n) {
                        for (const double v : z) stacked.push_back(n == 0 ? v : fitted(format, dice.between(-8, 8)));
                        observed.push_back(dice.whole(0, static_cast<int>(z.size()) - 1));
                    }
                    Tensors inputs = {{"logits", rows(4, stacked)}, {"label", labels(observed)}};
                    return {.question = asking("softmax_cross_entropy", format, inputs, {{"reduction", std::string("mean")}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const Tensor& z = s.question.inputs.at("logits");
                        check.require(z.rows() == 4 && s.question.parameters.contains("reduction"));
                        const auto& label = values(s.question, "label");
                        Real batches = 0;
                        for (std::int64_t a = 0; a < 4; ++a)
                            for (std::int64_t b = a + 1; b < 4; ++b) {
                                std::vector<double> pair(z.values.begin() + a * z.columns(), z.values.begin() + (a + 1) * z.columns());
                                pair.insert(pair.end(), z.values.begin() + b * z.columns(), z.values.begin() + (b + 1) * z.columns());
                                batches += check.one(asking("softmax_cross_entropy", s.question.format,
                                                            {{"logits", rows(2, pair)}, {"label", labels({label[a], label[b]})}},
                                                            s.question.parameters));
                            }
                        check.equal(batches / 6, check.one(s.question));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
