// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/lanes.hpp"

namespace lossproof {

/// A lane for every run of `length` numbers, a ball around all of them; it says nothing of a run with an infinity or a NaN. At most `count`
/// runs, and whole ones; lanes beyond say nothing. What such a lane decides is decided for every number of its run.
Lanes around_runs(std::span<const double> values, std::size_t length);

inline constexpr std::size_t run_length = 64;  ///< a multiple of every register

}  // namespace lossproof
