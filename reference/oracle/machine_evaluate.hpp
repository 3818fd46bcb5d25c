// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

namespace lossproof {

/// An output as the textbook formula gives it in machine arithmetic of the case's format, without any special cases.
std::vector<double> textbook_values(const Plan& plan, std::string_view output);
/// An output as the entry's stable algorithm gives it in the case's format, special values by their limits, sums by the grade.
std::vector<double> stable_values(const Plan& plan, std::string_view output, Grade grade = Grade::recursive);

}  // namespace lossproof
