// SPDX-License-Identifier: Apache-2.0
#include "properties/court/statement.hpp"

namespace lossproof {

/// (diag(p) − ppᵀ)·1 = 0: a common shift changes nothing, to first order.
Law law_softmax_jacobian_annihilates_ones() {
    return law({.name = "softmax jacobian annihilates ones",
                .statement = "every row of the Jacobian of softmax sums to 0",
                .identity = "D15",
                .operations = {"softmax"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    return {.question = first_row(drawn_case("softmax", format, dice, {"moderate", "peaked", "tied", "huge_offset"}))};
                },
                .pleaded =
                    [](Court& court, const Sample& s) {
                        const auto classes = values(s.question, "logits").size();
                        const Reals jacobian = court.ask(s.question, "J_logits");
                        for (Index i = 0; i < classes; ++i) {
                            Real total = 0, size = 0;
                            for (Index j = 0; j < classes; ++j) total += jacobian[i * classes + j], size += abs(jacobian[i * classes + j]);
                            court.equal(total, Real(0), size);
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
