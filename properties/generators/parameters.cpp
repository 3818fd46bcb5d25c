// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/parameters.hpp"

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

Parameters drawn_parameters(const Operation& operation, Dice& dice) {
    Parameters result;
    for (const auto& parameter : operation.parameters) {
        const bool may_be_absent = parameter.optional || !parameter.fallback.empty();
        if (may_be_absent && dice.chance(50)) continue;
        if (parameter.kind == Parameter::Kind::word) {
            const auto words = words_of(parameter);
            result.emplace(parameter.name, words[dice.whole(0, static_cast<int>(words.size()) - 1)]);
            continue;
        }
        const auto values = values_for(parameter);
        const int place = dice.chance(40) ? 0 : dice.whole(0, static_cast<int>(values.size()) - 1);
        result.emplace(parameter.name, typed(parameter, values[place]));
    }
    return result;
}

}  // namespace lossproof
