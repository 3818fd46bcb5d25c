// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fast/bound.hpp"
#include "fast/elementwise/block.hpp"

namespace lossproof::fast {

/// Runs a block kernel over matrices of any stride and element type. Output 0 is the value, 1 and 2 are gradients (or
/// the new state of a step).
void run_elementwise(const Bound& b, BlockFunction kernel, const double* parameters);

/// The same for losses whose value is a sum of terms over each row, divided by `row_divisor`. A row without a value
/// (NaN) has no gradient either, in any of its entries.
void run_row_sums(const Bound& b, BlockFunction kernel, const double* parameters, double row_divisor);

}  // namespace lossproof::fast
