// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/sizes.hpp"

#include <algorithm>
#include <array>

namespace lossproof {
namespace {

/// 2^power and its neighbours, every power once in nine, then on its other side: where pairwise and blocked sums, tiles and
/// buffers of a fixed size change their shape. `order` says which powers come first.
std::int64_t near_power(std::size_t number, const std::array<int, powers>& order) {
    constexpr std::int64_t sides[] = {1, -1, 0};
    return (std::int64_t{1} << order[number % powers]) + sides[(number + number / powers) % std::size(sides)];
}

/// Vocabularies in use, and the first length that binary16 cannot count.
constexpr std::int64_t vocabularies[] = {32000, 65505, 50257, 128256, 152064, 32768, 100277, 151936};

std::int64_t long_row(std::size_t number, Dice& dice) {
    constexpr std::array<int, powers> order{8, 5, 10, 6, 12, 4, 9, 11, 7};
    constexpr std::size_t near_powers = 3 * powers;
    if (number < near_powers) return near_power(number, order);
    if (number < near_powers + std::size(vocabularies)) return vocabularies[number - near_powers];
    return dice.chance(50) ? dice.one_of({257, 257, 10, 33}) : tail(dice.bits() % residues, 16, dice);
}

std::int64_t row_count(std::size_t number, Dice& dice) {
    constexpr std::array<int, powers> order{5, 8, 3, 11, 2, 7, 10, 4, 6};
    constexpr std::size_t near_powers = 3 * powers;
    if (number < near_powers) return near_power(number, order);
    if (dice.chance(10)) return 1;
    const int power = dice.chance(6) ? dice.whole(7, 8) : dice.whole(1, 5);
    return (1 << power) + dice.whole(-1, 1);
}

int row_length(Region region, Dice& dice) {
    const int least = region == Region::moderate || region == Region::dyadic || region == Region::all_equal ? 1 : 2;
    return std::max(least, dice.one_of({1, 2, 2, 2, 3, 3, 3, 4, 5, 7, 8, 10}));
}

/// Every residue of both extents; whole blocks before one of them, in turn, lest their product grow. Elements and
/// lists of parameters have one length in memory, N·K or P: there one of the extents is 1.
void leave_tails(const Traits& traits, std::size_t number, Sizes& sizes, Dice& dice) {
    const std::size_t other = number + 5 + number / residues;
    const bool longer = number % 2 == 0;
    sizes.rows = tail(other, traits.whole || longer ? 1 : 3, dice);
    sizes.columns = tail(number, traits.whole || !longer ? 1 : 3, dice);
    if (traits.whole) sizes.hidden0 = tail(number + 9, 1, dice);
    const auto& inputs = traits.operation.inputs;
    const bool listed = std::any_of(inputs.begin(), inputs.end(), [](const Input& i) { return i.shape.holds(Dim::P); });
    if (traits.operation.by_element() || listed) {
        sizes.rows = longer ? 1 : tail(number, 16, dice);
        sizes.columns = longer ? tail(number, 16, dice) : 1;
    }
}

/// Classes and features have extents of their own. Where a row belongs to a class, the classes are what a row of scores is made of;
/// elsewhere the features are.
std::int64_t extent_of(Dim dim, const Sizes& s, const Operation& operation) {
    const bool featured =
        std::any_of(operation.inputs.begin(), operation.inputs.end(), [](const Input& i) { return i.shape.holds(Dim::D); });
    const bool labelled = operation.takes(Meaning::class_index);
    switch (dim) {
    case Dim::one: return 1;
    case Dim::N: return s.rows;
    case Dim::D: return labelled ? s.hidden0 : s.columns;
    case Dim::K: return featured && !labelled ? s.hidden0 : s.columns;
    case Dim::H0: return s.hidden0;
    case Dim::H1: return s.hidden1;
    case Dim::O: return s.outputs;
    case Dim::P: return s.rows * s.columns;
    }
    return 1;
}

}  // namespace

void shorten_beside_long_rows(const Traits& traits, Sizes& sizes) {
    if (traits.rows && traits.whole && sizes.columns > 16)
        sizes.hidden0 = sizes.columns > 64 ? 1 : std::min<std::int64_t>(sizes.hidden0, 2);
}

std::int64_t tail(std::size_t number, int blocks, Dice& dice) {
    constexpr std::int64_t order[residues] = {7, 4, 13, 10, 3, 12, 1, 6, 15, 8, 5, 2, 11, 0, 9, 14};
    const std::int64_t left = order[number % residues];
    return left + 16 * dice.whole(left == 0 ? 1 : 0, std::max(blocks - 1, left == 0 ? 1 : 0));
}

Sizes drawn_sizes(const Traits& traits, Region region, std::size_t number, Dice& dice) {
    Sizes sizes{.rows = dice.whole(1, 3),
                .columns = dice.whole(1, 3),
                .hidden0 = dice.whole(1, 3),
                .hidden1 = dice.whole(1, 3),
                .outputs = dice.whole(1, 2)};
    if (traits.rows) {
        sizes.columns = region == Region::long_rows ? long_row(number, dice) : row_length(region, dice);
        if (sizes.columns >= 10) sizes.rows = 1;
    }
    if (region == Region::many_rows) {
        sizes.rows = row_count(number, dice);
        sizes.columns = traits.rows ? dice.whole(1, 3) : 1;
    }
    if (region == Region::tails) leave_tails(traits, number, sizes, dice);
    if (region == Region::long_rows) shorten_beside_long_rows(traits, sizes);
    if (region == Region::weighted || region == Region::upstream) sizes.rows = dice.whole(2, 4);  // rows that could be confused
    if (traits.paired) {
        constexpr std::int64_t most = 65;  // as many columns as rows: a matrix
        if (region == Region::many_rows) sizes.columns = sizes.rows;
        sizes.columns = sizes.rows = std::clamp<std::int64_t>(sizes.columns, 1, most);
    }
    return sizes;
}

std::vector<std::int64_t> shape_of(const Operation& operation, const Input& input, const Sizes& sizes) {
    std::vector<std::int64_t> shape;
    for (const Dim dim : input.shape) shape.push_back(extent_of(dim, sizes, operation));
    return shape;
}

}  // namespace lossproof
