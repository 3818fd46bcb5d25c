// SPDX-License-Identifier: Apache-2.0
#include "fast/rows/wide.hpp"
#include "fast/rows/wide_logits.hpp"

namespace lossproof::fast {
Wide wide_logsumexp(const RowTask& task, std::int64_t row) {
    const LogitRow r(task, row);
    if (task.b.wants(1))
        for (std::int64_t j = 0; j < r.columns; ++j) write(task.b.out[1], row, j, {r.probability(j) / task.divisor});
    if (r.has_nan) return {undefined};
    if (r.infinite() || r.peak == -infinity) return {r.peak};
    return {r.peak + std::log1p(r.rest)};
}

Wide wide_softmax(const RowTask& task, std::int64_t row) {
    const LogitRow r(task, row);
    for (std::int64_t j = 0; j < r.columns; ++j) write(task.b.out[0], row, j, {r.probability(j)});
    return {};
}

Wide wide_log_softmax(const RowTask& task, std::int64_t row) {
    const LogitRow r(task, row);
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
    const LogitRow r(task, row, temperature);
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
    const LogitRow r(task, row);
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
