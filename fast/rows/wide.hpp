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

}  // namespace lossproof::fast
