// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/logarithmic.hpp"
#include "reference/oracle/operation.hpp"

#include <optional>

namespace lossproof {

// The cross-entropy of a softmax with a class t that keeps 1−ε, while all K classes share ε; w weighs the classes.

template <class T> using ClassWeights = std::optional<Row<T>>;

/// (1−ε)·w_t·CE_t + (ε/K)·Σⱼ wⱼ·CEⱼ.
template <class T> T smoothed_cross_entropy(const Row<T>& z, Label t, const ClassWeights<T>& w, const T& smoothing) {
    Row<T> surprise = negative_log_probabilities(z);
    if (w) surprise = map(surprise, [&](Index j) { return weighted((*w)[j], surprise[j]); });
    return weighted(1 - smoothing, surprise[t]) + weighted(smoothing, sum(surprise)) / count(z);
}

/// pⱼ − (1−ε)[j=t] − ε/K. With weights it is (Σc)·pⱼ − cⱼ for the coefficients c of the classes' losses, the common part cⱼpⱼ taken
/// out of both.
template <class T> Row<T> smoothed_slope(const Row<T>& z, Label t, const ClassWeights<T>& w, const T& smoothing) {
    const T share = smoothing / count(z);
    if (!w) {
        const Row<T> from_label = softmax_minus_one_hot(z, t);
        return map(z, [&](Index j) { return from_label[j] + (j == t ? smoothing - share : -share); });
    }
    const Row<T> c = map(z, [&](Index j) { return (*w)[j] * (j == t ? 1 - smoothing + share : share); });
    const Row<T> p = softmax_of(z), other_p = sums_of_others(p), other_c = sums_of_others(c);
    return map(z, [&](Index j) { return p[j] * other_c[j] - c[j] * other_p[j]; });
}

}  // namespace lossproof
