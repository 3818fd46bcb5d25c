// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/sighting.hpp"
#include "properties/verdict/telltale.hpp"

namespace lossproof {

/// A branch that was not taken rightly, from where the wrong numbers stand among the right ones of cases of elements: exactly where the
/// argument (a number, or the difference of two) is 0; on one side of 0 only; where the definition is flat.
std::optional<Telltale> wrong_branch(const Sightings& drawn);

}  // namespace lossproof
