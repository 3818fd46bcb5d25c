// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fast/bound.hpp"

#include <algorithm>

namespace lossproof::fast {

constexpr std::int64_t block_size = 1024;  // a block of each array fits into the first-level cache

/// Room for a block of arrays that the kernels cannot read or write in place: other strides, other formats.
struct Staging {
    alignas(64) double in[4][block_size];
    alignas(64) double out[3][block_size];
};

inline bool contiguous(std::int64_t rows, std::int64_t columns, std::int64_t stride) {
    return rows <= 1 || stride == columns;
}
template <class Array>
bool direct(const Array& a) {
    return a.element == Element::f64 && contiguous(a.rows, a.columns, a.stride);
}

/// Elements [begin, begin+count) of the flat matrix, as contiguous doubles.
inline const double* stage(const Input& a, std::int64_t begin, std::int64_t count, double* buffer) {
    if (a.size() == 1) return std::fill_n(buffer, count, read(a, 0, 0)), buffer;  // one for all
    if (direct(a)) return static_cast<const double*>(a.data) + begin;
    std::int64_t row = begin / a.columns, column = begin % a.columns;
    for (std::int64_t i = 0; i < count; ++i) {
        buffer[i] = read(a, row, column);
        if (++column == a.columns) column = 0, ++row;
    }
    return buffer;
}

inline double* place(const Output& a, std::int64_t begin, double* buffer) {
    return direct(a) ? static_cast<double*>(a.data) + begin : buffer;
}

inline void unstage(const Output& a, std::int64_t begin, std::int64_t count, const double* buffer) {
    std::int64_t row = begin / a.columns, column = begin % a.columns;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t at = row * a.stride + column;
        if (a.element == Element::f64) static_cast<double*>(a.data)[at] = buffer[i];
        else static_cast<float*>(a.data)[at] = static_cast<float>(buffer[i]);
        if (++column == a.columns) column = 0, ++row;
    }
}

}  // namespace lossproof::fast
