// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// The first term of the loss has slope −1 everywhere.
Law law_nll_never_saturates() {
    return law({.name = "nll never saturates",
                .statement = "d nll = −e_t",
                .identity = "C27 L14",
                .operations = {"nll"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = drawn_case("nll", format, dice, {"moderate", "dyadic", "random_bits"})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto classes = static_cast<Index>(s.question.inputs.at("log_probabilities").columns());
                        const auto& label = values(s.question, "label");
                        const Reals slope = check.ask(s.question, "d_log_probabilities");
                        for (Index n = 0; n < label.size(); ++n)
                            for (Index j = 0; j < classes; ++j)
                                check.equal(slope[n * classes + j], Real(static_cast<double>(j) == label[n] ? -1 : 0));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
