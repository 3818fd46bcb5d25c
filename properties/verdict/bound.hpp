// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/verdict.hpp"

namespace lossproof {

/// u·A·|y|, with A of the operation's stable algorithm, the outer sum and the last divisions added.
Limit relative_limit(const Setting& setting, BoundRule rule, Grade grade, long double truth);

/// u·(a·M + b·κ), M = Σ|Lᵢ| for a reduced sum of mixed sign and |y| otherwise.
Limit mixed_limit(const Setting& setting, BoundRule rule, Grade grade, long double magnitude, double condition, long double truth);

}  // namespace lossproof
