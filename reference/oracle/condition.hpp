// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/evaluate.hpp"

namespace lossproof {

/// κ of every component of one slot of a unit: Σ over data |xᵢ|·|∂ᵢ| with derivatives from dual enclosures.
std::vector<double> conditions_of(const Plan& plan, const Unit& unit, Index slot);

/// Enclosures of ∂output/∂input for one component: by input index, then by place in that input's tensor.
std::vector<std::vector<Enclosure256>> derivatives_of(const Plan& plan, const Unit& unit, Index slot, Index component);

}  // namespace lossproof
