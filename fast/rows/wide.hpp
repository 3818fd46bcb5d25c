// SPDX-License-Identifier: Apache-2.0
// Every row operation once more, one row in long double: the plain statement, with all special values. It answers rows with
// infinities, NaN or extreme sizes, and all rows on machines without FMA. Each writes its matrix outputs, returns its value.
#pragma once
#include "fast/rows/task.hpp"

namespace lossproof::fast {

Wide wide_logsumexp(const RowTask&, std::int64_t row);
Wide wide_softmax(const RowTask&, std::int64_t row);
Wide wide_log_softmax(const RowTask&, std::int64_t row);
Wide wide_softmax_cross_entropy(const RowTask&, std::int64_t row);
Wide wide_label_smoothing(const RowTask&, std::int64_t row);
Wide wide_info_nce(const RowTask&, std::int64_t row);
Wide wide_cross_entropy_of_distribution(const RowTask&, std::int64_t row);
Wide wide_soft_maximum(const RowTask&, std::int64_t row);
Wide wide_squared_error_of_softmax(const RowTask&, std::int64_t row);
Wide wide_multiclass_hinge(const RowTask&, std::int64_t row);
Wide wide_nll(const RowTask&, std::int64_t row);
Wide wide_likelihood(const RowTask&, std::int64_t row);
Wide wide_standard_normalization(const RowTask&, std::int64_t row);
Wide wide_softmax_jacobian(const RowTask&, std::int64_t row);
Wide wide_log_softmax_jacobian(const RowTask&, std::int64_t row);
/// Hessians, output 2: of log-sum-exp and of the cross-entropy of a label, and of the cross-entropy of a target.
Wide wide_logit_hessian(const RowTask&, std::int64_t row);
Wide wide_target_hessian(const RowTask&, std::int64_t row);

}  // namespace lossproof::fast
