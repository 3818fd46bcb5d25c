// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/define/expression.hpp"
#include "reference/oracle/operation.hpp"

namespace lossproof::defined {

/// What the formulas of a defined operation read.
struct Formulas {
    Expression value, stable;             ///< the same function, the second as its stable algorithm
    std::vector<Index> by;                ///< the inputs that gradients belong to
    std::string value_text, stable_text;  ///< as they are printed
    std::vector<std::string> gradient_texts;
};

/// Bind them to a place of the table of formulas (a formula is a plain function, so each place has functions of its own) and make the
/// operation's formulas those of the place. They are to live as long as the program. Throws UsageError if no place is left.
void bind(const Formulas& formulas, Operation& operation);

/// The value, or the gradients, on one group.
template <class T> std::vector<Row<T>> evaluated(const Formulas& formulas, bool gradient, const Group<T>& group);

}  // namespace lossproof::defined
