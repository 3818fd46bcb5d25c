// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/parameters.hpp"

#include <charconv>
#include <cmath>

namespace lossproof {
namespace {

constexpr Parameter reduction{.name = "reduction",
                              .kind = Parameter::Kind::word,
                              .optional = true,
                              .words = "none|sum|mean|batchmean",
                              .meaning = "batchmean: the sum divided by N, whatever is ignored"};
constexpr Parameter reduction_none{.name = "reduction", .kind = Parameter::Kind::word, .optional = true, .words = "none"};
constexpr Parameter ignore_index{
    .name = "ignore_index", .kind = Parameter::Kind::integer, .optional = true, .meaning = "rows with this label do not count"};
constexpr Parameter num_items{
    .name = "num_items", .range = Parameter::Range::positive, .optional = true, .meaning = "what a mean divides by instead of the count"};
constexpr Parameter divisor{.name = "divisor",
                            .kind = Parameter::Kind::word,
                            .optional = true,
                            .words = "count|weights",
                            .meaning = "a mean divides by the count, or by the sum of the sample weights"};

struct RangeText {
    bool (*holds)(double);
    std::string_view text;
};
const RangeText& range_of(Parameter::Range range) {
    static constexpr RangeText ranges[] = {
        {[](double) { return true; }, "a number"},
        {[](double v) { return v > 0; }, "greater than 0"},
        {[](double v) { return v >= 0; }, "0 or greater"},
        {[](double v) { return v >= 0 && v <= 1; }, "in [0, 1]"},
        {[](double v) { return v > 0 && v < 1; }, "in (0, 1)"},
        {[](double v) { return v >= 0 && v < 1; }, "in [0, 1)"},
        {[](double v) { return v > 0 && v != 1; }, "greater than 0 and not 1"},
        {[](double v) { return v >= 1; }, "1 or greater"},
    };
    return ranges[static_cast<std::size_t>(range)];
}

bool is_word(const Parameter& parameter, std::string_view word) {
    const std::string all = "|" + std::string(parameter.words) + "|";
    return !word.empty() && word.find('|') == word.npos && all.find("|" + std::string(word) + "|") != all.npos;
}

void check(const Operation& operation, const Parameter& parameter, ParameterValue& value) {
    const std::string where = std::string(operation.name) + ": parameter '" + std::string(parameter.name) + "' must be ";
    using Kind = Parameter::Kind;
    if (parameter.kind == Kind::real && std::holds_alternative<std::int64_t>(value))
        value = static_cast<double>(std::get<std::int64_t>(value));
    if (parameter.kind == Kind::word) {
        const auto* word = std::get_if<std::string>(&value);
        if (!word || !is_word(parameter, *word)) throw UsageError(where + "one of " + std::string(parameter.words));
        return;
    }
    if (parameter.kind == Kind::integer && !std::holds_alternative<std::int64_t>(value)) throw UsageError(where + "a whole number");
    if (parameter.kind == Kind::real && !std::holds_alternative<double>(value)) throw UsageError(where + "a number");
    const double number = parameter.kind == Kind::integer ? static_cast<double>(std::get<std::int64_t>(value)) : std::get<double>(value);
    const RangeText& range = range_of(parameter.range);
    if (!std::isfinite(number) || !range.holds(number)) throw UsageError(where + std::string(range.text));
}

}  // namespace

const Parameter* Operation::parameter(std::string_view wanted) const {
    for (const auto& parameter : parameters)
        if (parameter.name == wanted) return &parameter;
    for (const Parameter* shared : shared_parameters(*this))
        if (shared->name == wanted) return shared;
    return nullptr;
}

std::vector<const Parameter*> shared_parameters(const Operation& operation) {
    std::vector<const Parameter*> result;
    if (operation.reductions) result = {&reduction, &num_items, &divisor};
    else if (!operation.answers_number()) result = {&reduction_none};
    if (operation.takes(Meaning::class_index)) result.push_back(&ignore_index);
    return result;
}

bool divides_by_sample_weights(const Parameters& parameters) {
    constexpr std::string_view sum_of_weights = "weights";
    const auto found = parameters.find(divisor.name);
    return found != parameters.end() && std::get<std::string>(found->second) == sum_of_weights;
}

bool is_reduced(const Parameters& parameters) {
    const auto found = parameters.find(reduction.name);
    return found != parameters.end() && std::get<std::string>(found->second) != "none";
}

ParameterValue read_parameter(const Operation& operation, std::string_view name, const std::string& text) {
    const Parameter* parameter = operation.parameter(name);
    if (!parameter) throw UsageError(std::string(operation.name) + " takes no parameter '" + std::string(name) + "'");
    if (parameter->kind == Parameter::Kind::word) return text;
    if (parameter->kind == Parameter::Kind::integer) {
        std::int64_t whole = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
        if (error != std::errc{} || end != text.data() + text.size())
            throw UsageError(std::string(operation.name) + ": parameter '" + std::string(name) + "' must be a whole number, got '" + text +
                             "'");
        return whole;
    }
    const auto number = read_number(text);
    if (!number)
        throw UsageError(std::string(operation.name) + ": parameter '" + std::string(name) + "' must be a number, got '" + text + "'");
    return *number;
}

void complete_parameters(const Operation& operation, Parameters& parameters) {
    for (auto& [name, value] : parameters) {
        const Parameter* parameter = operation.parameter(name);
        if (!parameter) throw UsageError(std::string(operation.name) + " takes no parameter '" + name + "'");
        check(operation, *parameter, value);
    }
    for (const auto& parameter : operation.parameters) {
        if (parameters.contains(parameter.name) || parameter.optional) continue;
        if (parameter.fallback.empty())
            throw UsageError(std::string(operation.name) + ": parameter '" + std::string(parameter.name) + "' is missing");
        parameters.emplace(parameter.name, read_parameter(operation, parameter.name, std::string(parameter.fallback)));
    }
}

}  // namespace lossproof
