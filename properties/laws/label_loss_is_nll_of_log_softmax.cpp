// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// CrossEntropyLoss = NLLLoss ∘ LogSoftmax.
Law law_label_loss_is_nll_of_log_softmax() {
    return law({.name = "label loss is nll of log softmax",
                .statement = "CE(z, t) = nll(log_softmax(z), t)",
                .identity = "D08 L14",
                .operations = {"softmax_cross_entropy", "nll", "log_softmax"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = first_row(
                                drawn_case("softmax_cross_entropy", format, dice, {"moderate", "peaked", "tied", "huge_offset"}))};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        check.require(values(s.question, "label").size() == 1);
                        const Case logs = asked_of("log_softmax", s.question, {"logits"});
                        Case chosen = asking("nll", s.question.format,
                                             {{"log_probabilities", row(check.numbers(logs))}, {"label", s.question.inputs.at("label")}});
                        check.equal(check.compose(chosen, {{"log_probabilities", check.ask(logs)}}), check.ask(s.question));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
