// SPDX-License-Identifier: Apache-2.0
// An entry's formula in lanes of balls, for large batches: one line beside LOSSPROOF_ENTRY.
#pragma once
#include "reference/catalogue/entry.hpp"
#include "reference/functions/lane_rows.hpp"
#include "reference/oracle/row_formulas.hpp"

namespace lossproof::detail {

template <class E> RowFormulas row_formulas(RowOrder order) {
    RowFormulas formulas{.value = &value<E, BallLanes>, .order = order};
    if constexpr (!E::entry.gradients.empty()) formulas.gradient = &gradient<E, BallLanes>;
    return formulas;
}

}  // namespace lossproof::detail

#define LOSSPROOF_ROWS(Type, order)                                                                                                        \
    [[maybe_unused]] const bool rows_of_##Type = declare_rows(&detail::value<Type, Ball>, detail::row_formulas<Type>(order));
