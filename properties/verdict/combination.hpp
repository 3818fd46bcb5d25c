// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/sighting.hpp"
#include "properties/verdict/telltale.hpp"

namespace lossproof {

/// What is wrong as a combination of what the reference answers: the certified answer times a constant, plus a constant, or with one of
/// its terms times a constant. A term is what changes when a parameter becomes 0 or two inputs become equal. At least three different
/// numbers must have the same constant between them.
std::optional<Telltale> combination(const Sightings& drawn);

}  // namespace lossproof
