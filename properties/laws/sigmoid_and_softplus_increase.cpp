// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {

/// x < y gives σ(x) < σ(y) and ζ(x) < ζ(y).
Law law_sigmoid_and_softplus_increase() {
    return law({.name = "sigmoid and softplus increase",
                .statement = "x < y implies sigmoid(x) < sigmoid(y) and softplus(x) < softplus(y)",
                .identity = "O08 O09",
                .operations = {"sigmoid", "softplus"},
                .drawn = [](Dice& dice, Format format) -> Sample {
                    const Case drawn = drawn_case("sigmoid", format, dice, {"moderate", "peaked", "dyadic"});
                    const double x = values(drawn, "x")[0];
                    const double y = dice.chance(50) ? neighbour(spec(format), x, 1) : dice.between(-8, 8);
                    return {.question = asking("sigmoid", format, {{"x", row({x, round_to(format, y)})}})};
                },
                .checked =
                    [](LawChecker& check, const Sample& s) {
                        auto pair = values(s.question, "x");
                        // Beyond 60 the difference from 1 needs more bits than an enclosure has here.
                        check.require(pair.size() == 2 && pair[0] != pair[1] && std::max(std::fabs(pair[0]), std::fabs(pair[1])) < 60);
                        const bool ascending = pair[0] < pair[1];
                        for (const auto map : {"sigmoid", "softplus"}) {
                            const Reals f = check.ask(asking(map, s.question.format, s.question.inputs));
                            check.less(f[ascending ? 0 : 1], f[ascending ? 1 : 0]);
                        }
                    },
                .for_subjects = true});
}

}  // namespace lossproof
