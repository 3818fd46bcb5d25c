// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// The label losses of equal rows sum to −Σ c_k log p_k: the multinomial likelihood without its coefficient.
Law law_label_losses_sum_to_the_multinomial() {
    return law({.name = "label losses sum to the multinomial",
                .statement = "Σ_n CE(z, t_n) = −Σ_k c_k log p_k",
                .identity = "C04 L12 L18",
                .operations = {"softmax_cross_entropy", "log_softmax"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    const Case drawn = first_row(drawn_case("softmax_cross_entropy", format, dice, {"moderate", "peaked", "tied"}));
                    const auto& z = values(drawn, "logits");
                    std::vector<double> stacked, observed;
                    for (int n = dice.whole(1, 5); n > 0; --n) {
                        stacked.insert(stacked.end(), z.begin(), z.end());
                        observed.push_back(dice.whole(0, static_cast<int>(z.size()) - 1));
                    }
                    Tensors inputs = {{"logits", rows(static_cast<std::int64_t>(observed.size()), stacked)}, {"label", labels(observed)}};
                    return {.question = asking("softmax_cross_entropy", format, inputs, {{"reduction", std::string("sum")}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const Tensor& z = s.question.inputs.at("logits");
                        const auto columns = static_cast<std::size_t>(z.columns());
                        for (std::size_t i = columns; i < z.values.size(); ++i) check.require(z.values[i] == z.values[i - columns]);
                        check.require(s.question.parameters.contains("reduction"));
                        const Reals logs = check.ask(first_row(asked_of("log_softmax", s.question, {"logits"})));
                        Real likelihood = 0;
                        for (const double t : values(s.question, "label")) likelihood -= logs[static_cast<Index>(t)];
                        check.equal(check.one(s.question), likelihood, Real(1));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
