// SPDX-License-Identifier: Apache-2.0
#include "subjects/options.hpp"

#include "reference/oracle/parameters.hpp"
#include "subjects/subject.hpp"

#include <algorithm>
#include <functional>

namespace lossproof {
namespace {

constexpr std::string_view reduction = "reduction", batchmean = "batchmean";

/// May a subject be asked for it that says nothing of options?
bool is_common(const Operation& operation, std::string_view option) {
    if (const int place = operation.input_index(option); place >= 0)
        return !is_factor(operation.inputs[static_cast<std::size_t>(place)].meaning);
    return option == reduction ||
           std::any_of(operation.parameters.begin(), operation.parameters.end(), [&](const Parameter& own) { return own.name == option; });
}

bool is_required(const Parameter& parameter) { return !parameter.optional && parameter.fallback.empty(); }

bool at_default(const Operation& operation, const Parameter& parameter, const ParameterValue& value) {
    if (parameter.name == reduction) return value == ParameterValue(std::string("none"));
    if (parameter.fallback.empty()) return false;
    return value == read_parameter(operation, parameter.name, std::string(parameter.fallback));
}

std::optional<std::string> untaken_option(const Case& question, const std::function<bool(std::string_view)>& takes) {
    const Operation& operation = operation_named(question.operation);
    for (const Input& input : operation.inputs)
        if (input.optional && question.inputs.contains(input.name) && !takes(input.name)) return std::string(input.name);
    for (const auto& [name, value] : question.parameters) {
        const Parameter* parameter = operation.parameter(name);
        if (!parameter || is_required(*parameter) || at_default(operation, *parameter, value)) continue;
        if (!takes(name)) return name;
        if (name == reduction && value == ParameterValue(std::string(batchmean)) && !takes(batchmean)) return std::string(batchmean);
    }
    return std::nullopt;
}

}  // namespace

bool is_option(const Operation& operation, std::string_view name) {
    return name == batchmean || operation.parameter(name) || operation.input_index(name) >= 0;
}

bool takes_option(const Operation& operation, std::string_view option, const Options& declared) {
    const auto of_operation = declared.find(operation.name);
    return of_operation == declared.end() ? is_common(operation, option) : of_operation->second.contains(option);
}

std::optional<std::string> undeclared_option(const Case& question, const Options& declared) {
    const Operation& operation = operation_named(question.operation);
    return untaken_option(question, [&](std::string_view option) { return takes_option(operation, option, declared); });
}

std::optional<std::string> untaken_option(const Subject& subject, const Case& question) {
    return untaken_option(question, [&](std::string_view option) { return subject.takes(question.operation, option); });
}

Case without_defaults(Case question, const Options& declared) {
    const Operation& operation = operation_named(question.operation);
    if (!declared.contains(operation.name)) return question;
    std::erase_if(question.parameters, [&](const auto& given) {
        const Parameter* parameter = operation.parameter(given.first);
        return parameter && !is_required(*parameter) && at_default(operation, *parameter, given.second) &&
               !takes_option(operation, given.first, declared);
    });
    return question;
}

}  // namespace lossproof
