// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fast/call.hpp"
#include "fast/wide.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace lossproof::fast {

/// A checked call: arrays and parameters in the order of the kernel's table row.
struct Bound {
    const Kernel* kernel = nullptr;
    Input in[6];
    Output out[6];
    double p[8] = {};  ///< an absent optional parameter is NaN
    Options options;
    std::int64_t rows = 0, columns = 0;  ///< of the first input
    std::int64_t counted = 0;            ///< what a mean divides by

    bool has(int i) const { return in[i].data != nullptr; }
    bool wants(int o) const { return out[o].data != nullptr; }
    bool quick() const { return options.accuracy == Accuracy::quick; }
    double divisor() const { return options.reduction == Reduction::mean ? static_cast<double>(counted) : 1.0; }
};

inline double read(const Input& a, std::int64_t row, std::int64_t column) {
    const std::int64_t at = row * a.stride + column;
    if (a.element == Element::f64) return static_cast<const double*>(a.data)[at];
    if (a.element == Element::f32) return static_cast<const float*>(a.data)[at];
    return static_cast<double>(static_cast<const std::int64_t*>(a.data)[at]);
}
inline std::int64_t read_label(const Input& a, std::int64_t i) {
    return static_cast<const std::int64_t*>(a.data)[a.columns == 1 ? i * a.stride : i];
}
/// n neighbours, from an offset in memory on.
inline void read_run(const Input& a, std::int64_t from, std::int64_t n, double* to) {
    const auto copy = [&](const auto* data) { std::copy_n(data + from, n, to); };
    if (a.element == Element::f64) copy(static_cast<const double*>(a.data));
    else if (a.element == Element::f32) copy(static_cast<const float*>(a.data));
    else
        std::transform(static_cast<const std::int64_t*>(a.data) + from, static_cast<const std::int64_t*>(a.data) + from + n, to,
                       [](std::int64_t x) { return static_cast<double>(x); });
}
/// Element i of something one-dimensional, n×1 or 1×n.
inline double read_flat(const Input& a, std::int64_t i) { return read(a, i / a.columns, i % a.columns); }

/// One rounding into the output's own format.
inline void write(const Output& a, std::int64_t row, std::int64_t column, Wide x) {
    const std::int64_t at = row * a.stride + column;
    if (a.element == Element::f64) static_cast<double*>(a.data)[at] = to_double(x);
    else static_cast<float*>(a.data)[at] = x.v == 0 ? 0.0f : static_cast<float>(x.v);
}
/// A value that is rounded to double already.
inline void put(const Output& a, std::int64_t row, std::int64_t column, double x) {
    const std::int64_t at = row * a.stride + column;
    if (a.element == Element::f64) static_cast<double*>(a.data)[at] = x;
    else static_cast<float*>(a.data)[at] = static_cast<float>(x);
}
/// n neighbours that are rounded to double already, from an offset in memory on.
inline void put_run(const Output& a, std::int64_t to, std::int64_t n, const double* from) {
    if (a.element == Element::f64) std::copy_n(from, n, static_cast<double*>(a.data) + to);
    else std::transform(from, from + n, static_cast<float*>(a.data) + to, [](double x) { return static_cast<float>(x); });
}
inline void write_flat(const Output& a, std::int64_t i, Wide x) { write(a, i / a.columns, i % a.columns, x); }

/// body(i, total) for i in [0, count), on as many threads as asked; the totals are added in order of i, so neither the
/// sum nor anything else depends on the number of threads.
Total in_blocks(std::int64_t count, int threads, const std::function<void(std::int64_t, Total&)>& body);

/// Writes a reduced value: the sum, or the mean over b.counted (NaN when nothing was counted).
void write_reduced(const Bound& b, const Output& value, const Total& total);

}  // namespace lossproof::fast
