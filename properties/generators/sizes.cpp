// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/sizes.hpp"

namespace lossproof {
namespace {

bool paired_rows(const Operation& operation) {
    for (const auto& input : operation.inputs)
        if (input.role == Role::position) return true;
    return false;
}

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

}  // namespace

Sizes drawn_sizes(const Operation& operation, const Traits& traits, Region region, Dice& dice) {
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
    if (paired_rows(operation)) {
        if (region == Region::many_rows || region == Region::long_rows) sizes.columns = row_count(dice) % 34;
        sizes.columns = sizes.rows = std::max<std::int64_t>(sizes.columns, 1);
    }
    return sizes;
}

std::vector<std::int64_t> shape_of(const Operation& operation, const Input& input, const Sizes& s) {
    const auto index = operation.input_index("weights");
    const bool matrix_weights = index >= 0 && operation.inputs[index].role == Role::matrix;
    const bool network = operation.input_index("weights0") >= 0;
    switch (input.role) {
    case Role::label:
    case Role::signs: return {s.rows};
    case Role::element:
        if (input.rank == 1) return {s.rows * s.columns};
        [[fallthrough]];
    case Role::row:
    case Role::sign: return {network ? 1 : s.rows, s.columns};
    case Role::matrix:
        if (input.name == "weights2") return {s.outputs, s.hidden1};
        if (input.name == "weights1") return {s.hidden1, s.hidden0};
        if (input.name == "weights0" || input.name == "weights") return {s.hidden0, s.columns};
        if (input.name == "target") return {1, s.outputs};
        return {network ? 1 : s.rows, s.columns};
    case Role::vector:
        if (input.name == "bias1") return {s.hidden1};
        if (input.name == "bias0" || (input.name == "bias" && matrix_weights)) return {s.hidden0};
        if (input.name == "bias") return {1};
        if (input.name == "target") return {s.outputs};
        if (input.name == "x") return {network ? s.columns : s.rows};
        return {operation.inputs.size() == 1 ? s.rows * s.columns : s.columns};
    case Role::position: return {};
    }
    return {};
}

}  // namespace lossproof
