// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fast/rows/task.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof::fast {

inline constexpr long double infinity = std::numeric_limits<long double>::infinity();
inline constexpr long double undefined = std::numeric_limits<long double>::quiet_NaN();

/// What a row of logits, divided by a temperature, comes to in long double.
struct LogitRow {
    const Input& z;
    std::int64_t row, columns;
    long double temperature = 1;
    long double peak = -infinity, rest = 0;  // rest: Σ e^{z−peak} without one term at the peak
    std::int64_t at_peak = 0;
    bool has_nan = false;

    LogitRow(const RowTask& task, std::int64_t r, long double t = 1) : z(task.b.in[0]), row(r), columns(task.columns()), temperature(t) {
        for (std::int64_t j = 0; j < columns; ++j) {
            has_nan = has_nan || std::isnan(read(z, row, j));
            peak = std::fmax(peak, logit(j));
        }
        Total sum;
        for (std::int64_t j = 0; j < columns; ++j) {
            if (logit(j) == peak) ++at_peak;
            else sum.add(Wide{exponential(j)});
        }
        rest = sum.value().v + static_cast<long double>(at_peak - 1);
    }
    long double logit(std::int64_t j) const { return read(z, row, j); }
    long double gap(std::int64_t j) const { return (logit(j) - peak) / temperature; }
    long double exponential(std::int64_t j) const { return temperature == 1 ? exp_of_difference(logit(j), peak) : std::exp(gap(j)); }
    /// No limit exists: NaN, an all −∞ row, or two +∞.
    bool undecided() const { return has_nan || peak == -infinity || (peak == infinity && at_peak > 1); }
    bool infinite() const { return peak == infinity; }

    /// The only logit that counts: p_j is 1 itself, not only rounded to it.
    bool certain(std::int64_t j) const {
        if (infinite()) return logit(j) == infinity;
        bool alone = logit(j) > -infinity;
        for (std::int64_t i = 0; alone && i < columns; ++i) alone = i == j || logit(i) == -infinity;
        return alone;
    }
    long double probability(std::int64_t j) const {
        if (undecided()) return undefined;
        if (infinite()) return logit(j) == infinity ? 1 : 0;
        return exponential(j) / (1 + rest);
    }
    /// −log p_j, never by the logarithm of a probability.
    long double surprise(std::int64_t j) const {
        if (undecided()) return undefined;
        if (infinite()) return logit(j) == infinity ? 0 : infinity;
        return std::log1p(rest) - gap(j);
    }
    /// p_j − 1 = −Σ_{i≠j} e^{z_i} / Σ e^{z_i}.
    long double probability_minus_one(std::int64_t j) const {
        if (undecided()) return undefined;
        if (infinite()) return logit(j) == infinity ? 0 : -1;
        const long double others = logit(j) == peak ? rest : (rest - exponential(j)) + 1;
        return -others / (1 + rest);
    }
};

}  // namespace lossproof::fast
