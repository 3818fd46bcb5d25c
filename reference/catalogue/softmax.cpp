// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/rows.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/curvature.hpp"

namespace lossproof {

/// pᵢ = exp(zᵢ) / Σⱼ exp(zⱼ), with the Jacobian ∂pᵢ/∂zⱼ = pᵢ([i=j] − pⱼ). Lectures: O04, O05, O06.
struct Softmax {
    static constexpr Entry entry{.name = "softmax",
                                 .summary = "softmax, logits to probabilities",
                                 .lectures = "O04 O05 O06 O07 O15 D02 D03 D12 D15",
                                 .domain = "rows of numbers; one ∞: one-hot; two ∞ or all −∞: not a number",
                                 .stability = Stability::enclosed,
                                 .gradients = "J_logits",
                                 .batch = Batch::rows,
                                 .reductions = false,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"}};
    static constexpr Result results[] = {{.shape = {K}}};
    static constexpr Choice choices[] = {
        softmax_row,
        {.profile = "outside", .output = "J_logits", .answer = constant_row, .source = "a row of one is 1, whatever the number"},
        {.profile = "attention",
         .output = "value",
         .answer = nothing_weighs_nothing,
         .source = "masked attention: a row of −∞ weighs nothing"}};

    template <class T> static Row<T> value(const Row<T>& z) { return softmax_of(z); }
    template <class T> static Row<T> gradient(const Row<T>& z) { return softmax_jacobian(softmax_of(z)); }

    static std::optional<Row<double>> value_limit(const Row<double>& z) { return softmax_limit(z); }
    static std::optional<Row<double>> gradient_limit(const Row<double>& z) { return jacobian_limit_of(z); }

    static Bound value_bound(const Extent& e) { return softmax_bound(e); }
    static Bound gradient_bound(const Extent& e) { return softmax_jacobian_bound(e); }
};

LOSSPROOF_ENTRY(softmax, Softmax)
LOSSPROOF_ROWS(Softmax, RowOrder::free)

}  // namespace lossproof
