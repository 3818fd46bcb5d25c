// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fast/bound.hpp"

namespace lossproof::fast {

// Small whole models and objectives, in long double with exact dot products: accurate, not vectorised.
void linear_scores(const Bound& b);
void soft_margin_svm_objective(const Bound& b);
void regularized_objective(const Bound& b);

}  // namespace lossproof::fast
