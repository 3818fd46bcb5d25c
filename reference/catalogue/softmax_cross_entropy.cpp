// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/rows.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/curvature.hpp"
#include "reference/functions/one_hot.hpp"

namespace lossproof {

/// Cross-entropy of a class label, L(z, t) = log Σⱼ exp(zⱼ) − z_t; its gradient is p − e_t and its Hessian diag(p) − ppᵀ,
/// whatever the label. Lectures: L12, D14.
struct SoftmaxCrossEntropy {
    static constexpr Entry entry{.name = "softmax_cross_entropy",
                                 .summary = "softmax cross-entropy with a class label",
                                 .lectures = "L12 D01 D02 D08 D14 C13",
                                 .domain = "rows of numbers, labels 0…K−1; a −∞ logit at the label: ∞",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_logits H_logits",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {
        {.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"},
        {.name = "label", .meaning = Meaning::class_index, .shape = {N}, .letter = "t"},
        {.name = "weights", .meaning = Meaning::class_weight, .shape = {K}, .letter = "w", .optional = true}};
    static constexpr Choice choices[] = {softmax_row};

    template <class T> static T value(const Row<T>& z, Label t) { return negative_log_probability(z, t); }
    template <class T> static std::vector<Row<T>> gradient(const Row<T>& z, Label t) {
        const Row<T> p = softmax_of(z);
        return with_hessian(minus_one_hot(p, t), [&] { return softmax_jacobian(p); });
    }

    static std::optional<double> value_limit(const Row<double>& z, Label t) { return negative_log_probability_limit(z, t); }
    static std::optional<std::vector<Row<double>>> gradient_limit(const Row<double>& z, Label t) {
        auto p = softmax_limit(z);
        if (!p) return std::nullopt;
        (*p)[t] -= 1;  // 0, ±1 or not a number: exact
        return with_no_hessian(*p);
    }

    static Bound value_bound(const Extent& e) { return log_probability_bound(e); }
    static Bound gradient_bound(const Extent& e) { return minus_one_hot_bound(e); }
    static Bound hessian_bound(const Extent& e) { return softmax_jacobian_bound(e); }
};

LOSSPROOF_ENTRY(softmax_cross_entropy, SoftmaxCrossEntropy)
LOSSPROOF_ROWS(SoftmaxCrossEntropy, RowOrder::free)

}  // namespace lossproof
