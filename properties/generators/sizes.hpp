// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/region.hpp"

namespace lossproof {

/// The extents of a case: N rows of `columns` entries; units of hidden layers and outputs where there are matrices.
struct Sizes {
    std::int64_t rows, columns, hidden0, hidden1, outputs;
};

/// So many first cases of `tails`, `long_rows` and `many_rows` leave no size to chance.
inline constexpr std::size_t residues = 16, powers = 9;

/// Small where nothing asks for more: a draw of 16 cases should cost a few hundred certified numbers. `number` is the case's in
/// What multiplies matrices takes as many steps as the product of their extents: beside a long one the other is short.
void shorten_beside_long_rows(const Traits& traits, Sizes& sizes);
/// its stratum.
Sizes drawn_sizes(const Traits& traits, Region region, std::size_t number, Dice& dice);

/// A length that leaves `number` modulo 16 over (in an order that tells most at first), after at most so many whole blocks.
std::int64_t tail(std::size_t number, int blocks, Dice& dice);

std::vector<std::int64_t> shape_of(const Operation& operation, const Input& input, const Sizes& sizes);

}  // namespace lossproof
