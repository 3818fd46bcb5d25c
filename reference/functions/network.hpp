// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/logarithmic.hpp"
#include "reference/functions/piecewise.hpp"

#include <optional>

namespace lossproof {

// One layer of a network, forward and backward.

enum class Activation : std::uint8_t { relu, sigmoid };

template <class T> T activated(Activation activation, const T& o) {
    return activation == Activation::relu ? positive_part(o) : sigmoid_of(o);
}
template <class T> T activation_slope(Activation activation, const T& o) {
    return activation == Activation::relu ? step_of(o) : sigmoid_of(o) * sigmoid_of(-o);
}

/// Wa + b.
template <class T> Row<T> affine(const Matrix<T>& weights, const Row<T>& a, const Row<T>* bias) {
    Row<T> o;
    for (Index i = 0; i < weights.rows; ++i) {
        const T score = sum(a, [&](Index j) { return weights(i, j) * a[j]; });
        o.push_back(bias ? score + (*bias)[i] : score);
    }
    return o;
}
template <class T> Row<T> activated(Activation activation, const Row<T>& o) {
    return map(o, [&](Index i) { return activated(activation, o[i]); });
}

/// What a layer hands back: (Wᵀδ) ∘ φ′(o) with o the scores of the layer below.
template <class T> Row<T> handed_back(const Matrix<T>& weights, const Row<T>& delta, Activation activation, const Row<T>& o) {
    return map(o,
               [&](Index j) { return sum(delta, [&](Index i) { return weights(i, j) * delta[i]; }) * activation_slope(activation, o[j]); });
}
/// δaᵀ, the gradient of a layer's weights.
template <class T> Row<T> outer_product(const Row<T>& delta, const Row<T>& a) {
    Row<T> product;
    for (const T& d : delta)
        for (const T& each : a) product.push_back(d * each);
    return product;
}

}  // namespace lossproof
