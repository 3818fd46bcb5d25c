// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/added.hpp"

namespace lossproof {

/// `static constexpr ComputedBound value_bound = computed_on_input;` of an entry without constants counted by hand: the rule itself, by
/// whose address it is known.
using ComputedBound = Bound (&)(const Extent&);

}  // namespace lossproof
