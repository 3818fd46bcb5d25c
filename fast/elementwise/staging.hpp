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

inline bool contiguous(std::int64_t rows, std::int64_t columns, std::int64_t stride) { return rows <= 1 || stride == columns; }
template <class Array> bool direct(const Array& a) { return a.element == Element::f64 && contiguous(a.rows, a.columns, a.stride); }

/// Calls f(offset, done, n) for the runs of neighbours among the elements [begin, begin+count) of a flat matrix: n numbers from
/// `offset` in the array's memory on, of which `done` come before.
template <class Array, class F> void in_runs(const Array& a, std::int64_t begin, std::int64_t count, F f) {
    if (contiguous(a.rows, a.columns, a.stride)) return f(begin, std::int64_t{0}, count);
    std::int64_t row = begin / a.columns, column = begin % a.columns;
    for (std::int64_t done = 0; done < count; ++row, column = 0) {
        const std::int64_t n = std::min(count - done, a.columns - column);
        f(row * a.stride + column, done, n);
        done += n;
    }
}

/// Elements [begin, begin+count) of the flat matrix, as contiguous doubles.
inline const double* stage(const Input& a, std::int64_t begin, std::int64_t count, double* buffer) {
    if (a.size() == 1) return std::fill_n(buffer, count, read(a, 0, 0)), buffer;  // one for all
    if (direct(a)) return static_cast<const double*>(a.data) + begin;
    in_runs(a, begin, count, [&](std::int64_t from, std::int64_t done, std::int64_t n) { read_run(a, from, n, buffer + done); });
    return buffer;
}

inline double* place(const Output& a, std::int64_t begin, double* buffer) {
    return direct(a) ? static_cast<double*>(a.data) + begin : buffer;
}

inline void unstage(const Output& a, std::int64_t begin, std::int64_t count, const double* buffer) {
    in_runs(a, begin, count, [&](std::int64_t to, std::int64_t done, std::int64_t n) { put_run(a, to, n, buffer + done); });
}

}  // namespace lossproof::fast
