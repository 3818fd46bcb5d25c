// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"
#include "cli/eval_answer.hpp"

#include "reference/json/one_line.hpp"
#include "reference/oracle/case_json.hpp"
#include "reference/oracle/parameters.hpp"

#include <cmath>
#include <iostream>
#include <sstream>

namespace lossproof::cli {
namespace {

EvalWish wish_of(const EvalOptions& options) {
    return {.output = options.output, .condition = options.condition, .admissible = options.admissible};
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

/// `v,v;v,v`: rows by semicolons. A number that the format lacks is rounded to the nearest one, and that is said.
Tensor read_tensor(const Input& input, Format format, const std::string& text) {
    Tensor tensor;
    tensor.integral = is_integral(input.meaning);
    std::int64_t rows = 0, columns = -1;
    for (const auto& row : split(text, ';')) {
        const auto entries = split(row, ',');
        if (columns >= 0 && columns != static_cast<std::int64_t>(entries.size()))
            throw UsageError("--" + std::string(input.name) + ": rows of different lengths");
        columns = static_cast<std::int64_t>(entries.size());
        ++rows;
        for (const auto& entry : entries) {
            const auto number = read_number(entry);
            if (!number) throw UsageError("--" + std::string(input.name) + ": '" + entry + "' is no number");
            if (tensor.integral && std::floor(*number) != *number)
                throw UsageError("--" + std::string(input.name) + ": '" + entry + "' is no whole number");
            const double used = tensor.integral ? *number : round_to(format, *number);
            if (!tensor.integral && used != *number && *number == *number)
                std::cerr << "note: " << input.name << " " << entry << " is used as " << hex_text(used) << " in " << name(format) << "\n";
            tensor.values.push_back(used);
        }
    }
    tensor.shape = input.shape.size() == 1 ? std::vector<std::int64_t>{rows * std::max<std::int64_t>(columns, 0)}
                                           : std::vector<std::int64_t>{rows, std::max<std::int64_t>(columns, 0)};
    return tensor;
}

void take_input(Case& question, const Operation& operation, const std::string& option, const std::string& text) {
    const int index = operation.input_index(option);
    if (index < 0) {
        std::string expected;
        for (const auto& input : operation.inputs)
            if (input.meaning != Meaning::position) expected += " --" + std::string(input.name);
        throw UsageError("unknown option --" + option + "; the inputs of " + std::string(operation.name) + " are" + expected);
    }
    question.inputs[option] = read_tensor(operation.inputs[static_cast<std::size_t>(index)], question.format, text);
}

/// The rest of the command line: --NAME v,v or --NAME=v,v for every input.
Case case_from_options(const EvalOptions& options) {
    const auto& rest = options.inputs;
    Case question{.operation = options.operation, .format = formats_named(options.format).front(), .parameters = {}, .inputs = {}};
    const auto found = operations_matching(options.operation);
    const Operation& operation = *found.front();
    for (const auto& parameter : options.parameters) {
        const auto equal = parameter.find('=');
        if (equal == parameter.npos) throw UsageError("--param expects name=value, got '" + parameter + "'");
        question.parameters[parameter.substr(0, equal)] =
            read_parameter(operation, parameter.substr(0, equal), parameter.substr(equal + 1));
    }
    for (std::size_t i = 0; i < rest.size(); ++i) {
        if (!rest[i].starts_with("--")) throw UsageError("unexpected '" + rest[i] + "'; inputs are given as --NAME v,v,v");
        const auto equal = rest[i].find('=');
        if (equal != std::string::npos) take_input(question, operation, rest[i].substr(2, equal - 2), rest[i].substr(equal + 1));
        else if (i + 1 < rest.size()) take_input(question, operation, rest[i].substr(2), rest[i + 1]), ++i;
        else throw UsageError("option " + rest[i] + " needs a value, as in " + rest[i] + " 1,2,3");
    }
    return question;
}

/// One case's answer, or what is wrong with it, written where it arises: a large case would fill the memory with text.
void answer(const ParsedCase& parsed, const EvalOptions& options, bool beside_others) {
    const EvalWish wish = wish_of(options);
    if (!beside_others) {
        if (!parsed.question) throw UsageError(parsed.error);
        if (options.json) write_json(std::cout, *parsed.question, parsed.id_json, wish);
        else write_text(std::cout, *parsed.question, wish);
        return;
    }
    try {
        if (!parsed.question) throw UsageError(parsed.error);
        if (!options.json && !parsed.id.empty()) std::cout << "case " << one_line(parsed.id) << "\n";
        if (options.json) write_json(std::cout, *parsed.question, parsed.id_json, wish);
        else write_text(std::cout, *parsed.question, wish);
    } catch (const UsageError& error) {
        if (options.json) std::cout << error_json(error.what(), parsed.id_json);
        else std::cout << "case " << one_line(parsed.id) << ": " << error.what() << "\n";
    }
}

int evaluate_file(const EvalOptions& options) {
    const auto cases = read_cases(case_text(options.file));
    if (cases.size() == 1 && !cases.front().in_array) {
        answer(cases.front(), options, false);
        if (options.json) std::cout << "\n";
        return held;
    }
    std::string separator = "[";
    for (const auto& parsed : cases) {
        if (options.json) std::cout << separator << "\n";
        answer(parsed, options, true);
        separator = ",";
    }
    if (options.json) std::cout << (cases.empty() ? "[" : "") << "\n]\n";
    return held;
}

}  // namespace

int eval(const EvalOptions& options) {
    if (!options.file.empty()) {
        if (!options.inputs.empty() || !options.operation.empty())
            throw UsageError("--case takes the whole question from the file; leave out '" +
                             (options.inputs.empty() ? options.operation : options.inputs.front()) + "'");
        return evaluate_file(options);
    }
    if (options.operation.empty()) throw UsageError("eval needs an operation (see `lossproof list`) or --case FILE");
    const Case question = case_from_options(options);
    if (options.json) write_json(std::cout, question, "", wish_of(options));
    else write_text(std::cout, question, wish_of(options));
    if (options.json) std::cout << "\n";
    return held;
}

}  // namespace lossproof::cli
