// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"
#include "reference/functions/one_hot.hpp"
#include "reference/functions/scaled_logits.hpp"

namespace lossproof {

/// z_t/T − log Σⱼ exp(zⱼ/T): what a policy gives to the token that was taken.
struct SelectedLogProbability {
    static constexpr Entry entry{.name = "selected_log_probability",
                                 .summary = "log-probability of the selected class",
                                 .domain = "rows of numbers, labels 0…K−1; a −∞ logit at the label: −∞",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_logits",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"},
                                       {.name = "label", .meaning = Meaning::class_index, .shape = {N}, .letter = "t"}};
    static constexpr Parameter parameters[] = {softmax_temperature};
    static constexpr Choice choices[] = {softmax_row};

    template <class T> static T value(const Row<T>& z, Label t, const Given<T>& given) {
        return -negative_log_probability(scaled_logits(z, given), t);
    }
    static Machine value(const Row<Machine>& z, Label t, const Given<Machine>& given) {
        const Row<Machine> scaled = scaled_logits(z, given);
        return scaled[t] - log_sum_exp(scaled);
    }
    static Printed value(const Row<Printed>& z, Label t, const Given<Printed>& given) {
        const Row<Printed> scaled = scaled_logits(z, given);
        return scaled[t] - log_sum_exp(scaled);
    }
    template <class T> static Row<T> gradient(const Row<T>& z, Label t, const Given<T>& given) {
        const Row<T> slope = softmax_minus_one_hot(scaled_logits(z, given), t);
        return map(slope, [&](Index j) { return -(slope[j] / given["temperature"]); });
    }
    static Row<Printed> gradient(const Row<Printed>&, Label, const Given<Printed>&) {
        return Row<Printed>({Printed("([j=t] − pⱼ)/temperature, p = softmax(z/temperature)", Printed::product)});
    }

    static std::optional<double> value_limit(const Row<double>& z, Label t, const Given<double>&) {
        const auto surprise = negative_log_probability_limit(z, t);
        return surprise ? std::optional(0 - *surprise) : std::nullopt;
    }
    static std::optional<Row<double>> gradient_limit(const Row<double>& z, Label t, const Given<double>& given) {
        const auto p = softmax_limit(z);
        if (!p) return std::nullopt;
        return map(*p, [&](Index j) { return ((j == t ? 1 : 0) - (*p)[j]) / given["temperature"]; });
    }

    static Bound value_bound(const Extent& e) {
        return stable(2 * elementary + e.growth + 2, 2, "as softmax cross-entropy; each gap carries one more rounding");
    }
    static Bound gradient_bound(const Extent& e) {
        return stable(minus_one_hot_bound(e).value + 1, 2, "as softmax cross-entropy; each gap carries one more rounding, a quotient 1");
    }
};

LOSSPROOF_ENTRY(selected_log_probability, SelectedLogProbability)

}  // namespace lossproof
