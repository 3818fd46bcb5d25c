// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// LSE(z) = log Σⱼ exp(zⱼ); its gradient is softmax(z). Lectures: O11.
struct LogSumExp {
    static constexpr Entry entry{.name = "logsumexp",
                                 .summary = "logarithm of a sum of exponentials",
                                 .lectures = "O11 D10 D11",
                                 .domain = "rows of numbers; all −∞ (or none at all): −∞; any ∞: ∞",
                                 .stable_form = "m + log1p(Σ_{j≠k} exp(zⱼ − m)), m = z_k the maximum",
                                 .gradients = "d_logits",
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "logits", .role = Role::row, .letter = "z"}};

    template <class T> static T value(const Row<T>& z) { return log_sum_exp(z); }
    template <class T> static Row<T> gradient(const Row<T>& z) { return softmax_of(z); }

    static std::optional<double> value_limit(const Row<double>& z) {
        if (infinities(z).positive > 0) return infinity;
        if (infinities(z).negative == z.size()) return -infinity;
        return std::nullopt;
    }
    static std::optional<Row<double>> gradient_limit(const Row<double>& z) { return softmax_limit(z); }

    static Bound value_bound(const Extent& e) {
        const double c = 1 + 2 * elementary + e.growth;
        return stable(c, c, "shifted sum: (1+2ℒ+h)|y| + (2ℒ+h)κ, since H(p) ≤ |y| + κ");
    }
    static Bound gradient_bound(const Extent& e) { return softmax_bound(e); }
};

LOSSPROOF_ENTRY(logsumexp, LogSumExp)

}  // namespace lossproof
