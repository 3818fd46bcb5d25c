// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/information.hpp"
#include "reference/functions/smoothed_label.hpp"
#include "reference/oracle/added.hpp"

namespace lossproof {

/// (1−ε)·CE_t + (ε/K)·Σⱼ CEⱼ: the label keeps 1−ε, all K classes share ε. Szegedy et al. (2016).
struct LabelSmoothingCrossEntropy {
    static constexpr Entry entry{.name = "label_smoothing_cross_entropy",
                                 .summary = "softmax cross-entropy with a smoothed label",
                                 .domain = "rows of numbers, labels 0…K−1; a −∞ logit: ∞ unless smoothing is 0",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_logits",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {
        {.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"},
        {.name = "label", .meaning = Meaning::class_index, .shape = {N}, .letter = "t"},
        {.name = "weights", .meaning = Meaning::class_weight, .shape = {K}, .letter = "w", .optional = true}};
    static constexpr Parameter parameters[] = {
        {.name = "smoothing", .range = Parameter::Range::unit_closed, .meaning = "ε, the share spread over all classes"}};
    static constexpr Choice choices[] = {softmax_row};

    template <class T> using Weights = ClassWeights<T>;

    template <class T> static T value(const Row<T>& z, Label t, const Weights<T>& w, const Given<T>& given) {
        return smoothed_cross_entropy(z, t, w, given["smoothing"]);
    }
    static Printed value(const Row<Printed>& z, Label t, const Weights<Printed>&, const Given<Printed>& given) {
        const Row<Printed> surprise = negative_log_probabilities(z);
        const Printed smoothing = given["smoothing"];
        return weighted(1 - smoothing, surprise[t]) + weighted(smoothing, sum(surprise)) / count(z);
    }
    template <class T> static Row<T> gradient(const Row<T>& z, Label t, const Weights<T>& w, const Given<T>& given) {
        return smoothed_slope(z, t, w, given["smoothing"]);
    }
    static Row<Printed> gradient(const Row<Printed>& z, Label t, const Weights<Printed>&, const Given<Printed>& given) {
        const Printed smoothing = given["smoothing"];
        return map(softmax_of(z),
                   [&](Index j) { return softmax_of(z)[j] - (1 - smoothing) * indicator<Printed>(j, t) - smoothing / count(z); });
    }

    static bool in_domain(const Row<double>&, Label, const Weights<double>& w, const Given<double>&) { return !w || none_negative(*w); }
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
    /// pⱼ and ε/K cancel where they meet, at a cost that no multiple of κ covers for every ε.
    static constexpr auto& gradient_bound = computed_on_input;
};

LOSSPROOF_ENTRY(label_smoothing_cross_entropy, LabelSmoothingCrossEntropy)

}  // namespace lossproof
