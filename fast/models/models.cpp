// SPDX-License-Identifier: Apache-2.0
#include "fast/models/models.hpp"
#include "fast/models/dot.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

namespace lossproof::fast {

void linear_scores(const Bound& b) {  // inputs x N×D, weights K×D, bias K
    const Input &x = b.in[0], &w = b.in[1];
    if (w.columns != x.columns) throw std::invalid_argument("fast: linear_scores: weights need one column an entry of x");
    if (b.has(2) && b.in[2].size() != w.rows) throw std::invalid_argument("fast: linear_scores: one bias a row of weights");
    if (b.out[0].rows != x.rows || b.out[0].columns != w.rows)
        throw std::invalid_argument("fast: linear_scores: 'value' must be one row a sample, one column a class");
    in_blocks(x.rows, b.options.threads, [&](std::int64_t n, Total&) {
        for (std::int64_t k = 0; k < w.rows; ++k) {
            Total score;
            for (std::int64_t d = 0; d < x.columns; ++d) add_product(score, read(w, k, d), read(x, n, d));
            if (b.has(2)) score.add(Wide{read_flat(b.in[2], k)});
            write(b.out[0], n, k, score.value());
        }
    });
}

namespace {

Wide squared_norm(const Input& w) {
    Total sum;
    for (std::int64_t i = 0; i < w.size(); ++i) add_product(sum, read_flat(w, i), read_flat(w, i));
    return sum.value();
}

void fill(const Output& out, Wide x) {
    for (std::int64_t i = 0; i < out.size(); ++i) write_flat(out, i, x);
}

/// 1 − ỹ(wᵀx − b), exactly up to the last rounding.
Wide shortfall(const Bound& b, std::int64_t row) {
    Total t;
    t.add(Wide{1});
    const double label = read_flat(b.in[1], row);
    for (std::int64_t d = 0; d < b.columns; ++d) add_product(t, -label * read_flat(b.in[2], d), read(b.in[0], row, d));
    t.add(Wide{label * read_flat(b.in[3], 0)});
    return t.value();
}

}  // namespace

void soft_margin_svm_objective(const Bound& b) {  // inputs x n×D, label n, weights D, bias 1; parameter alpha
    const double alpha = b.p[0];
    const auto n = static_cast<long double>(b.rows);
    Total losses, pull;
    for (std::int64_t i = 0; i < b.rows; ++i) {
        const Wide t = shortfall(b, i);
        if (!(t.v <= 0)) losses.add(t), pull.add(Wide{read_flat(b.in[1], i)});
    }
    const Wide value{losses.value().v / n + alpha * squared_norm(b.in[2]).v};
    if (b.wants(0)) write(b.out[0], 0, 0, value);
    if (b.wants(2)) write(b.out[2], 0, 0, {is_nan(value) ? value.v : pull.value().v / n});
    if (!b.wants(1)) return;
    if (is_nan(value)) return fill(b.out[1], value);
    for (std::int64_t d = 0; d < b.columns; ++d) {
        Total slope;
        for (std::int64_t i = 0; i < b.rows; ++i)
            if (shortfall(b, i).v > 0) slope.add(Wide{-read_flat(b.in[1], i) * read(b.in[0], i, d)});
        Total g;
        g.add(Wide{slope.value().v / n});
        g.add(Wide{2 * static_cast<long double>(alpha) * read_flat(b.in[2], d)});
        write_flat(b.out[1], d, g.value());
    }
}

void regularized_objective(const Bound& b) {  // inputs x, weights; parameter alpha
    const long double alpha = b.p[0];
    Total sum;
    bool any_nan = false;
    for (std::int64_t i = 0; i < b.in[0].size(); ++i) {
        sum.add(Wide{read_flat(b.in[0], i)});
        any_nan |= std::isnan(read_flat(b.in[0], i));
    }
    const Wide norm = squared_norm(b.in[1]);
    const bool undefined = is_nan(norm) || any_nan;  // ∞ − ∞ in the data is no concern of the penalty's slope
    const Wide value{sum.value().v / static_cast<long double>(b.in[0].size()) + alpha * norm.v / 2};
    if (b.wants(0)) write(b.out[0], 0, 0, value);
    if (!b.wants(1)) return;
    for (std::int64_t d = 0; d < b.in[1].size(); ++d) {
        const long double g = alpha * read_flat(b.in[1], d);
        write_flat(b.out[1], d, {undefined ? std::numeric_limits<long double>::quiet_NaN() : g});
    }
}

}  // namespace lossproof::fast
