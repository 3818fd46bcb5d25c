// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/rows.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"
#include "reference/functions/one_hot.hpp"

namespace lossproof {

/// log pᵢ = zᵢ − LSE(z), with the Jacobian [i=j] − pⱼ. Lectures: O10.
struct LogSoftmax {
    static constexpr Entry entry{.name = "log_softmax",
                                 .summary = "logarithm of softmax",
                                 .lectures = "O10 A14 D09 D30 E6",
                                 .domain = "rows of numbers; one ∞: 0 there, −∞ elsewhere; two ∞ or all −∞: not a number",
                                 .stability = Stability::enclosed,
                                 .gradients = "J_logits",
                                 .batch = Batch::rows,
                                 .reductions = false,
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"}};
    static constexpr Result results[] = {{.shape = {K}}};
    static constexpr Choice choices[] = {
        softmax_row,
        {.profile = "outside", .output = "J_logits", .answer = constant_row, .source = "a row of one is 0, whatever the number"}};

    template <class T> static Row<T> value(const Row<T>& z) {
        const Row<T> surprise = negative_log_probabilities(z);
        return map(z, [&](Index i) { return -surprise[i]; });
    }
    static Row<Machine> value(const Row<Machine>& z) {
        const Row<Machine> p = softmax_of(z);
        return map(z, [&](Index i) { return log(p[i]); });
    }
    template <class T> static Row<T> gradient(const Row<T>& z) {
        const Row<T> p = softmax_of(z);
        Row<T> jacobian;
        for (Index i = 0; i < p.size(); ++i)
            for (Index j = 0; j < p.size(); ++j) jacobian.push_back(i == j ? sum_except(p, i, [&](Index k) { return p[k]; }) : -p[j]);
        return jacobian;
    }
    static Row<Printed> gradient(const Row<Printed>&) { return Row<Printed>({Printed("[i=j] − pⱼ", Printed::sum)}); }

    static std::optional<Row<double>> value_limit(const Row<double>& z) {
        if (!negative_log_probability_limit(z, 0)) return std::nullopt;
        return map(z, [&](Index i) { return 0.0 - *negative_log_probability_limit(z, i); });
    }
    static std::optional<Row<double>> gradient_limit(const Row<double>& z) { return jacobian_limit_of(z); }

    static Bound value_bound(const Extent& e) { return log_probability_bound(e); }
    static Bound gradient_bound(const Extent& e) { return minus_one_hot_bound(e); }
};

LOSSPROOF_ENTRY(log_softmax, LogSoftmax)
LOSSPROOF_ROWS(LogSoftmax, RowOrder::free)

}  // namespace lossproof
