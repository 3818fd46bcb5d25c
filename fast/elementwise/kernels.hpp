// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fast/elementwise/block.hpp"

namespace lossproof::fast {

enum class LogisticOperation { sigmoid, log_sigmoid, softplus, relu, logit, bce_with_logits, bce, squared_error };

/// The block kernel of an operation for this machine.
BlockFunction choose_logistic(LogisticOperation, bool quick, bool gradient);

}  // namespace lossproof::fast
