// SPDX-License-Identifier: Apache-2.0
// Reported defects about angles between rows.
#include "tests/mutants/reported/report.hpp"

#include <algorithm>
#include <vector>

namespace reported {
namespace {

/// A row over its length, through a power of two, so that no square leaves the format.
template <class T> struct Direction {
    Direction(const T* row, std::int64_t n) : along(row, row + n) {
        T most = 0, sum = 0;
        for (const T x : along) most = std::fabs(x) > most || std::isnan(x) ? std::fabs(x) : most;
        const int scale = std::isfinite(most) && most > 0 ? std::ilogb(most) : 0;
        for (T& x : along) {
            x = std::scalbn(x, -scale);
            sum += x * x;
        }
        for (T& x : along) x /= std::sqrt(sum);
        scaled_length = std::sqrt(sum);
        exponent = scale;
    }
    T over_length(T x) const { return std::scalbn(x / scaled_length, -exponent); }
    std::vector<T> along;
    T scaled_length;
    int exponent;
};
template <class T> T dot(const std::vector<T>& a, const std::vector<T>& b) {
    T sum = 0;
    for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
    return sum;
}

/// pytorch #18057: squares, roots and no clamp.
template <class T> void cosine(const Call<T>& c, bool bug) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T *a = c.in("a") + r * c.columns, *b = c.in("b") + r * c.columns;
        const std::vector<T> of_a(a, a + c.columns), of_b(b, b + c.columns);
        if (bug) {
            c.out("value")[r] = dot(of_a, of_b) / (std::sqrt(dot(of_a, of_a)) * std::sqrt(dot(of_b, of_b)));
            continue;
        }
        const T between = dot(Direction<T>(a, c.columns).along, Direction<T>(b, c.columns).along);
        c.out("value")[r] = between > 1 ? T(1) : between < -1 ? T(-1) : between;
    }
}

/// torch/nn PR 169: the slope of a pair that is to differ is pushed even where it costs nothing.
template <class T> void pushed_apart(const Call<T>& c, bool bug) {
    const T margin = c.real("margin", 0);
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const Direction<T> a(c.in("a") + r * c.columns, c.columns), b(c.in("b") + r * c.columns, c.columns);
        const T between = dot(a.along, b.along);
        const bool alike = c.labels()[r] > 0, flat = !alike && !bug && between <= margin;
        for (std::int64_t j = 0; j < c.columns; ++j) {
            const auto k = static_cast<std::size_t>(j);
            const T slope = a.over_length(b.along[k] - between * a.along[k]);
            c.out("d_a")[r * c.columns + j] = flat ? T(0) : alike ? -slope : slope;
        }
    }
}

}  // namespace

std::span<const Report> of_directions() {
    static const Report reports[] = {
        {"cosine_beyond_one", "cosine_similarity", "value", "", "pytorch/pytorch 18057", "more-roundings early-product cancellation",
         both([](const auto& c, bool bug) { cosine(c, bug); })},
        {"cosine_embedding_flat", "cosine_embedding", "d_a", "margin", "torch/nn PR 169", "wrong-branch",
         both([](const auto& c, bool bug) { pushed_apart(c, bug); })},
    };
    return reports;
}

}  // namespace reported
