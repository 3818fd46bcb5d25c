// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

namespace lossproof {

/// κ over differences: Σ |xᵢ − max x|·|∂ᵢ| along every row of the first input whose slopes sum to 0, |xᵢ|·|∂ᵢ| elsewhere. Such an answer
/// does not feel a common offset, and subtracting the largest number first is known to cost no more than this. Infinite where no row is so.
double gap_condition(const Plan& plan, const Plan::Output& output, Index index);

}  // namespace lossproof
