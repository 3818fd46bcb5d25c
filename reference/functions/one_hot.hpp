// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/infinities.hpp"

namespace lossproof {

/// The bound of pⱼ − [j=t]: minus the sum of the others at the label, a softmax entry elsewhere.
inline Bound minus_one_hot_bound(const Extent& e) {
    return {.accurate = unclaimed,
            .value = softmax_bound(e).value + e.growth + 1,
            .condition = 1,
            .derivation = "minus the others' sum at the label: a softmax entry, one more sum; elsewhere the softmax bound"};
}

}  // namespace lossproof
