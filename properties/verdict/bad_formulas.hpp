// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/cause.hpp"
#include "reference/oracle/plan.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lossproof {

/// A formula that real code used, what its slip is in general, and what it answers.
struct BadFormula {
    const Cause* cause;
    std::string_view name;
    std::vector<double> values;
};

/// The answers that known bad formulas give for an output, in the case's format (only where no reduction is made and nothing is weighted).
std::vector<BadFormula> bad_formula_values(const Plan& plan, const std::string& output);

}  // namespace lossproof
