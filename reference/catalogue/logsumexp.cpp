// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/rows.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/curvature.hpp"

namespace lossproof {

/// LSE(z) = log Σⱼ exp(zⱼ); its gradient is p = softmax(z) and its Hessian diag(p) − ppᵀ. Lectures: O11.
struct LogSumExp {
    static constexpr Entry entry{.name = "logsumexp",
                                 .summary = "logarithm of a sum of exponentials",
                                 .lectures = "O11 D10 D11",
                                 .domain = "rows of numbers; all −∞ (or none at all): −∞; any ∞: ∞",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_logits H_logits",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .irrational = true,
                                 .empty_rows = true};
    static constexpr Input inputs[] = {{.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"}};
    static constexpr Choice choices[] = {
        {.profile = "outside",
         .output = "d_logits",
         .answer = nothing_weighs_nothing,
         .source = "JAX, and PyTorch since #31829: the gradient of a row of −∞ is 0, where no limit exists"},
        {.profile = "ieee", .output = "d_logits", .answer = shifted_by_infinity, .source = softmax_row.source},
        {.profile = "ieee",
         .output = "value",
         .answer = shifted_by_infinity_above,
         .source = "∞ − ∞ at the largest entry; rows of −∞ are masks, and must come out as −∞"}};

    template <class T> static T value(const Row<T>& z) { return log_sum_exp(z); }
    template <class T> static std::vector<Row<T>> gradient(const Row<T>& z) {
        const Row<T> p = softmax_of(z);
        return with_hessian(p, [&] { return softmax_jacobian(p); });
    }

    static std::optional<double> value_limit(const Row<double>& z) {
        if (infinities(z).positive > 0) return infinity;
        if (infinities(z).negative == z.size()) return -infinity;
        return std::nullopt;
    }
    static std::optional<std::vector<Row<double>>> gradient_limit(const Row<double>& z) {
        const auto p = softmax_limit(z);
        return p ? std::optional(with_no_hessian(*p)) : std::nullopt;
    }

    static Bound value_bound(const Extent& e) {
        const double c = 1 + 2 * elementary + e.growth;
        return stable(c, c, "shifted sum: (1+2ℒ+h)|y| + (2ℒ+h)κ, since H(p) ≤ |y| + κ");
    }
    static Bound gradient_bound(const Extent& e) { return softmax_bound(e); }
    static Bound hessian_bound(const Extent& e) { return softmax_jacobian_bound(e); }
};

LOSSPROOF_ENTRY(logsumexp, LogSumExp)
LOSSPROOF_ROWS(LogSumExp, RowOrder::free)

}  // namespace lossproof
