// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// pᵢ = exp(zᵢ) / Σⱼ exp(zⱼ), with the Jacobian ∂pᵢ/∂zⱼ = pᵢ([i=j] − pⱼ). Lectures: O04, O05, O06.
struct Softmax {
    static constexpr Entry entry{.name = "softmax",
                                 .summary = "softmax, logits to probabilities",
                                 .lectures = "O04 O05 O06 O07 O15 D02 D03 D12 D15",
                                 .domain = "rows of numbers; one ∞: one-hot; two ∞ or all −∞: not a number",
                                 .stable_form = "exp(zᵢ − m)/Σⱼ exp(zⱼ − m) with exact differences",
                                 .gradients = "J_logits",
                                 .reductions = false,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "logits", .role = Role::row, .letter = "z"}};

    template <class T> static Row<T> value(const Row<T>& z) { return softmax_of(z); }
    template <class T> static Row<T> gradient(const Row<T>& z) {
        const Row<T> p = softmax_of(z);
        Row<T> jacobian;
        for (Index i = 0; i < p.size(); ++i)
            // 1 − pᵢ as the sum of the others: it would cancel where pᵢ is near 1.
            for (Index j = 0; j < p.size(); ++j)
                jacobian.push_back(i == j ? p[i] * sum_except(p, i, [&](Index k) { return p[k]; }) : -(p[i] * p[j]));
        return jacobian;
    }
    static Row<Printed> gradient(const Row<Printed>&) { return Row<Printed>({Printed("pᵢ·([i=j] − pⱼ)", Printed::product)}); }

    static std::optional<Row<double>> value_limit(const Row<double>& z) { return softmax_limit(z); }
    static std::optional<Row<double>> gradient_limit(const Row<double>& z) { return jacobian_limit_of(z); }

    static Bound value_bound(const Extent& e) { return softmax_bound(e); }
    static Bound gradient_bound(const Extent& e) {
        const Bound p = softmax_bound(e);
        return {.accurate = 2 * p.accurate + e.growth + 1,
                .value = 2 * p.value + e.growth + 1,
                .condition = 2,
                .derivation = "pᵢ·Σ_{k≠i} p_k or pᵢ·pⱼ: two softmax entries, a sum, a product"};
    }
};

LOSSPROOF_ENTRY(softmax, Softmax)

}  // namespace lossproof
