// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/parameters.hpp"

#include "properties/generators/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace lossproof {
namespace {

/// Values in use and their odd neighbours, the most ordinary first. A name that is not here is drawn by its range.
struct Usual {
    std::string_view name;
    std::vector<double> values;
};
const std::vector<Usual>& usual_values() {
    static const std::vector<Usual> table = {
        {"margin", {1, 0.5, 0, 0.1, 2, 20, -0.5}},
        {"delta", {1, 0.5, 0.1, 2, 1.345, 0.001}},
        {"gamma", {2, 1, 0, 0.5, 5, 2.5}},
        {"alpha", {0.25, 0.5, 0.1, 0.9, 0.0001}},
        {"smoothing", {0.1, 0.05, 0, 0.5, 1}},
        {"temperature", {1, 0.5, 0.07, 2, 10}},
        {"base", {2, 10, 1.5}},
        {"sigma", {1, 0.5, 2, 0.1, 10}},
        {"learning_rate", {0.01, 0.1, 0.001, 1, 1e-8, 0.5}},
        {"momentum", {0.9, 0.99, 0, 0.5}},
        {"weight_decay", {0.0001, 0.01, 0, 0.1, 1e-7}},
        {"beta1", {0.9, 0, 0.5, 0.99}},
        {"beta2", {0.999, 0.99, 0, 0.5}},
        {"epsilon", {1e-8, 1e-7, 0.001, 0}},
        {"t", {1, 2, 3, 10, 1000}},
    };
    return table;
}

bool in_range(Parameter::Range range, double v) {
    using Range = Parameter::Range;
    switch (range) {
    case Range::any: return true;
    case Range::positive: return v > 0;
    case Range::non_negative: return v >= 0;
    case Range::unit_closed: return v >= 0 && v <= 1;
    case Range::unit_open: return v > 0 && v < 1;
    case Range::unit_half_open: return v >= 0 && v < 1;
    case Range::base: return v > 0 && v != 1;
    case Range::at_least_one: return v >= 1;
    }
    return false;
}

std::vector<double> values_for(const Parameter& parameter) {
    std::vector<double> wanted = {0.5, 1, 0.25, 2, 0.75, 0.1};
    for (const auto& usual : usual_values())
        if (usual.name == parameter.name) wanted = usual.values;
    std::erase_if(wanted, [&](double v) { return !in_range(parameter.range, v); });
    if (wanted.empty()) wanted = {0.5};
    return wanted;
}

/// The ends of a range that are legal; of an end that is not, a number near it.
std::vector<double> ends_of(Parameter::Range range) {
    using Range = Parameter::Range;
    constexpr double near = 0x1p-8;
    switch (range) {
    case Range::non_negative: return {0};
    case Range::unit_closed: return {0, 1};
    case Range::unit_open: return {near, 1 - near};
    case Range::unit_half_open: return {0, 1 - near};
    case Range::at_least_one: return {1};
    default: return {};
    }
}

/// Any number of the range between the smallest and the largest value in use, on a logarithmic scale.
double within(const Parameter& parameter, Format format, Dice& dice) {
    double low = HUGE_VAL, high = 0;
    for (const double v : values_for(parameter))
        if (v != 0) low = std::min(low, std::fabs(v)), high = std::max(high, std::fabs(v));
    const int from = std::ilogb(low), to = std::max(from, std::ilogb(high) - 1);
    const double drawn = fitted(format, dice.magnitude(from, to));
    return in_range(parameter.range, drawn) ? drawn : values_for(parameter).front();
}

std::vector<std::string> words_of(const Parameter& parameter) {
    std::vector<std::string> words(1);
    for (const char c : parameter.words) {
        if (c == '|') words.emplace_back();
        else words.back() += c;
    }
    return words;
}

ParameterValue typed(const Parameter& parameter, double value) {
    if (parameter.kind == Parameter::Kind::integer) return static_cast<std::int64_t>(value);
    return value;
}

}  // namespace

Parameters ordinary_parameters(const Operation& operation) {
    Parameters result;
    for (const auto& parameter : operation.parameters) {
        if (parameter.optional || !parameter.fallback.empty()) continue;
        if (parameter.kind == Parameter::Kind::word) result.emplace(parameter.name, words_of(parameter).front());
        else result.emplace(parameter.name, typed(parameter, values_for(parameter).front()));
    }
    return result;
}

std::vector<ParameterValue> telling_values(const Parameter& parameter, Format format, Dice& dice) {
    std::vector<ParameterValue> result;
    if (parameter.kind == Parameter::Kind::word) {
        for (const auto& word : words_of(parameter)) result.emplace_back(word);
        return result;
    }
    constexpr std::size_t in_use = 3;
    std::vector<double> numbers = values_for(parameter);
    if (numbers.size() > in_use) numbers.resize(in_use);
    for (const double end : ends_of(parameter.range))
        if (std::find(numbers.begin(), numbers.end(), end) == numbers.end()) numbers.push_back(end);
    if (parameter.kind == Parameter::Kind::real) numbers.push_back(within(parameter, format, dice));
    for (const double number : numbers) result.push_back(typed(parameter, number));
    return result;
}

Parameters drawn_parameters(const Operation& operation, Format format, Dice& dice) {
    Parameters result;
    for (const auto& parameter : operation.parameters) {
        const bool may_be_absent = parameter.optional || !parameter.fallback.empty();
        if (may_be_absent && dice.chance(50)) continue;
        if (parameter.kind == Parameter::Kind::word) {
            const auto words = words_of(parameter);
            result.emplace(parameter.name, words[dice.whole(0, static_cast<int>(words.size()) - 1)]);
            continue;
        }
        if (parameter.kind == Parameter::Kind::real && dice.chance(15)) {
            result.emplace(parameter.name, within(parameter, format, dice));
            continue;
        }
        const auto values = values_for(parameter);
        const int place = dice.chance(40) ? 0 : dice.whole(0, static_cast<int>(values.size()) - 1);
        result.emplace(parameter.name, typed(parameter, values[place]));
    }
    return result;
}

}  // namespace lossproof
