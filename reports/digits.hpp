// SPDX-License-Identifier: Apache-2.0
// One number for an operation's result: how many decimal digits are right on numbers that people train with.
#pragma once
#include "reports/overview.hpp"

namespace lossproof::reports {

/// The decimal digits that a number of the format has: 15.95, 7.22, 3.31, 2.41.
double digits_of(const std::string& format);

/// Right decimal digits of the format's own. A sampled minimum is an upper bound, written with ≤.
struct RightDigits {
    double right = 0, most = 0;
    bool exhaustive = false;

    double share() const { return right / most; }
};

/// The fewest right digits, log₁₀ of the format's 2^p over the error in ulp, among the witnesses of the regime `ordinary` and the strata of
/// everyday numbers (moderate, dyadic) that did not fall short; where such a stratum fell short, its ordinary inputs speak through their
/// witnesses, and the others (tiny, landmark) are no ordinary input. Absent where neither was judged.
std::optional<RightDigits> right_digits(const Cell& cell);
/// `≤ 4.3`, cut and not rounded up; `all 7.2` where nothing lost more than an ulp.
std::string digits_text(const RightDigits& digits);

/// The most ordinary regime in which a cell falls short; nothing where it does not.
std::optional<Regime> most_ordinary(const Cell& cell);

/// How far in the format's range a cell holds: `full`, `range_limited` (as the stable algorithm is), or `falls_short` (at its ends).
std::string_view range_of(const Cell& cell);

}  // namespace lossproof::reports
