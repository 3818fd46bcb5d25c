// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/covering.hpp"
#include "properties/generators/sketch.hpp"

#include <limits>

namespace lossproof {
namespace {

using Numbers = std::vector<double>;
constexpr double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();

/// All that one input can be in one group: rows, or rows of one number.
using Marks = std::vector<Numbers>;

Numbers put(Numbers row, std::size_t place, double value) {
    row[place % row.size()] = value;
    return row;
}
Numbers filled(std::size_t length, double value) { return Numbers(length, value); }

/// Masks, infinities, NaN and ties, of everything and of all but one. The one is the first, so that a label that is the first or the
/// last class meets both.
Marks any_rows(Format format, std::size_t length) {
    Numbers ordinary(length);
    for (std::size_t j = 0; j < length; ++j) ordinary[j] = static_cast<double>(j % 3) / 2 - 0.25;
    const double far = std::min(std::ldexp(1.0, spec(format).max_exponent - 2), 1e4);
    return {ordinary,
            filled(length, -infinity),
            put(filled(length, -infinity), 0, 0.5),
            filled(length, infinity),
            put(ordinary, 0, infinity),
            put(put(ordinary, 0, infinity), length - 1, infinity),
            put(put(ordinary, 0, infinity), length - 1, -infinity),
            filled(length, nan),
            put(ordinary, 0, nan),
            put(ordinary, 0, -infinity),
            filled(length, 0),
            put(put(filled(length, -1), 0, 2), length - 1, 2),
            filled(length, fitted(format, far)),
            filled(length, fitted(format, -far))};
}

/// One-hot, also off by one ulp at either end of it; nothing at all; all the same; nothing anywhere but in one place.
Marks distribution_rows(Format format, std::size_t length) {
    const double ulp = 2 * unit_roundoff(format);
    const Numbers one_hot = put(filled(length, 0), 0, 1), last_hot = put(filled(length, 0), length - 1, 1);
    return {filled(length, fitted(format, 1.0 / static_cast<double>(length))),
            one_hot,
            last_hot,
            put(one_hot, 0, 1 - ulp / 2),
            put(one_hot, 0, 1 + ulp),
            put(put(one_hot, 0, 1 - ulp / 2), length - 1, length > 1 ? ulp / 2 : 1),
            filled(length, 0),
            put(one_hot, length - 1, smallest_subnormal(spec(format))),
            put(one_hot, 0, nan)};
}

Marks single_numbers(Meaning meaning, Format format) {
    const double below_one = 1 - unit_roundoff(format), least = smallest_subnormal(spec(format));
    switch (range_of(meaning)) {
    case Range::zero_or_one: return {{0}, {1}};
    case Range::minus_or_plus_one: return {{-1}, {1}};
    case Range::unit: return {{0.25}, {0}, {1}, {below_one}, {least}, {nan}};
    case Range::not_negative: return {{1}, {0}, {least}, {infinity}, {nan}};
    case Range::not_positive: return {{-1}, {0}, {-infinity}, {nan}};
    case Range::any: break;
    }
    return {{1}, {0}, {-0.0}, {-1}, {infinity}, {-infinity}, {nan}};
}

/// Rows of nothing but each of the numbers, and of each after the first one.
Marks rows_of(const Marks& numbers, std::size_t length) {
    Marks rows;
    for (const Numbers& number : numbers) rows.push_back(filled(length, number[0]));
    for (std::size_t i = 1; i < numbers.size(); ++i) rows.push_back(put(filled(length, numbers[i][0]), 0, numbers[0][0]));
    return rows;
}

Marks landmarks_of(const Operation& operation, std::size_t place, Format format, std::size_t length) {
    const Meaning meaning = operation.inputs[place].meaning;
    if (operation.role(place) != Role::row) return single_numbers(meaning, format);
    if (meaning == Meaning::distribution) return distribution_rows(format, length);
    const Range range = range_of(meaning);
    if (range != Range::any && range != Range::not_positive) return rows_of(single_numbers(meaning, format), length);
    Marks rows = any_rows(format, length);
    if (range == Range::not_positive)
        for (Numbers& row : rows)
            for (double& v : row) v = v > 0 ? -v : v;
    return rows;
}

/// Weights of 0, for the first class and for every other row, beside weights of 1: what they multiply may be infinite.
void add_zero_weights(Sketch& s) {
    for (const Input& input : s.operation.inputs) {
        if (!is_factor(input.meaning) || !s.may_have(input.name)) continue;
        Tensor tensor{.shape = shape_of(s.operation, input, s.sizes), .values = {}};
        std::size_t size = 1;
        for (const auto extent : tensor.shape) size *= static_cast<std::size_t>(extent);
        for (std::size_t i = 0; i < size; ++i) tensor.values.push_back(static_cast<double>(i % 2));
        s.drawn.inputs.emplace(input.name, std::move(tensor));
    }
}

std::size_t length_of(Sketch& s) {
    if (!s.traits.rows) return 1;
    if (s.number < 2) return 3;
    return s.number == 2 ? 5 : static_cast<std::size_t>(s.dice.one_of({1, 2, 4, 8, 9, 17}));
}

}  // namespace

void draw_landmark_rows(Sketch& s) {
    const std::size_t length = length_of(s);
    std::vector<std::size_t> places, levels;
    std::vector<Marks> landmarks;
    for (std::size_t i = 0; i < s.operation.inputs.size(); ++i) {
        const Input& input = s.operation.inputs[i];
        if (is_factor(input.meaning) || (input.optional && !s.may_have(input.name))) continue;
        places.push_back(i);
        if (input.meaning == Meaning::class_index) landmarks.push_back({{0}, {static_cast<double>(length - 1)}});
        else landmarks.push_back(landmarks_of(s.operation, i, s.format, length));
        levels.push_back(landmarks.back().size());
    }
    const auto rows = covering_array(levels, [](auto...) { return true; });
    s.sizes.rows = static_cast<std::int64_t>(rows.size());
    s.sizes.columns = static_cast<std::int64_t>(length);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Input& input = s.operation.inputs[places[i]];
        Tensor tensor{.shape = shape_of(s.operation, input, s.sizes), .values = {}, .integral = is_integral(input.meaning)};
        for (const Choice& choice : rows) {
            const Numbers& numbers = landmarks[i][choice[i]];
            tensor.values.insert(tensor.values.end(), numbers.begin(), numbers.end());
        }
        s.drawn.inputs.emplace(input.name, std::move(tensor));
    }
    if (s.number % 2 == 1) add_zero_weights(s);
}

void draw_labels(Sketch& s) {
    // The last rows of these have labels that 8 and 16 bits, signed and not, cannot hold.
    struct Wide {
        std::int64_t classes;
        Numbers labels;
    };
    static const std::vector<Wide> wide = {
        {300, {0, 127, 128, 255, 256, 299}}, {129, {128, 0}}, {257, {256, 1}}, {32770, {32769}}, {65538, {65537}}};
    const bool chosen = s.number < wide.size();
    s.sizes.columns = chosen ? wide[s.number].classes : tail(s.number, 3, s.dice);
    shorten_beside_long_rows(s.traits, s.sizes);
    Numbers labels = chosen ? wide[s.number].labels : Numbers{0, static_cast<double>(s.sizes.columns - 1)};
    if (s.traits.whole) labels = {labels.back()};  // a row costs a matrix there
    s.sizes.rows = static_cast<std::int64_t>(labels.size());
    fill(s);
    for (const Input& input : s.operation.inputs)
        if (input.meaning == Meaning::class_index) s.tensor(input.name)->values = labels;
}

}  // namespace lossproof
