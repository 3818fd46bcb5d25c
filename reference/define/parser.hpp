// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/define/expression.hpp"
#include "reference/define/lexer.hpp"
#include "reference/oracle/operation.hpp"

#include <span>

namespace lossproof::defined {

/// A formula as it was read.
struct Parsed {
    Expression expression;
    bool uses_rows = false;   ///< something adds up, picks or normalises the entries of a row
    bool abrupt = false;      ///< a derivative may jump
    std::vector<bool> reads;  ///< by input
};

/// Read a formula over these inputs and parameters. An input of shape [N,K] or [K] is a row, one of [N] a number. Throws UsageError that
/// names the place and what was expected there.
Parsed parse(const Source& source, std::span<const Input> inputs, std::span<const Parameter> parameters);

/// Is the name one that the language uses?
bool is_function(std::string_view name);

}  // namespace lossproof::defined
