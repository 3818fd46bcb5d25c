// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Scaling unequal logits up lowers the entropy of their softmax.
Law law_stimulation_sharpens_softmax() {
    return law({.name = "stimulation sharpens softmax",
                .statement = "H(softmax(2z)) < H(softmax(z)) unless z is constant",
                .identity = "C14 N10 N11",
                .operations = {"softmax", "entropy"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    auto drawn = first_row(drawn_case("softmax", format, dice, {"moderate", "dyadic"}));
                    return {.question = drawn};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto& z = values(s.question, "logits");
                        check.require(!all_equal(z));
                        const auto entropy = [&](double factor) {
                            Case scaled = s.question;
                            for (double& v : scaled.inputs["logits"].values) v = exact_product(s.question.format, v, factor);
                            const Reals p = check.ask(scaled);
                            for (const Real& v : p) check.require(v.lower() > 0);
                            return check.compose(asking("entropy", s.question.format, {{"p", row(check.numbers(scaled))}}), {{"p", p}})[0];
                        };
                        check.less(entropy(2), entropy(1));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
