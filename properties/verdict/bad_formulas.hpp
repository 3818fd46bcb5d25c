// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

#include <string>
#include <utility>
#include <vector>

namespace lossproof {

/// The answers that known bad formulas give for an output, in the case's format (only where no reduction is made).
std::vector<std::pair<std::string, std::vector<double>>> bad_formula_values(const Plan& plan, const std::string& output);

}  // namespace lossproof
