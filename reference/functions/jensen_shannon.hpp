// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

// ½KL(p‖m) + ½KL(q‖m) with m = (p+q)/2, of the numbers as given, in nats.

template <class T> T half_divergence(const T& p, const T& m) { return exactly_zero(p) ? T(0) : p * log(p / m) / 2; }

template <class T> T jensen_shannon(const Row<T>& p, const Row<T>& q) {
    return sum(p, [&](Index j) {
        const T m = (p[j] + q[j]) / 2;
        return half_divergence(p[j], m) + half_divergence(q[j], m);
    });
}
/// Where p and q are within a factor of four, with t = (p−q)/(p+q): ¼(p+q)·((1+t)log(1+t) + (1−t)log(1−t)), the linear parts
/// of the logarithms taken out, which cancel (theory L17).
template <class T> T stable_jensen_shannon(const Row<T>& p, const Row<T>& q) {
    return sum(p, [&](Index j) {
        const T total = p[j] + q[j];
        const auto apart = [&] { return half_divergence(p[j], total / 2) + half_divergence(q[j], total / 2); };
        const auto near = [&] {
            if (exactly_zero(total)) return T(0);
            const T t = (p[j] - q[j]) / total;
            return (2 * square(t) + (1 + t) * log1pmx(t) + (1 - t) * log1pmx(-t)) * total / 4;
        };
        return either(4 * q[j] < p[j], apart, [&] { return either(4 * p[j] < q[j], apart, near); });
    });
}

}  // namespace lossproof
