// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/evaluate.hpp"

namespace lossproof {

/// κ over differences of every component of one slot of a unit: Σ |xᵢ − max x|·|∂ᵢ| along every row of the first input whose slopes sum
/// to 0, |xᵢ|·|∂ᵢ| elsewhere. Such an answer does not feel a common offset, and subtracting the largest number first is known to cost no
/// more than this. Infinite where no row is so. One recording serves the whole row.
std::vector<double> gap_conditions_of(const Plan& plan, const Unit& unit, Index slot);

}  // namespace lossproof
