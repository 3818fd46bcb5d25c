// SPDX-License-Identifier: Apache-2.0
#include "testing/question.hpp"

#include "reference/oracle/plan.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof::testing {
namespace {

using Shape = std::vector<std::int64_t>;

std::int64_t size_of(Shape::const_iterator begin, Shape::const_iterator end) {
    std::int64_t size = 1;
    while (begin != end) size *= *begin++;
    return size;
}
std::int64_t size_of(const Shape& shape) { return size_of(shape.begin(), shape.end()); }

/// How many dimensions an input has in a question.
std::size_t rank_of(const Input& input) { return input.shape.size(); }

/// Missing dimensions are batches of one; of surplus ones the leading are folded together.
Shape fitted(const Input& input, const Shape& shape) {
    const std::size_t rank = rank_of(input);
    if (shape.size() == rank) return shape;
    if (shape.size() < rank) {
        Shape wider(rank - shape.size(), 1);
        wider.insert(wider.end(), shape.begin(), shape.end());
        return wider;
    }
    const auto kept = shape.end() - static_cast<std::ptrdiff_t>(rank - 1);
    Shape folded{size_of(shape.begin(), kept)};
    folded.insert(folded.end(), kept, shape.end());
    return folded;
}

Tensor tensor_for(const Operation& operation, const Input& input, const Argument& argument) {
    const auto* numbers = std::get_if<Numbers>(&argument.value);
    const std::string where = std::string(operation.name) + ": " + argument.name;
    if (!numbers) throw UsageError(where + " expects numbers, got the word '" + std::get<std::string>(argument.value) + "'");
    const bool whole = is_integral(input.meaning);
    if (whole && !std::all_of(numbers->values.begin(), numbers->values.end(), [](double v) { return v == std::trunc(v); }))
        throw UsageError(where + " expects whole numbers");
    const Role role = role_of(operation.batch, input);
    const bool fixed = role == Role::matrix || role == Role::vector || role == Role::signs;
    if (fixed && numbers->shape.size() != rank_of(input))
        throw UsageError(where + " expects " + std::to_string(rank_of(input)) + " dimensions, got " +
                         std::to_string(numbers->shape.size()));
    return {.shape = fitted(input, numbers->shape), .values = numbers->values, .integral = whole};
}

ParameterValue parameter_for(const Operation& operation, const Parameter& parameter, const Argument& argument) {
    if (const auto* word = std::get_if<std::string>(&argument.value)) return *word;
    const auto& numbers = std::get<Numbers>(argument.value);
    if (numbers.values.size() != 1)
        throw UsageError(std::string(operation.name) + ": parameter " + argument.name + " expects one number, got " +
                         std::to_string(numbers.values.size()));
    const double value = numbers.values.front();
    if (parameter.kind != Parameter::Kind::integer) return value;
    if (value != std::trunc(value)) throw UsageError(std::string(operation.name) + ": " + argument.name + " expects a whole number");
    return static_cast<std::int64_t>(value);
}

std::string names_of(const Operation& operation) {
    std::string names;
    for (const auto& input : operation.inputs)
        if (input.meaning != Meaning::position) names += (names.empty() ? "inputs " : ", ") + std::string(input.name);
    for (std::size_t i = 0; i < operation.parameters.size(); ++i)
        names += (i ? ", " : "; parameters ") + std::string(operation.parameters[i].name);
    return names;
}

bool is_row(const Operation& operation, const Input& input) { return role_of(operation.batch, input) == Role::row; }

/// The argument that decides how answers are shaped: the first that is given for a whole batch.
const Numbers* batch_of(const Operation& operation, const std::vector<Argument>& arguments, const Input*& input) {
    for (const auto& candidate : operation.inputs)
        for (const auto& argument : arguments)
            if (argument.name == candidate.name && (is_row(operation, candidate) || role_of(operation.batch, candidate) == Role::element)) {
                input = &candidate;
                return std::get_if<Numbers>(&argument.value);
            }
    return nullptr;
}

}  // namespace

ParameterValue parameter_of(const Operation& operation, const Argument& argument) {
    if (const Parameter* parameter = operation.parameter(argument.name)) return parameter_for(operation, *parameter, argument);
    throw UsageError(std::string(operation.name) + " has no parameter '" + argument.name + "'; it has " + names_of(operation));
}

Case arranged(std::string_view operation_name, Format format, const std::vector<Argument>& arguments) {
    const Operation& operation = operation_named(operation_name);
    Case question{.operation = std::string(operation.name), .format = format, .parameters = {}, .inputs = {}};
    for (const Argument& argument : arguments) {
        const int place = operation.input_index(argument.name);
        const Parameter* parameter = operation.parameter(argument.name);
        if (place >= 0) question.inputs[argument.name] = tensor_for(operation, operation.inputs[static_cast<std::size_t>(place)], argument);
        else if (parameter) question.parameters[argument.name] = parameter_for(operation, *parameter, argument);
        else
            throw UsageError(std::string(operation.name) + " has no input or parameter '" + argument.name + "'; it has " +
                             names_of(operation));
    }
    return Plan(question).question();
}

Shape unfolded(const Case& question, const std::vector<Argument>& arguments, Shape shape) {
    const Input* input = nullptr;
    const Numbers* numbers = batch_of(operation_named(question.operation), arguments, input);
    if (!numbers || shape.empty()) return shape;
    const Shape folded = fitted(*input, numbers->shape);
    const Shape& given = numbers->shape;
    if (shape.size() >= folded.size() && std::equal(folded.begin(), folded.end(), shape.begin())) {
        Shape result = given;
        result.insert(result.end(), shape.begin() + static_cast<std::ptrdiff_t>(folded.size()), shape.end());
        return size_of(result) == size_of(shape) ? result : shape;
    }
    if (!is_row(operation_named(question.operation), *input) || shape.front() != folded.front()) return shape;
    Shape result(given.begin(), given.end() - (given.empty() ? 0 : 1));
    result.insert(result.end(), shape.begin() + 1, shape.end());
    return size_of(result) == size_of(shape) ? result : shape;
}

}  // namespace lossproof::testing
