// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/sizes.hpp"

#include <algorithm>

namespace lossproof {
namespace {

/// 1, or a power of two and its neighbours: where pairwise and blocked summation change their shape.
int row_count(Dice& dice) {
    if (dice.chance(10)) return 1;
    const int power = dice.chance(6) ? dice.whole(7, 8) : dice.whole(1, 5);
    return (1 << power) + dice.whole(-1, 1);
}

int row_length(Region region, Dice& dice) {
    if (region == Region::long_rows) return dice.one_of({257, 257, 10, 33});
    const int least = region == Region::moderate || region == Region::dyadic || region == Region::all_equal ? 1 : 2;
    return std::max(least, dice.one_of({1, 2, 2, 2, 3, 3, 3, 3, 5, 10}));
}

std::int64_t extent_of(Dim dim, const Sizes& s, bool featured) {
    switch (dim) {
    case Dim::one: return 1;
    case Dim::N: return s.rows;
    case Dim::D: return s.columns;
    case Dim::K: return featured ? s.hidden0 : s.columns;
    case Dim::H0: return s.hidden0;
    case Dim::H1: return s.hidden1;
    case Dim::O: return s.outputs;
    case Dim::P: return s.rows * s.columns;
    }
    return 1;
}

/// Beside features, whose number is the length of a row, classes are counted apart.
bool has_features(const Operation& operation) {
    return std::any_of(operation.inputs.begin(), operation.inputs.end(), [](const Input& i) { return i.shape.holds(Dim::D); });
}

}  // namespace

Sizes drawn_sizes(const Traits& traits, Region region, Dice& dice) {
    Sizes sizes{.rows = dice.whole(1, 3),
                .columns = dice.whole(1, 3),
                .hidden0 = dice.whole(1, 3),
                .hidden1 = dice.whole(1, 3),
                .outputs = dice.whole(1, 2)};
    if (traits.rows) {
        sizes.columns = row_length(region, dice);
        if (sizes.columns >= 10) sizes.rows = 1;
    }
    if (region == Region::many_rows) {
        sizes.rows = row_count(dice);
        sizes.columns = traits.rows ? dice.whole(1, 3) : 1;
    }
    if (region == Region::weighted || region == Region::upstream) sizes.rows = dice.whole(2, 4);  // rows that could be confused
    if (traits.paired) {
        if (region == Region::many_rows || region == Region::long_rows) sizes.columns = row_count(dice) % 34;
        sizes.columns = sizes.rows = std::max<std::int64_t>(sizes.columns, 1);
    }
    return sizes;
}

std::vector<std::int64_t> shape_of(const Operation& operation, const Input& input, const Sizes& sizes) {
    std::vector<std::int64_t> shape;
    for (const Dim dim : input.shape) shape.push_back(extent_of(dim, sizes, has_features(operation)));
    return shape;
}

}  // namespace lossproof
