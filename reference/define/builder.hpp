// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/define/parser.hpp"

namespace lossproof::defined {

/// Makes nodes of what the parser reads, and refuses what makes no sense, at its place in the source.
class Builder {
public:
    Builder(const Source& source, std::span<const Input> inputs, std::span<const Parameter> parameters);

    std::size_t number(const Token& token);
    std::size_t name(const Token& token);
    std::size_t unary(Op op, std::size_t operand, std::size_t byte);
    std::size_t binary(Op op, std::size_t left, std::size_t right, std::size_t byte);
    std::size_t whole_power(std::size_t base, int exponent, std::size_t byte);
    std::size_t power(std::size_t base, std::size_t exponent, std::size_t byte, std::size_t exponent_byte);
    std::size_t select(std::size_t row, const std::string& label, std::size_t byte, std::size_t label_byte);
    std::size_t choice(std::size_t a, std::size_t b, std::size_t yes, std::size_t no, std::size_t byte);
    void insist_on_function(const Token& function) const;
    std::size_t call(const Token& function, const std::vector<std::size_t>& arguments);
    Parsed finished();

private:
    std::size_t push(Node node, std::size_t byte);
    std::size_t of_row(Op op, std::size_t operand, const Token& function);
    std::size_t length(std::size_t byte);
    std::size_t read_input(std::size_t place, const Token& token);
    std::size_t extreme(const Token& function, const std::vector<std::size_t>& arguments);
    bool is_constant(std::size_t node) const;

    const Source& source_;
    std::span<const Input> inputs_;
    std::span<const Parameter> parameters_;
    Parsed parsed_;
};

}  // namespace lossproof::defined
