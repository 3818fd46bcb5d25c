// SPDX-License-Identifier: Apache-2.0
// Compiled once for each number type, in two files: it is long.
#pragma once
#include "reference/catalogue/entry.hpp"
#include "reference/define/evaluate.hpp"
#include "reference/define/formulas.hpp"

namespace lossproof::defined {

template <class T> std::vector<Row<T>> evaluated(const Formulas& formulas, bool gradient, const Group<T>& group) {
    Evaluation<T> evaluation(lossproof::detail::takes_stable<T> ? formulas.stable : formulas.value, group);
    if (gradient) return evaluation.gradient(formulas.by);
    return {Row<T>(std::vector<T>{evaluation.value()})};
}

}  // namespace lossproof::defined
