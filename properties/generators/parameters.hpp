// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/dice.hpp"
#include "reference/oracle/operation.hpp"

namespace lossproof {

/// One valid value for every parameter that must be given; defaults otherwise.
Parameters ordinary_parameters(const Operation& operation);

/// Often the default, else values people use, else odd ones; always in range. Reduction and ignore_index are drawn elsewhere.
Parameters drawn_parameters(const Operation& operation, Dice& dice);

}  // namespace lossproof
