// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// InfoNCE is the label loss of the similarities over the temperature, the diagonal being the label. Powers of two divide exactly.
Law law_info_nce_is_a_label_loss() {
    return law({.name = "info nce is a label loss",
                .statement = "info_nce(Z, τ)_n = CE(Z_n/τ, n)",
                .identity = "L12",
                .operations = {"info_nce", "softmax_cross_entropy"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Grid grid(dice, format);
                    const int count = dice.whole(1, 4);
                    return {.question = asking("info_nce", format, {{"logits", rows(count, grid.row(count * count))}},
                                               {{"temperature", dice.one_of({1.0, 0.5, 2.0})}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const Tensor& z = s.question.inputs.at("logits");
                        std::vector<double> scaled, diagonal;
                        for (const double v : z.values)
                            scaled.push_back(exact_product(s.question.format, v, 1 / parameter(s.question, "temperature")));
                        for (std::int64_t n = 0; n < z.rows(); ++n) diagonal.push_back(static_cast<double>(n));
                        const Case plain = asking("softmax_cross_entropy", s.question.format,
                                                  {{"logits", rows(z.rows(), scaled)}, {"label", labels(diagonal)}});
                        check.equal(check.ask(s.question), check.ask(plain));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
