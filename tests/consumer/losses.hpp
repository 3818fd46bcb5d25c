// SPDX-License-Identifier: Apache-2.0
// The code under test: right and wrong forms of two functions.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace mine {

/// Right: the shift is exact enough, each factor accurate.
template <class T> void softmax(const T* z, T* p, std::size_t n) {
    const T top = *std::max_element(z, z + n);
    T sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += p[i] = std::exp(z[i] - top);
    for (std::size_t i = 0; i < n; ++i) p[i] /= sum;
}

/// Wrong: overflows for large logits.
template <class T> void naive_softmax(const T* z, T* p, std::size_t n) {
    T sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += p[i] = std::exp(z[i]);
    for (std::size_t i = 0; i < n; ++i) p[i] /= sum;
}

template <class T> T softplus(T x) { return std::max(x, T(0)) + std::log1p(std::exp(-std::abs(x))); }
template <class T> T naive_softplus(T x) { return std::log(1 + std::exp(x)); }

template <class T> std::vector<T> softmax(const std::vector<T>& z) {
    std::vector<T> p(z.size());
    softmax(z.data(), p.data(), z.size());
    return p;
}

}  // namespace mine
