// SPDX-License-Identifier: Apache-2.0
#include "reference/define/builder.hpp"

#include "reference/numbers/format.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof::defined {
namespace {

constexpr std::size_t most_nodes = 1000;
constexpr int largest_exponent = 64;

struct Function {
    std::string_view name;
    Op op;
    enum class Takes : unsigned char { number, row } takes = Takes::number;
};
constexpr Function functions[] = {
    {"abs", Op::absolute},
    {"exp", Op::exp},
    {"log", Op::log},
    {"log1p", Op::log1p},
    {"expm1", Op::expm1},
    {"sqrt", Op::sqrt},
    {"tanh", Op::tanh},
    {"sigmoid", Op::sigmoid},
    {"softplus", Op::softplus},
    {"square", Op::square},
    {"sum", Op::sum, Function::Takes::row},
    {"logsumexp", Op::logsumexp, Function::Takes::row},
    {"softmax", Op::softmax, Function::Takes::row},
    {"log_softmax", Op::log_softmax, Function::Takes::row},
};
/// Made of other functions.
constexpr std::string_view composed[] = {"max", "min", "mean", "relu", "log_sigmoid", "where"};

const Function* function_named(std::string_view name) {
    const auto* found = std::find_if(std::begin(functions), std::end(functions), [&](const Function& f) { return f.name == name; });
    return found == std::end(functions) ? nullptr : found;
}

bool is_known(std::string_view name) {
    return function_named(name) || std::find(std::begin(composed), std::end(composed), name) != std::end(composed);
}

bool same(const Node& a, const Node& b) {
    return a.op == b.op && a.of == b.of && a.number == b.number && a.name == b.name && a.input == b.input;
}

template <class List> std::string listed(const List& named) {
    std::string text;
    for (const auto& one : named) text += (text.empty() ? "" : ", ") + std::string(one.name);
    return text;
}

}  // namespace

Builder::Builder(const Source& source, std::span<const Input> inputs, std::span<const Parameter> parameters)
    : source_(source), inputs_(inputs), parameters_(parameters) {
    parsed_.reads.resize(inputs.size());
}

/// Equal parts are one node: they are rounded alike, and a sweep meets each input once.
std::size_t Builder::push(Node node, std::size_t byte) {
    auto& nodes = parsed_.expression.nodes;
    const auto known = std::find_if(nodes.begin(), nodes.end(), [&](const Node& other) { return same(node, other); });
    if (known != nodes.end()) return static_cast<std::size_t>(known - nodes.begin());
    if (nodes.size() == most_nodes) source_.refuse(byte, "expected a formula of at most " + std::to_string(most_nodes) + " steps");
    nodes.push_back(std::move(node));
    return nodes.size() - 1;
}

std::size_t Builder::number(const Token& token) {
    const auto value = read_number(token.text);
    if (!value || !std::isfinite(*value)) source_.refuse(token.byte, "expected a finite number, found " + token.shown());
    return push({.op = Op::number, .number = *value}, token.byte);
}

std::size_t Builder::read_input(std::size_t place, const Token& token) {
    const Input& input = inputs_[place];
    if (input.meaning == Meaning::class_index)
        source_.refuse(token.byte,
                       "expected a number; " + token.shown() + " is a label, which selects an entry as in z[" + token.text + "]");
    parsed_.reads[place] = true;
    return push({.op = input.meaning == Meaning::sign ? Op::sign : Op::input, .row = input.shape.holds(Dim::K), .input = place},
                token.byte);
}

std::size_t Builder::name(const Token& token) {
    for (std::size_t i = 0; i < inputs_.size(); ++i)
        if (inputs_[i].name == token.text) return read_input(i, token);
    for (const Parameter& parameter : parameters_)
        if (parameter.name == token.text) return push({.op = Op::parameter, .name = token.text}, token.byte);
    if (token.text == "pi") return push({.op = Op::pi}, token.byte);
    if (token.text == "K") return length(token.byte);
    if (is_known(token.text)) source_.refuse(token.byte, "expected '(' behind the function " + token.shown());
    source_.refuse(token.byte, "unknown name " + token.shown() + "; expected an input (" + listed(inputs_) + "), a parameter" +
                                   (parameters_.empty() ? "" : " (" + listed(parameters_) + ")") + ", K or pi");
}

/// K, as the length of some row.
std::size_t Builder::length(std::size_t byte) {
    for (std::size_t i = 0; i < inputs_.size(); ++i)
        if (inputs_[i].shape.holds(Dim::K)) {
            const std::size_t row = read_input(i, {.kind = Token::Kind::name, .text = std::string(inputs_[i].name), .byte = byte});
            parsed_.uses_rows = true;
            return push({.op = Op::count, .of = {row}}, byte);
        }
    source_.refuse(byte, "expected an input of shape [N,K] for K to be the length of");
}

std::size_t Builder::unary(Op op, std::size_t operand, std::size_t byte) {
    parsed_.abrupt |= op == Op::absolute;
    return push({.op = op, .of = {operand}, .row = parsed_.expression.nodes[operand].row}, byte);
}

std::size_t Builder::binary(Op op, std::size_t left, std::size_t right, std::size_t byte) {
    const auto& nodes = parsed_.expression.nodes;
    parsed_.abrupt |= op == Op::larger;
    return push({.op = op, .of = {left, right}, .row = nodes[left].row || nodes[right].row}, byte);
}

