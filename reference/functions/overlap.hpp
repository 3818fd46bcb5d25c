// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/computed.hpp"
#include "reference/functions/row.hpp"

#include <algorithm>

namespace lossproof {

// How far a predicted region p and a target region t, both told by shares in [0, 1], cover each other.

/// Σ pt, Σ p(1−t), Σ (1−p)t: true positives, false positives, false negatives.
template <class T> struct Overlap {
    Overlap(const Row<T>& p, const Row<T>& t)
        : both(sum(p, [&](Index j) { return p[j] * t[j]; })), only_p(sum(p, [&](Index j) { return p[j] * (1 - t[j]); })),
          only_t(sum(p, [&](Index j) { return (1 - p[j]) * t[j]; })) {}
    T both, only_p, only_t;
};

inline bool shares(const Row<double>& p) {
    return std::all_of(p.begin(), p.end(), [](double v) { return v >= 0 && v <= 1; });
}
/// Is some p·(1−t) positive? A product of doubles might underflow.
inline bool leaves(const Row<double>& p, const Row<double>& t) {
    for (Index j = 0; j < p.size(); ++j)
        if (p[j] > 0 && t[j] < 1) return true;
    return false;
}
inline bool meets(const Row<double>& p, const Row<double>& t) {
    for (Index j = 0; j < p.size(); ++j)
        if (p[j] > 0 && t[j] > 0) return true;
    return false;
}

}  // namespace lossproof
