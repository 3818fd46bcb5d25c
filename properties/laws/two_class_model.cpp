// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Pr(Y=0) + Pr(Y=1) = 1 and Pr(Y=1) = σ(β·x), β = β₁ − β₀. Small quarters keep the scores exact.
Law law_two_class_model() {
    return law({.name = "two class model",
                .statement = "softmax(Bx) sums to 1, and its second entry is sigmoid((β1 − β0)·x)",
                .identity = "D34 O15 N36 C16",
                .operations = {"linear_scores", "softmax", "sigmoid"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    const auto quarters = [&](int count) {
                        std::vector<double> v(count);
                        for (double& x : v) x = dice.whole(-7, 7) / 4.0;
                        return v;
                    };
                    return {.question = asking("linear_scores", format, {{"x", row(quarters(2))}, {"weights", rows(2, quarters(4))}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto &x = values(s.question, "x"), &w = values(s.question, "weights");
                        check.require(x.size() == 2 && w.size() == 4);
                        const Format format = s.question.format;
                        const auto score = [&](int k) {
                            return exact_sum(format, exact_product(format, w[2 * k], x[0]), exact_product(format, w[2 * k + 1], x[1]));
                        };
                        check.equal(check.ask(s.question), reals({score(0), score(1)}));
                        const Reals p = check.ask(asking("softmax", format, {{"logits", row({score(0), score(1)})}}));
                        check.equal(p[0] + p[1], Real(1));
                        check.equal(p[1], check.one(asking("sigmoid", format, {{"x", row({exact_sum(format, score(1), -score(0))})}})));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
