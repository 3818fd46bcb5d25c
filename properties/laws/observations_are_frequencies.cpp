// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

namespace lossproof {

/// Σ over N observations of −log q = N·H(p_obs, q), with the factor N. Counts are eighths, so p_obs is exact.
Law law_observations_are_frequencies() {
    return law({.name = "observations are frequencies",
                .statement = "Σ_obs −log q(x) = N·H(p_obs, q)",
                .identity = "D21 E8 I05 C36",
                .operations = {"negative_log_likelihood", "cross_entropy"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    Case drawn = first_row(drawn_case("cross_entropy", format, dice, {"moderate", "near_one_hot", "unnormalised"}));
                    for (double& p : drawn.inputs["p"].values) p = dice.whole(0, 4) / 8.0;
                    return {.question = drawn};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        std::vector<double> observed;
                        const auto &p = values(s.question, "p"), &q = values(s.question, "q");
                        for (std::size_t j = 0; j < p.size(); ++j) {
                            check.require(q[j] > 0 && p[j] * 8 == static_cast<int>(p[j] * 8) && p[j] >= 0 && p[j] <= 1);
                            observed.insert(observed.end(), static_cast<std::size_t>(p[j] * 8), q[j]);
                        }
                        check.require(!observed.empty());
                        const Case sample = asking("negative_log_likelihood", s.question.format, {{"p", row(observed)}});
                        check.equal(check.one(sample), 8 * check.one(s.question), Real(1));
                    },
                .for_subjects = true});
}

}  // namespace lossproof
