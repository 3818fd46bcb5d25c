// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/information.hpp"

namespace lossproof {

/// (1−ε)·CE_t + (ε/K)·Σⱼ CEⱼ: the label keeps 1−ε, all K classes share ε. Szegedy et al. (2016).
struct LabelSmoothingCrossEntropy {
    static constexpr Entry entry{.name = "label_smoothing_cross_entropy",
                                 .summary = "softmax cross-entropy with a smoothed label",
                                 .domain = "rows of numbers, labels 0…K−1; a −∞ logit: ∞ unless smoothing is 0",
                                 .stable_form = "(1−ε)·CE_t + (ε/K)·ΣCEⱼ, no term negative",
                                 .gradients = "d_logits",
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "logits", .role = Role::row, .letter = "z"},
                                       {.name = "label", .role = Role::label, .letter = "t"}};
    static constexpr Parameter parameters[] = {
        {.name = "smoothing", .range = Parameter::Range::unit_closed, .meaning = "ε, the share spread over all classes"}};
    static constexpr Choice choices[] = {softmax_row};

    template <class T> static T value(const Row<T>& z, Label t, const Given<T>& given) {
        const T smoothing = given["smoothing"];
        const Row<T> surprise = negative_log_probabilities(z);
        return weighted(1 - smoothing, surprise[t]) + weighted(smoothing, sum(surprise)) / count(z);
    }
    template <class T> static Row<T> gradient(const Row<T>& z, Label t, const Given<T>& given) {
        const T smoothing = given["smoothing"], share = smoothing / count(z);
        const Row<T> from_label = softmax_minus_one_hot(z, t);
        return map(z, [&](Index j) { return from_label[j] + (j == t ? smoothing - share : -share); });
    }
    static Row<Printed> gradient(const Row<Printed>& z, Label t, const Given<Printed>& given) {
        const Printed smoothing = given["smoothing"];
        return map(softmax_of(z),
                   [&](Index j) { return softmax_of(z)[j] - (1 - smoothing) * indicator<Printed>(j, t) - smoothing / count(z); });
    }

    static std::optional<double> value_limit(const Row<double>& z, Label, const Given<double>&) {
        if (infinities(z).positive > 1 || infinities(z).negative == z.size()) return not_a_number;
        return std::nullopt;
    }
    static std::optional<Row<double>> gradient_limit(const Row<double>& z, Label, const Given<double>&) {
        if (infinities(z).positive > 1 || infinities(z).negative == z.size()) return filled(z.size(), not_a_number);
        return std::nullopt;
    }

    static Bound value_bound(const Extent& e) {
        const double c = 4 + 2 * elementary + 2 * e.growth;
        return stable(c, c, "as the distribution form: terms 2ℒ+h+2, products 1, sum h, all ≥ 0");
    }
    static Bound gradient_bound(const Extent& e) {
        // Where pⱼ and ε/K are within a factor 2 and ε ≤ 0.1, Σp|zᵢ−zⱼ| ≥ log 5, so that pⱼ ≤ κ/1.6; elsewhere pⱼ ≤ 2|y|.
        const double c = label_gradient_bound(e).value + 2;
        return stable(2 * c + 1, 1 + c / 1.1, "pⱼ − [j=t] as without smoothing, then a constant; where they cancel pⱼ ≤ κ/1.1 (ε ≤ 0.1)");
    }
};

LOSSPROOF_ENTRY(label_smoothing_cross_entropy, LabelSmoothingCrossEntropy)

}  // namespace lossproof
