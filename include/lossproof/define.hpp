// SPDX-License-Identifier: Apache-2.0
// A loss of one's own, no rebuild: docs/define.md. Link lossproof::reference, or lossproof::testing for `certified` and `holds` of it.
#pragma once
#include "reference/define/definition.hpp"

namespace lossproof {

/// Define a loss by a text of lines `loss NAME`, `input NAME: MEANING [N,K]`, `parameter NAME = 0.5 in (0, 1)`, `value FORMULA`,
/// `stable FORMULA`. From now on its name is that of an operation: certified values and gradients, bounds, hard inputs, laws, reports.
/// Throws UsageError `define:line:column: expected …, found …`.
inline const Operation& define(const std::string& text, Redefinition again = Redefinition::refused) {
    return define_operation(text, "define", again);
}
/// The same from its parts; errors name the part and the column.
inline const Operation& define(const Definition& definition, Redefinition again = Redefinition::refused) {
    return define_operation(definition, again);
}

}  // namespace lossproof
