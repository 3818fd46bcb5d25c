// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// The softmax model that fits grouped data best reproduces the relative counts: softmax(log c) = c/Σc.
Law law_softmax_of_log_counts() {
    return law(
        {.name = "softmax of log counts",
         .statement = "softmax(log counts) = counts / Σ counts",
         .identity = "D26 C30 A15",
         .operations = {"softmax"},
         .drawn = [](Dice& dice, Format format) -> Sample {
             std::vector<double> counts(dice.whole(1, 5));
             for (double& c : counts) c = dice.whole(1, 100);
             return {.question = asking("softmax", format, {{"logits", row(std::vector<double>(counts.size(), 0.0))}}), .numbers = counts};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 check.require(s.numbers.size() == values(s.question, "logits").size());
                 Case nearby = s.question;
                 Reals logs;
                 Real total = 0;
                 for (Index j = 0; j < s.numbers.size(); ++j) {
                     check.require(s.numbers[j] > 0);
                     logs.push_back(log(exactly(s.numbers[j])));
                     nearby.inputs["logits"].values[j] = logs[j].round_into(spec(s.question.format)).value;
                     total += exactly(s.numbers[j]);
                 }
                 const Reals p = check.compose(nearby, {{"logits", logs}});
                 for (Index j = 0; j < p.size(); ++j) check.equal(p[j], exactly(s.numbers[j]) / total);
             },
         .for_subjects = true});
}

}  // namespace lossproof
