// SPDX-License-Identifier: Apache-2.0
#include "properties/court/statement.hpp"

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
                .pleaded =
                    [](Court& court, const Sample& s) {
                        court.require(values(s.question, "label").size() == 1);
                        const Case logs = asked_of("log_softmax", s.question, {"logits"});
                        Case chosen = asking("nll", s.question.format,
                                             {{"log_probabilities", row(court.numbers(logs))}, {"label", s.question.inputs.at("label")}});
                        court.equal(court.compose(chosen, {{"log_probabilities", court.ask(logs)}}), court.ask(s.question));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
