// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

// diag(p) − ppᵀ with p = softmax(z): the Jacobian of softmax, and the Hessian of log Σ exp and of every loss that is
// log Σ exp less something linear in z.

/// pᵢ([i=j] − pⱼ), row-major. On the diagonal 1 − pᵢ is the sum of the others: it would cancel where pᵢ is near 1.
template <class T> Row<T> softmax_jacobian(const Row<T>& p) {
    const Row<T> others = sums_of_others(p);
    Row<T> entries;
    for (Index i = 0; i < p.size(); ++i)
        for (Index j = 0; j < p.size(); ++j) entries.push_back(i == j ? p[i] * others[i] : -(p[i] * p[j]));
    return entries;
}
inline Row<Machine> softmax_jacobian(const Row<Machine>& p) {
    Row<Machine> entries;
    for (Index i = 0; i < p.size(); ++i)
        for (Index j = 0; j < p.size(); ++j) entries.push_back(p[i] * (indicator<Machine>(j, i) - p[j]));
    return entries;
}
inline Row<Printed> softmax_jacobian(const Row<Printed>&) { return Row<Printed>({Printed("pᵢ·([i=j] − pⱼ)", Printed::product)}); }

/// A gradient and, for rows short enough to have one, the Hessian: longer rows do not pay for it.
template <class T, class F> std::vector<Row<T>> with_hessian(Row<T> gradient, F hessian) {
    std::vector<Row<T>> both{std::move(gradient)};
    if (both.front().size() <= jacobian_limit) both.push_back(hessian());
    return both;
}

/// As for a Jacobian, −∞ is a limit (p is 0 there), and a row with +∞, or with nothing but −∞, has no Hessian.
inline std::vector<Row<double>> with_no_hessian(const Row<double>& gradient) {
    return with_hessian(gradient, [&] { return filled(gradient.size() * gradient.size(), not_a_number); });
}

/// Let Gₖ = m − zₖ and Ḡ = Σ pₖGₖ ≤ ln K. A softmax entry by shifted exponentials has relative error u(Gᵢ + Ḡ + 2ℒ+h+1), so the
/// product pᵢpⱼ has u(Gᵢ + Gⱼ + 2Ḡ + 2(2ℒ+h+1) + 1). Its slopes ∂log(pᵢpⱼ)/∂zₖ = [k=i] + [k=j] − 2pₖ sum to 0, whence
/// κ/|y| ≥ |Σₖ (zₖ − m)·slopeₖ| = |Gᵢ + Gⱼ − 2Ḡ|, and what the gaps cost is at most κ/|y| + 4 ln K. On the diagonal the mean of Gₖ over
/// the others stands for Gⱼ, and their sum adds h.
inline Bound softmax_jacobian_bound(const Extent& e) {
    const Bound p = softmax_bound(e);
    return {.accurate = 2 * p.accurate + e.growth + 1,
            .value = 2 * p.value + e.growth + 1,
            .condition = 1,
            .derivation = "pᵢ·Σ_{k≠i} p_k or pᵢ·pⱼ: two softmax entries, a sum, a product"};
}
/// σ(x)σ(−x), the slope of σ and the curvature of ζ.
inline Bound sigmoid_slope_bound() { return accurate(2 * (2 + 1.5 * elementary) + 1, "two sigmoids and a product"); }

}  // namespace lossproof
