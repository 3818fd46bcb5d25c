// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

namespace lossproof {

/// Clarke's subdifferential of the loss by one datum, as component `index` of a gradient asks for it: the divisor of a mean included, and
/// where the gradient gathers all groups, the sum of their sets. Nothing where the derivative is one number, which the evaluation itself
/// tells: it met a kink, and no precision narrows the hull of slopes. The set is meant, not a point in it.
std::optional<Enclosure256> subdifferential(const Plan& plan, std::string_view output, Index index);

}  // namespace lossproof
