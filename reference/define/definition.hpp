// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/define/lexer.hpp"
#include "reference/oracle/operation.hpp"

namespace lossproof {

/// A loss as its author writes it; docs/define.md tells the language.
struct Definition {
    struct Variable {
        defined::Source name;
        std::string meaning;          ///< a word of `lossproof list --json`: logit, prediction, class_index …
        std::string shape = "[N,K]";  ///< or [N], one a row; or [K], one a class
    };
    struct Constant {
        defined::Source name;
        std::string fallback = {};  ///< the default in decimal; empty: to be given
        std::string range = {};     ///< `(0, inf)`, `[0, inf)`, `[0, 1]`, `(0, 1)`, `[0, 1)`, `[1, inf)`; empty: any number
    };
    defined::Source name{.text = {}, .place = "name"};
    std::string summary = {};
    std::vector<Variable> inputs = {};
    std::vector<Constant> parameters = {};
    defined::Source value{.text = {}, .place = "formula"};
    defined::Source stable{.text = {}, .place = "stable form"};  ///< empty: the formula is the stable algorithm
};

/// The definition in a text of lines `loss NAME: SUMMARY`, `input NAME: MEANING [N,K]`, `parameter NAME = 0.5 in (0, 1)`, `value FORMULA`,
/// `stable FORMULA`; a line that begins with a blank goes on with the one above, # begins a comment. `file` is named in errors.
/// Throws UsageError `file:line:column: expected …, found …`.
Definition read_definition(const std::string& text, const std::string& file);
/// A text that `read_definition` reads as the same definition.
std::string text_of(const Definition& definition);

/// Make an operation of it, known by its name to everybody from now on. The same definition again is the same operation; another one of
/// that name is refused, or takes its place. Throws UsageError that names the place and what was expected there.
enum class Redefinition : unsigned char { refused, replaces };
const Operation& define_operation(const Definition& definition, Redefinition again = Redefinition::refused);
const Operation& define_operation(const std::string& text, const std::string& file, Redefinition again = Redefinition::refused);

/// The text that an operation was defined by; empty for one of the catalogue.
std::string definition_of(std::string_view operation);

}  // namespace lossproof
