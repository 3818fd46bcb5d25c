// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fast/rows/task.hpp"
#include "fast/rows/wide.hpp"

namespace lossproof::fast {

enum class SoftmaxOperation { logsumexp, softmax, log_softmax };
enum class LabelOperation { cross_entropy, label_smoothing, info_nce };

/// The row kernel of an operation for this machine.
RowFunction choose_softmax(SoftmaxOperation, bool quick);
RowFunction choose_label(LabelOperation, bool quick);

}  // namespace lossproof::fast
