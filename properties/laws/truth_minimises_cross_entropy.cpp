// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <numeric>

namespace lossproof {

/// Among q with the sum of p, H(p, q) and KL(p‖q) are least at q = p, and only there. Sixty-fourths have exact sums.
Law law_truth_minimises_cross_entropy() {
    return law({.name = "truth minimises cross entropy",
                .statement = "Σq = Σp, q ≠ p implies H(p, q) > H(p, p) and KL(p, q) > KL(p, p) = 0",
                .identity = "D24 Q08 Q10 C03 C29",
                .operations = {"cross_entropy", "kl_divergence"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    const int classes = dice.whole(2, 5);
                    std::vector<double> p(classes, 0.0), q(classes, 1.0 / 64);
                    for (int i = 0; i < 64; ++i) p[dice.whole(0, classes - 1)] += 1.0 / 64;
                    for (int i = classes; i < 64; ++i) q[dice.whole(0, classes - 1)] += 1.0 / 64;
                    return {.question = asking("cross_entropy", format, {{"p", row(p)}, {"q", row(q)}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        const auto &p = values(s.question, "p"), &q = values(s.question, "q");
                        check.require(std::accumulate(p.begin(), p.end(), 0.0) == std::accumulate(q.begin(), q.end(), 0.0) && p != q);
                        for (const double v : q) check.require(v > 0);
                        Case divergence = s.question, own = s.question;
                        divergence.operation = "kl_divergence";
                        own.inputs["q"] = own.inputs["p"];
                        check.less(check.one(own), check.one(s.question));
                        check.less(Real(0), check.one(divergence));
                        divergence.inputs["q"] = divergence.inputs["p"];
                        check.equal(check.one(divergence), Real(0));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
