// SPDX-License-Identifier: Apache-2.0
// diag(p) − ppᵀ: the Jacobian of softmax, and the Hessian of log-sum-exp and of the cross-entropies, which are linear but for it.
#include "fast/rows/wide.hpp"
#include "fast/rows/wide_logits.hpp"

namespace lossproof::fast {
namespace {

/// weight·p_i([i=j] − p_j), with 1 − p_i as the sum of the others. A row with an infinite peak has no such matrix.
void write_curvature(const RowTask& task, std::int64_t row, int output, const LogitRow& r, long double weight) {
    for (std::int64_t i = 0; i < r.columns; ++i)
        for (std::int64_t j = 0; j < r.columns; ++j) {
            const long double other = i == j ? -r.probability_minus_one(i) : -r.probability(j);
            write(task.b.out[output], row, i * r.columns + j, {r.infinite() ? undefined : weight * (r.probability(i) * other)});
        }
}

}  // namespace

Wide wide_softmax_jacobian(const RowTask& task, std::int64_t row) {
    write_curvature(task, row, 1, LogitRow(task, row), 1);
    return {};
}

Wide wide_logit_hessian(const RowTask& task, std::int64_t row) {
    const std::int64_t columns = task.columns();
    if (task.label_of(row) < 0)  // an ignored row is not even read
        for (std::int64_t k = 0; k < columns * columns; ++k) write(task.b.out[2], row, k, {0});
    else write_curvature(task, row, 2, LogitRow(task, row), 1 / static_cast<long double>(task.divisor));
    return {};
}

Wide wide_target_hessian(const RowTask& task, std::int64_t row) {
    Total mass;
    bool outside = false;
    for (std::int64_t j = 0; j < task.columns(); ++j) {
        const double weight = read(task.b.in[1], row, j);
        outside = outside || !(weight >= 0) || std::isinf(weight);
        mass.add(Wide{weight});
    }
    write_curvature(task, row, 2, LogitRow(task, row), outside ? undefined : mass.value().v / task.divisor);
    return {};
}

}  // namespace lossproof::fast
