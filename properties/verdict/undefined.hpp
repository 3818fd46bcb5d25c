// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"

namespace lossproof {

/// IEEE arithmetic makes 0·∞ a NaN; here a weight or an upstream gradient of exactly 0 takes an infinite answer away (it is an exact
/// factor, definition of the reduction). True if such a factor stands before an answer that is infinite, not a number, or beyond the
/// format, in a group that the component gathers.
bool zero_times_infinity(const Plan& plan, const Plan::Output& output, Index index);

/// Where the loss itself has no value (∞ − ∞ in what is read, no NaN), its slope has none that anybody could be held to.
bool slope_of_no_value(const Plan& plan, const Plan::Output& output, Index index);

}  // namespace lossproof
