// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// softmax(z)ᵀz, between the mean and the maximum; ∂/∂zⱼ = pⱼ(1 + zⱼ − pᵀz). Lectures: O12.
struct SoftMaximum {
    static constexpr Entry entry{.name = "soft_maximum",
                                 .summary = "mean of the logits under their own softmax",
                                 .lectures = "O12 D11 C31",
                                 .domain = "rows of numbers; any ∞: ∞; all −∞: −∞",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_logits",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"}};

    template <class T> static T value(const Row<T>& z) {
        const Row<T> p = softmax_of(z);
        return sum(z, [&](Index j) { return weighted(p[j], z[j]); });
    }
    template <class T> static Row<T> gradient(const Row<T>& z) {
        const Row<T> p = softmax_of(z);
        // Both zⱼ and pᵀz are taken relative to the maximum: their difference does not feel a common offset.
        const Row<T> gap = relative_to(z, largest_entry(z));
        const T mean = sum(gap, [&](Index j) { return weighted(p[j], gap[j]); });
        return map(z, [&](Index j) { return weighted(p[j], 1 + (gap[j] - mean)); });
    }
    static Row<Printed> gradient(const Row<Printed>&) { return Row<Printed>({Printed("pⱼ·(1 + zⱼ − Σ_k p_k·z_k)", Printed::product)}); }

    static std::optional<double> value_limit(const Row<double>& z) {
        if (infinities(z).positive > 0) return infinity;
        if (infinities(z).negative == z.size()) return -infinity;
        return std::nullopt;
    }
    static std::optional<Row<double>> gradient_limit(const Row<double>& z) {
        if (infinities(z).positive == 0 && infinities(z).negative < z.size()) return std::nullopt;
        return filled(z.size(), not_a_number);
    }

    static Bound value_bound(const Extent& e) {
        // The direct form: its p carries |gapⱼ| + 2ℒ+h+1 roundings.
        const double c = 2 * elementary + 2 * e.growth + 4;
        return stable(c, c, "softmax 2ℒ+h+1, product 1, gap 1, sum h, last sum 1 (count of roundings)");
    }
    static Bound gradient_bound(const Extent& e) {
        const double c = softmax_bound(e).value + 2 * elementary + 2 * e.growth + 6;
        return stable(c, c, "a softmax entry times a difference of a gap and a soft maximum (count of roundings)");
    }
};

LOSSPROOF_ENTRY(soft_maximum, SoftMaximum)

}  // namespace lossproof
