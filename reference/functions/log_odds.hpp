// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/bounds.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

// Probabilities told by their logarithm x = log p ≤ 0.

/// log(1 − e^x): near 0 the difference cancels, far out it drowns; −11/16 is near −log 2, where neither does (Mächler 2012).
template <class T> T log_of_complement(const T& x) {
    return either(
        x < exactly<T>(-0.6875), [&] { return log1p(-exp(x)); }, [&] { return log(-expm1(x)); });
}
inline Machine log_of_complement(const Machine& x) { return log(1 - exp(x)); }
inline Printed log_of_complement(const Printed& x) { return log(1 - exp(x)); }

inline Bound log_of_complement_bound() {
    // Left of −11/16 the argument −e^x of log1p is amplified by at most 1.45; right of it 1 − e^x < ½ and |log| > 0.69.
    return accurate(2.45 * elementary, "exp or expm1 ℒ, amplified by at most 1.45; log1p or log ℒ");
}

}  // namespace lossproof
