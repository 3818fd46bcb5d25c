// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/sighting.hpp"
#include "properties/verdict/telltale.hpp"

namespace lossproof {

/// The slip in how a question was read, if the certified answer of another question is the one that came: an option left out or with
/// another value, weights or the upstream gradient left out, another reduction, labels from another base, two inputs exchanged, an ε. No
/// formula is known here; the reference answers itself, so a slip with an option that is added tomorrow has its name today.
/// It must explain component `index` of the witness, and most of what is wrong in the cases as they were drawn, in several numbers or one
/// with many digits: agreement on one simple number is chance.
std::optional<Telltale> counterfactual(const Sighting& witness, Index index, const Sightings& drawn);
/// The same with other operations of the catalogue on the same inputs.
std::optional<Telltale> other_operation(const Sighting& witness, Index index, const Sightings& drawn);

}  // namespace lossproof