std::size_t Builder::whole_power(std::size_t base, int exponent, std::size_t byte) {
    if (exponent == 2) return unary(Op::square, base, byte);
    return push({.op = Op::power, .of = {base}, .row = parsed_.expression.nodes[base].row, .number = static_cast<double>(exponent)}, byte);
}

bool Builder::is_constant(std::size_t node) const {
    const Node& n = parsed_.expression.nodes[node];
    if (n.op == Op::input || n.op == Op::sign || n.op == Op::select) return false;
    return std::all_of(n.of.begin(), n.of.end(), [&](std::size_t operand) { return operand != node && is_constant(operand); });
}

std::size_t Builder::power(std::size_t base, std::size_t exponent, std::size_t byte, std::size_t exponent_byte) {
    const auto& nodes = parsed_.expression.nodes;
    const bool negative = nodes[exponent].op == Op::negate;
    const Node& literal = negative ? nodes[nodes[exponent].of[0]] : nodes[exponent];
    if (literal.op == Op::number && literal.number == std::floor(literal.number)) {
        if (literal.number > largest_exponent)
            source_.refuse(exponent_byte, "expected a whole exponent of at most " + std::to_string(largest_exponent));
        return whole_power(base, static_cast<int>(negative ? -literal.number : literal.number), byte);
    }
    if (!is_constant(exponent)) source_.refuse(exponent_byte, "expected an exponent of numbers and parameters, without inputs");
    return binary(Op::general_power, base, exponent, byte);
}

std::size_t Builder::select(std::size_t row, const std::string& label, std::size_t byte, std::size_t label_byte) {
    const auto found = std::find_if(inputs_.begin(), inputs_.end(), [&](const Input& i) { return i.name == label; });
    if (found == inputs_.end() || found->meaning != Meaning::class_index)
        source_.refuse(label_byte, "expected the name of a class_index input, found '" + label + "'");
    if (!parsed_.expression.nodes[row].row) source_.refuse(byte, "expected an operator: what stands before '[' is a number, not a row");
    const auto place = static_cast<std::size_t>(found - inputs_.begin());
    parsed_.reads[place] = true;
    parsed_.uses_rows = true;
    return push({.op = Op::select, .of = {row}, .input = place}, byte);
}

std::size_t Builder::choice(std::size_t a, std::size_t b, std::size_t yes, std::size_t no, std::size_t byte) {
    Node node{.op = Op::choice, .of = {a, b, yes, no}};
    for (const std::size_t operand : node.of) node.row |= parsed_.expression.nodes[operand].row;
    parsed_.abrupt = true;
    return push(std::move(node), byte);
}

std::size_t Builder::of_row(Op op, std::size_t operand, const Token& function) {
    if (!parsed_.expression.nodes[operand].row) source_.refuse(function.byte, function.text + " expects a row; its argument is a number");
    parsed_.uses_rows = true;
    return push({.op = op, .of = {operand}, .row = op == Op::softmax || op == Op::log_softmax}, function.byte);
}

/// max(a, b, …), or of a row; min is −max of what is negated.
std::size_t Builder::extreme(const Token& function, const std::vector<std::size_t>& arguments) {
    const bool least = function.text == "min";
    const auto turned = [&](std::size_t node) { return least ? unary(Op::negate, node, function.byte) : node; };
    if (arguments.size() == 1) {
        parsed_.abrupt = true;
        return turned(of_row(Op::largest, turned(arguments[0]), function));
    }
    std::size_t result = turned(arguments[0]);
    for (std::size_t i = 1; i < arguments.size(); ++i) result = binary(Op::larger, result, turned(arguments[i]), function.byte);
    return turned(result);
}

void Builder::insist_on_function(const Token& function) const {
    if (is_known(function.text)) return;
    std::string expected = listed(functions);
    for (const std::string_view name : composed) expected += ", " + std::string(name);
    source_.refuse(function.byte, "unknown function " + function.shown() + "; expected one of " + expected);
}

std::size_t Builder::call(const Token& function, const std::vector<std::size_t>& arguments) {
    if (function.text == "max" || function.text == "min") return extreme(function, arguments);
    if (arguments.size() != 1)
        source_.refuse(function.byte, function.text + " expects one argument, found " + std::to_string(arguments.size()));
    const std::size_t operand = arguments[0], byte = function.byte;
    if (function.text == "mean") {
        const std::size_t total = of_row(Op::sum, operand, function);
        return binary(Op::divide, total, push({.op = Op::count, .of = {operand}}, byte), byte);
    }
    if (function.text == "relu") return binary(Op::larger, operand, push({.op = Op::number}, byte), byte);
    if (function.text == "log_sigmoid") return unary(Op::negate, unary(Op::softplus, unary(Op::negate, operand, byte), byte), byte);
    const Function& known = *function_named(function.text);
    return known.takes == Function::Takes::row ? of_row(known.op, operand, function) : unary(known.op, operand, byte);
}

bool is_function(std::string_view name) { return is_known(name); }

Parsed Builder::finished() { return std::move(parsed_); }

}  // namespace lossproof::defined
