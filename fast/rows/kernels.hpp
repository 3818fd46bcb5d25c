// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fast/rows/task.hpp"
#include "fast/rows/wide.hpp"

namespace lossproof::fast {

enum class SoftmaxOperation { logsumexp, softmax, log_softmax };
enum class LabelOperation { cross_entropy, label_smoothing, info_nce };
enum class TargetOperation { cross_entropy, soft_maximum, squared_error };

/// The row kernel of an operation for this machine.
RowFunction choose_softmax(SoftmaxOperation, bool quick);
RowFunction choose_label(LabelOperation, bool quick);
RowFunction choose_margin(bool quick);
RowFunction choose_target(TargetOperation, bool quick);

}  // namespace lossproof::fast
