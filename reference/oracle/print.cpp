// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/print.hpp"

#include <algorithm>

namespace lossproof {
namespace {

template <class P> Row<P> row_of(const std::string& letter) {
    if constexpr (std::is_same_v<P, StablePrinted>) return stable_row(letter);
    else return printed_row(letter);
}

/// A group of letters instead of numbers; a label is the place `t`.
template <class P> Group<P> letters(const Operation& operation, const Parameters& none) {
    Group<P> group{.inputs = {}, .position = printed_label, .given = Given<P>(none)};
    for (const Input& input : operation.inputs) {
        typename Group<P>::Input slot;
        const std::string letter(input.letter);
        const Role role = role_of(operation.batch, input);
        if (role == Role::element) slot.values = Row<P>({P(letter)});
        else if (role == Role::row || role == Role::vector) slot.values = row_of<P>(letter);
        else if (role == Role::matrix) slot.values = Row<P>({P(letter)}), slot.rows = slot.columns = 1;
        slot.integers = {static_cast<std::int64_t>(printed_label)};
        group.inputs.push_back(std::move(slot));
    }
    return group;
}

template <class P> std::string printed(const Operation& operation, const FormulaSet& formulas, const std::vector<std::string>& names) {
    const auto formula = std::get<Formula<P>>(formulas);
    if (!formula) return "";
    const Parameters none;
    const auto rows = formula(letters<P>(operation, none));
    std::string result;
    for (std::size_t i = 0; i < rows.size() && i < names.size(); ++i) {
        const std::string& formula_text = rows[i][0].text;
        result += (i ? "; " : "") + (rows.size() > 1 ? names[i] + " = " + formula_text : formula_text);
    }
    return result;
}

}  // namespace

std::string printed_value(const Operation& operation) { return printed<Printed>(operation, operation.value, operation.results); }
std::string printed_gradient(const Operation& operation) { return printed<Printed>(operation, operation.gradient, operation.gradients); }
std::string printed_stable(const Operation& operation) {
    if (operation.stability == Stability::formula) return printed_value(operation);
    return printed<StablePrinted>(operation, operation.value, operation.results);
}

}  // namespace lossproof
