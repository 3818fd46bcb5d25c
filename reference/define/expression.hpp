// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lossproof::defined {

/// What a node of an expression computes from the nodes it is made of.
enum class Op : std::uint8_t {
    number,     ///< a literal: the nearest binary64, exactly
    pi,         ///< π itself
    parameter,  ///< a named one
    input,      ///< an element, or a row
    sign,       ///< an input of −1 and +1, as a number or a row
    count,      ///< K, the length of its operand
    add,
    subtract,
    multiply,
    divide,
    power,          ///< to a whole number
    general_power,  ///< of a base that is not negative, to an exponent without inputs
    negate,
    absolute,
    exp,
    log,
    log1p,
    expm1,
    sqrt,
    tanh,
    sigmoid,
    softplus,
    square,
    larger,   ///< max(a, b)
    choice,   ///< a < b ? x : y
    sum,      ///< of a row, a number; so are the two that follow
    largest,  ///< max of a row
    logsumexp,
    select,       ///< the entry of a row at a label
    softmax,      ///< a row
    log_softmax,  ///< a row
};

struct Node {
    Op op;
    std::vector<std::size_t> of = {};  ///< its operands, earlier nodes
    bool row = false;                  ///< a number for each class; otherwise one number
    double number = 0;                 ///< of a literal; a whole exponent
    std::string name = {};             ///< of a parameter
    std::size_t input = 0;             ///< the place of an input, or of the label that selects
};

/// A formula as a list of nodes, each after its operands; the last one is the value. A list, so that a long or deep formula costs no stack.
struct Expression {
    std::vector<Node> nodes;
};

}  // namespace lossproof::defined
