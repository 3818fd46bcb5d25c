// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/verdict.hpp"

namespace lossproof {

/// The largest error a class allows, and in words why. `error` is NaN where the class makes no claim.
struct Limit {
    long double error;
    std::string text;
};

/// u·A·|y|, with A of the operation's stable algorithm, the outer sum and the last divisions added.
Limit relative_limit(const Setting& setting, BoundRule rule, Grade grade, long double truth);

/// u·(a·M + b·κ), M = Σ|Lᵢ| for a reduced sum of mixed sign and |y| otherwise.
Limit mixed_limit(const Setting& setting, BoundRule rule, Grade grade, long double magnitude, double condition, long double truth);

}  // namespace lossproof
