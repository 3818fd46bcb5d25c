// SPDX-License-Identifier: Apache-2.0
#include "fast/rows/wide.hpp"

#include <cmath>

namespace lossproof::fast {
namespace {

constexpr long double infinity = std::numeric_limits<long double>::infinity();
constexpr long double undefined = std::numeric_limits<long double>::quiet_NaN();

/// What a row of logits, divided by a temperature, comes to.
struct Row {
    const Input& z;
    std::int64_t row, columns;
    long double temperature = 1;
    long double peak = -infinity, rest = 0;  // rest: Σ e^{z−peak} without one term at the peak
    std::int64_t at_peak = 0;
    bool has_nan = false;

    Row(const RowTask& task, std::int64_t r, long double t = 1)
        : z(task.b.in[0]), row(r), columns(task.columns()), temperature(t) {
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
    long double exponential(std::int64_t j) const {
        return temperature == 1 ? exp_of_difference(logit(j), peak) : std::exp(gap(j));
    }
    /// No limit exists: NaN, an all −∞ row, or two +∞.
    bool undecided() const { return has_nan || peak == -infinity || (peak == infinity && at_peak > 1); }
    bool infinite() const { return peak == infinity; }

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

}  // namespace

Wide wide_logsumexp(const RowTask& task, std::int64_t row) {
    const Row r(task, row);
    if (task.b.wants(1))
        for (std::int64_t j = 0; j < r.columns; ++j) write(task.b.out[1], row, j, {r.probability(j) / task.divisor});
    if (r.has_nan) return {undefined};
    if (r.infinite() || r.peak == -infinity) return {r.peak};
    return {r.peak + std::log1p(r.rest)};
}

Wide wide_softmax(const RowTask& task, std::int64_t row) {
    const Row r(task, row);
    for (std::int64_t j = 0; j < r.columns; ++j) write(task.b.out[0], row, j, {r.probability(j)});
    return {};
}

Wide wide_log_softmax(const RowTask& task, std::int64_t row) {
    const Row r(task, row);
    for (std::int64_t j = 0; j < r.columns; ++j) write(task.b.out[0], row, j, {-r.surprise(j)});
    return {};
}

Wide wide_softmax_cross_entropy(const RowTask& task, std::int64_t row) {
    const std::int64_t label = task.label_of(row);
    const long double temperature = task.p ? task.p[0] : 1;
    if (label < 0) {  // an ignored row is not even read
        for (std::int64_t j = 0; task.b.wants(1) && j < task.columns(); ++j) write(task.b.out[1], row, j, {0});
        return {0};
    }
    const Row r(task, row, temperature);
    for (std::int64_t j = 0; task.b.wants(1) && j < r.columns; ++j) {
        const long double g = j == label ? r.probability_minus_one(j) : r.probability(j);
        write(task.b.out[1], row, j, {g / temperature / task.divisor});
    }
    return {r.surprise(label)};
}

Wide wide_info_nce(const RowTask& task, std::int64_t row) { return wide_softmax_cross_entropy(task, row); }

Wide wide_label_smoothing(const RowTask& task, std::int64_t row) {
    const std::int64_t label = task.label_of(row), columns = task.columns();
    const long double smoothing = task.p[0], share = smoothing / columns;
    if (label < 0) {
        for (std::int64_t j = 0; task.b.wants(1) && j < columns; ++j) write(task.b.out[1], row, j, {0});
        return {0};
    }
    const Row r(task, row);
    for (std::int64_t j = 0; task.b.wants(1) && j < columns; ++j) {
        const long double g = j == label ? r.probability_minus_one(j) + (smoothing - share) : r.probability(j) - share;
        write(task.b.out[1], row, j, {g / task.divisor});
    }
    Total all;
    for (std::int64_t j = 0; j < columns; ++j)
        if (share != 0) all.add(Wide{share * r.surprise(j)});
    if (smoothing != 1) all.add(Wide{(1 - smoothing) * r.surprise(label)});
    return all.value();
}

}  // namespace lossproof::fast
