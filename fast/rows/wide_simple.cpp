// SPDX-License-Identifier: Apache-2.0
#include "fast/rows/wide.hpp"
#include "fast/rows/wide_logits.hpp"

namespace lossproof::fast {
namespace {

void fill_row(const RowTask& task, std::int64_t row, int o, long double x) {
    for (std::int64_t j = 0; task.b.wants(o) && j < task.columns(); ++j) write(task.b.out[o], row, j, {x});
}

}  // namespace

Wide wide_multiclass_hinge(const RowTask& task, std::int64_t row) {
    const std::int64_t label = task.label_of(row);
    const Input& z = task.b.in[0];
    const double margin = task.p[0];
    fill_row(task, row, 1, 0);
    if (label < 0) return {0};
    Total value;
    std::int64_t active = 0;
    bool lost = std::isnan(read(z, row, label)), undefined_gap = false;  // ∞ − ∞ in one gap leaves the other slopes alone
    for (std::int64_t j = 0; j < task.columns(); ++j) {
        if (j == label) continue;
        lost |= std::isnan(read(z, row, j));
        Total shortfall;
        shortfall.add(Wide{read(z, row, j)});
        shortfall.add(Wide{-read(z, row, label)});
        shortfall.add(Wide{margin});
        const Wide t = shortfall.value();
        if (t.v <= 0) continue;  // NaN goes on
        value.add(t);
        ++active;
        undefined_gap |= is_nan(t);
        if (task.b.wants(1)) write(task.b.out[1], row, j, {is_nan(t) ? undefined : 1 / static_cast<long double>(task.divisor)});
    }
    if (task.p[1] != 0 && margin > 0) value.add(Wide{margin});
    if (lost) value.add(Wide{undefined});
    if (lost) fill_row(task, row, 1, undefined);
    else if (task.b.wants(1))
        write(task.b.out[1], row, label, {undefined_gap ? undefined : -static_cast<long double>(active) / task.divisor});
    return value.value();
}

Wide wide_nll(const RowTask& task, std::int64_t row) {
    const std::int64_t label = task.label_of(row);
    fill_row(task, row, 1, 0);
    if (label < 0) return {0};
    const double x = read(task.b.in[0], row, label);
    if (std::isnan(x)) fill_row(task, row, 1, undefined);
    else if (task.b.wants(1)) write(task.b.out[1], row, label, {-1.0L / task.divisor});
    return {-static_cast<long double>(x)};
}

namespace {

/// A product with its exponent apart, so that no partial product leaves the range.
struct Product {
    long double significand = 1;
    std::int64_t exponent = 0;
    /// Nothing times anything is nothing, even infinity.
    void multiply(long double x) {
        if (significand == 0 || x == 0) {
            significand = std::isnan(x) || std::isnan(significand) ? undefined : 0;
            return;
        }
        int e = 0;
        significand = std::frexp(significand * x, &e);
        if (std::isfinite(significand)) exponent += e;
    }
    long double value() const {
        const auto e = std::clamp<std::int64_t>(exponent, -40000, 40000);
        return std::ldexp(significand, static_cast<int>(e));
    }
};

}  // namespace

Wide wide_likelihood(const RowTask& task, std::int64_t row) {
    Product all;
    bool outside = false;
    for (std::int64_t j = 0; j < task.columns(); ++j) {
        const double p = read(task.b.in[0], row, j);
        outside = outside || !(p >= 0);
        all.multiply(p);
    }
    const Wide value{outside ? undefined : all.value()};
    for (std::int64_t i = 0; task.b.wants(1) && i < task.columns(); ++i) {
        Product others;
        for (std::int64_t j = 0; j < task.columns(); ++j)
            if (j != i) others.multiply(read(task.b.in[0], row, j));
        const long double g = std::isnan(value.v) ? undefined : others.value();
        write(task.b.out[1], row, i, {g / task.divisor});
    }
    return value;
}

Wide wide_standard_normalization(const RowTask& task, std::int64_t row) {
    const Input& x = task.b.in[0];
    const std::int64_t columns = task.columns();
    const auto sum_without = [&](std::int64_t skipped) {
        Total t;
        for (std::int64_t j = 0; j < columns; ++j)
            if (j != skipped) t.add(Wide{read(x, row, j)});
        return t.value().v;
    };
    const long double sum = sum_without(-1);
    const bool none = sum == 0 || !std::isfinite(sum);
    for (std::int64_t i = 0; task.b.wants(0) && i < columns; ++i) write(task.b.out[0], row, i, {none ? undefined : read(x, row, i) / sum});
    for (std::int64_t i = 0; task.b.wants(1) && i < columns; ++i)
        for (std::int64_t j = 0; j < columns; ++j) {
            const long double top = i == j ? sum_without(i) : -static_cast<long double>(read(x, row, i));
            write(task.b.out[1], row, i * columns + j, {none ? undefined : top / sum / sum});
        }
    return {};
}

}  // namespace lossproof::fast
