// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/ball_lanes.hpp"
#include "reference/oracle/operation.hpp"

namespace lossproof {

/// May the entries of a row change places, together in all inputs, the label with them? Then the answers change places as the entries do.
enum class RowOrder : std::uint8_t { kept, free };

/// The formulas of an operation in lanes of balls: a lane a row, or an element, of a batch.
struct RowFormulas {
    Formula<BallLanes> value = nullptr, gradient = nullptr;
    RowOrder order = RowOrder::kept;
};

/// What an entry declares, known by its formula in balls: an operation that replaces another of its name has none of that one's.
bool declare_rows(Formula<Ball> value, const RowFormulas& formulas);
/// Null if there are none.
const RowFormulas* rows_of(const Operation& operation);

}  // namespace lossproof
