// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/dice.hpp"
#include "reference/oracle/operation.hpp"

namespace lossproof {

/// One valid value for every parameter that must be given; defaults otherwise.
Parameters ordinary_parameters(const Operation& operation);

/// Often the default, else values people use, else odd ones, else any between them; always in range. What is shared by operations
/// (reduction, ignore_index …) is drawn elsewhere.
Parameters drawn_parameters(const Operation& operation, Format format, Dice& dice);

/// The first values in use, both ends of the legal range (near them where they are excluded), and one between; or every word.
std::vector<ParameterValue> telling_values(const Parameter& parameter, Format format, Dice& dice);

}  // namespace lossproof
