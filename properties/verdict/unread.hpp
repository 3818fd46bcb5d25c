// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"

namespace lossproof {

/// Is what the group adds to an output multiplied by exactly 0: by its own weight, its label's, or (a gradient) the upstream gradient?
bool weighs_nothing(const Plan& plan, Index group, bool gradient);

/// A NaN that weighs nothing need not be read. Here a NaN that stands in a row makes the row NaN, and a weight of 0 does not take it away;
/// a loop that skips what is multiplied by 0 (`if (p > 0) s += p * log(p / q)`, a mask) never meets it, and a where() does not either. True
/// if the truth is NaN, and what was got is right whatever number stands in the NaN's place, rows of weight 0 left out.
bool right_but_for_unread_nan(const Certificate& certificate, const CertifiedOutput& output, Index index, double got);

}  // namespace lossproof
