// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Wx + b = [W b][x; 1].
Law law_bias_trick() {
    return law(
        {.name = "bias trick",
         .statement = "linear_scores(W, x, b) = linear_scores([W b], [x; 1])",
         .identity = "D19 O02",
         .operations = {"linear_scores"},
         .drawn = [](Dice& dice, Format format) -> Sample {
             return {.question = drawn_case("linear_scores", format, dice, {"moderate", "dyadic", "cancelling", "wide_range"})};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 const Tensor &x = s.question.inputs.at("x"), &w = s.question.inputs.at("weights");
                 const auto& b = values(s.question, "bias");
                 const auto widened = [](const Tensor& tensor, const std::vector<double>& last) {
                     std::vector<double> entries;
                     for (std::int64_t i = 0; i < tensor.rows(); ++i) {
                         entries.insert(entries.end(), tensor.values.begin() + i * tensor.columns(),
                                        tensor.values.begin() + (i + 1) * tensor.columns());
                         entries.push_back(last[i]);
                     }
                     return rows(tensor.rows(), entries);
                 };
                 const Tensor taller = widened(x, std::vector<double>(static_cast<std::size_t>(x.rows()), 1.0));
                 const Reals tricked = check.ask(asking("linear_scores", s.question.format, {{"x", taller}, {"weights", widened(w, b)}}));
                 const Reals plain = check.ask(s.question);
                 for (Index i = 0; i < plain.size(); ++i) check.equal(plain[i], tricked[i], Real(1));
             },
         .for_subjects = true});
}

}  // namespace lossproof
