// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Log-probabilities are already normalised: log-softmax leaves them as they are.
Law law_log_softmax_is_idempotent() {
    return law({.name = "log softmax is idempotent",
                .statement = "log_softmax(log_softmax(z)) = log_softmax(z)",
                .identity = "D30",
                .operations = {"log_softmax"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = first_row(drawn_case("log_softmax", format, dice, {"moderate", "tied", "huge_offset", "dyadic"}))};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const Reals once = check.ask(s.question);
                        const Reals twice = check.compose(
                            asking("log_softmax", s.question.format, {{"logits", row(check.numbers(s.question))}}), {{"logits", once}});
                        for (Index j = 0; j < once.size(); ++j) check.equal(twice[j], once[j], Real(1));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
