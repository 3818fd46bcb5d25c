// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace lossproof::defined {

/// A piece of a definition and where it stands, so that an error names its line and column (from 1, in characters).
struct Source {
    std::string text;
    std::string place = "formula";  ///< what it is, or the file that it stands in
    int line = 0;                   ///< 0: it is no part of a file, and the column alone is told
    int column = 1;                 ///< of its first character

    /// Throws UsageError with the place of that byte: `my.loss:3:14: expected …`, `formula, column 14: expected …`.
    [[noreturn]] void refuse(std::size_t byte, const std::string& what) const;
};

struct Token {
    enum class Kind : unsigned char { number, name, symbol, end } kind;
    std::string text;  ///< of a symbol its ASCII spelling
    std::size_t byte;  ///< where it begins
    std::string shown() const;
};

/// The tokens of a formula, an `end` last. Mathematical spellings (−, ·, ≤, ², σ, ζ, √, π, Σ) are those of the catalogue's print.
std::vector<Token> tokens_of(const Source& source);

}  // namespace lossproof::defined
