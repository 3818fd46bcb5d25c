// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/region.hpp"

namespace lossproof {

/// The extents of a case: N rows of `columns` entries; units of hidden layers and outputs where there are matrices.
struct Sizes {
    std::int64_t rows, columns, hidden0, hidden1, outputs;
};

/// Small where nothing asks for more: a draw of 16 cases should cost a few hundred certified numbers.
Sizes drawn_sizes(const Traits& traits, Region region, Dice& dice);

std::vector<std::int64_t> shape_of(const Operation& operation, const Input& input, const Sizes& sizes);

}  // namespace lossproof
