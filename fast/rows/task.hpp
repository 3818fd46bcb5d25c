// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fast/bound.hpp"

namespace lossproof::fast {

/// Rows [begin, end) of a checked call, as the row kernels see it. `in[label]` holds the labels where there are any.
struct RowTask {
    const Bound& b;
    std::int64_t begin = 0, end = 0;
    const double* p = nullptr;  ///< prepared parameters
    double divisor = 1;
    bool each = true;  ///< values are written row by row, else added to the total
    int label = -1;    ///< index of the input with labels

    std::int64_t columns() const { return b.columns; }
    /// The label of a row; −1 if the row is to be ignored. Without labels the diagonal is meant.
    std::int64_t label_of(std::int64_t row) const {
        if (label < 0) return row;
        const std::int64_t l = read_label(b.in[label], row);
        return b.options.ignore_index && l == *b.options.ignore_index ? -1 : l;
    }
    /// Labels that lie one after the other and all count, from a row on; null if they do not.
    const std::int64_t* straight_labels(std::int64_t row) const {
        if (label < 0 || b.options.ignore_index || (b.in[label].columns == 1 && b.in[label].stride != 1)) return nullptr;
        return static_cast<const std::int64_t*>(b.in[label].data) + row;
    }
};

using RowFunction = void (*)(const RowTask&, Total&);
/// One row in long double: writes every output but the value, and returns the value.
using WideRow = Wide (*)(const RowTask&, std::int64_t row);

/// Every row alone, in long double. A map has no value per row.
void wide_rows(const RowTask&, Total&, WideRow, bool is_map);

/// Room for one row of each kind, per thread. It grows to the longest row seen, before any loop, and is kept.
enum class Room { second_words, first_input, second_input, output };
double* workspace(Room which, std::int64_t columns);

/// Splits the rows into blocks and runs the kernel on each.
void run_rows(const Bound& b, RowFunction kernel, const double* p, int label = -1);

}  // namespace lossproof::fast
