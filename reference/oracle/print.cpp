// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/print.hpp"

#include <algorithm>

namespace lossproof {
namespace {

/// A group of letters instead of numbers; a label is the place `t`.
Group<Printed> letters(const Operation& operation, const Parameters& none) {
    Group<Printed> group{.inputs = {}, .position = printed_label, .given = Given<Printed>(none)};
    for (const Input& input : operation.inputs) {
        Group<Printed>::Input slot;
        const std::string letter(input.letter);
        const Role role = role_of(operation.batch, input);
        if (role == Role::element) slot.values = Row<Printed>({Printed(letter)});
        else if (role == Role::row || role == Role::vector) slot.values = printed_row(letter);
        else if (role == Role::matrix) slot.values = Row<Printed>({Printed(letter)}), slot.rows = slot.columns = 1;
        slot.integers = {static_cast<std::int64_t>(printed_label)};
        group.inputs.push_back(std::move(slot));
    }
    return group;
}

std::string printed(const Operation& operation, const FormulaSet& formulas, const std::vector<std::string>& names) {
    const auto formula = std::get<Formula<Printed>>(formulas);
    if (!formula) return "";
    const Parameters none;
    const auto rows = formula(letters(operation, none));
    std::string result;
    for (std::size_t i = 0; i < rows.size() && i < names.size(); ++i) {
        const std::string& formula_text = rows[i][0].text;
        result += (i ? "; " : "") + (rows.size() > 1 ? names[i] + " = " + formula_text : formula_text);
    }
    return result;
}

}  // namespace

std::string printed_value(const Operation& operation) { return printed(operation, operation.value, operation.results); }
std::string printed_gradient(const Operation& operation) { return printed(operation, operation.gradient, operation.gradients); }

}  // namespace lossproof
