// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"
#include "properties/generators/numbers.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// Through three layers the derivative is the product of the layers; sigmoid slopes keep it below |(ŷ−y)w₂w₁x|/64.
Law law_chain_rule_through_layers() {
    return law({.name = "chain rule through layers",
                .statement = "dL/dw0 = (ŷ − y) φ′(o2) w2 φ′(o1) w1 φ′(o0) x, at most |(ŷ − y) w2 w1 x|/64",
                .identity = "D13 A07 A08 C34 N35",
                .operations = {"mlp"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    const auto number = [&] { return fitted(format, dice.between(-3, 3)); };
                    Tensors inputs = {{"x", row({number()})},        {"weights0", row({number()})}, {"bias0", flat({number()})},
                                      {"weights1", row({number()})}, {"bias1", flat({number()})},   {"weights2", row({number()})},
                                      {"target", row({number()})}};
                    return {.question = asking("mlp", format, inputs, {{"activation", std::string("sigmoid")}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        check.require(std::get<std::string>(s.question.parameters.at("activation")) == "sigmoid");
                        const auto given = [&](const char* name) { return exactly(values(s.question, name)[0]); };
                        const auto slope = [](const Real& o) { return sigmoid_of(o) * sigmoid_of(-o); };
                        const Real o0 = given("weights0") * given("x") + given("bias0");
                        const Real o1 = given("weights1") * sigmoid_of(o0) + given("bias1"), o2 = given("weights2") * sigmoid_of(o1);
                        const Real error = sigmoid_of(o2) - given("target"), weights = given("weights2") * given("weights1") * given("x");
                        const Real derivative = check.one(s.question, "d_weights0");
                        check.equal(derivative, error * weights * slope(o2) * slope(o1) * slope(o0));
                        if ((weights == Real(0)) == Decision::no) check.less(abs(derivative), abs(error * weights) / 64);
                    },
                .for_subjects = true});
}

}  // namespace lossproof
