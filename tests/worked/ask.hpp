// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"
#include "reference/oracle/evaluate.hpp"
#include "reference/oracle/machine_evaluate.hpp"
#include "reference/oracle/parameters.hpp"
#include "tests/worked/printed_figure.hpp"

#include <string>
#include <vector>

namespace lossproof::worked {

// Two ways to ask the reference. `formula` runs an operation's formula on decimal figures as printed, unrounded.
// `certified` is what the command `eval` answers: inputs are numbers of a format, and the answer comes as an enclosure.

template <class T> using Argument = typename Group<T>::Input;

template <class T> Argument<T> argument(std::vector<T> values) { return {.values = Row<T>(std::move(values)), .integers = {}}; }
template <class T> Argument<T> figures(const std::vector<std::string>& texts) {
    std::vector<T> values;
    for (const auto& text : texts) values.push_back(decimal<T>(text));
    return argument<T>(std::move(values));
}
template <class T> Argument<T> matrix(Index columns, const std::vector<std::string>& texts) {
    Argument<T> result = figures<T>(texts);
    result.columns = columns, result.rows = texts.size() / columns;
    return result;
}
template <class T> Argument<T> label(std::int64_t value) { return {.values = {}, .integers = {value}}; }

/// One row or element through a formula; inputs at the end that are left out are absent, parameters have their defaults.
template <class T>
std::vector<Row<T>> results(std::string_view name, std::vector<Argument<T>> inputs, Parameters parameters = {}, bool gradient = false) {
    const Operation& operation = operation_named(name);
    complete_parameters(operation, parameters);
    while (inputs.size() < operation.inputs.size()) inputs.push_back({.values = {}, .integers = {}, .present = false});
    const auto run = std::get<Formula<T>>(gradient ? operation.gradient : operation.value);
    return run(Group<T>{.inputs = std::move(inputs), .given = Given<T>(parameters)});
}
template <class T> Row<T> formula(std::string_view name, std::vector<Argument<T>> inputs, Parameters parameters = {}) {
    return results<T>(name, std::move(inputs), std::move(parameters)).at(0);
}
template <class T> Row<T> slope(std::string_view name, std::vector<Argument<T>> inputs, Parameters parameters = {}) {
    return results<T>(name, std::move(inputs), std::move(parameters), true).at(0);
}

inline Tensor tensor(std::vector<std::int64_t> shape, std::vector<double> values) {
    return {.shape = std::move(shape), .values = std::move(values)};
}
inline Tensor row(std::vector<double> values) {
    const auto length = static_cast<std::int64_t>(values.size());
    return tensor({1, length}, std::move(values));
}
inline Tensor flat(std::vector<double> values) {
    const auto length = static_cast<std::int64_t>(values.size());
    return tensor({length}, std::move(values));
}
inline Tensor labels(std::vector<double> values) {
    Tensor result = flat(std::move(values));
    result.integral = true;
    return result;
}
inline Case asking(std::string operation, Tensors inputs, Parameters parameters = {}, Format format = Format::f64) {
    return {.operation = std::move(operation), .format = format, .parameters = std::move(parameters), .inputs = std::move(inputs)};
}

/// The certified enclosures of an output: the answer, and where the truth lies around it.
inline std::vector<Real> certified(const Case& question, std::string_view output = "value") {
    std::vector<Real> result;
    const Certificate certificate(question);
    for (const Answer& answer : certificate.output(output)->answers) {
        if (!answer.decided()) throw std::runtime_error("undecided: " + question.operation);
        const Real rounded = Real::from(answer.rounded);
        result.push_back(hull(rounded + Real::from(answer.below), rounded + Real::from(answer.above)));
    }
    return result;
}
/// The correctly rounded answers.
inline std::vector<double> rounded(const Case& question, std::string_view output = "value") {
    std::vector<double> result;
    const Certificate certificate(question);
    for (const Answer& answer : certificate.output(output)->answers) {
        if (!answer.decided()) throw std::runtime_error("undecided: " + question.operation);
        result.push_back(answer.rounded);
    }
    return result;
}
/// The textbook formula in the format's own arithmetic, left to right.
inline std::vector<double> textbook(const Case& question, std::string_view output = "value") {
    return textbook_values(Plan(question), output);
}

}  // namespace lossproof::worked
