// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"
#include "reference/functions/one_hot.hpp"

namespace lossproof {

/// Cross-entropy of row n of a similarity matrix, divided by the temperature, with its diagonal as the positive pair.
struct InfoNce {
    static constexpr Entry entry{.name = "info_nce",
                                 .summary = "contrastive loss of a similarity matrix, one direction",
                                 .domain = "square matrices; a −∞ on the diagonal: ∞",
                                 .stability = Stability::algorithm,
                                 .source = "van den Oord et al.: Representation learning with contrastive predictive coding, 2018",
                                 .gradients = "d_logits",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .scales_first = true,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "logits", .meaning = Meaning::logit, .shape = {N, N}, .letter = "z"},
                                       {.name = "n", .meaning = Meaning::position}};
    static constexpr Parameter parameters[] = {
        {.name = "temperature", .range = Parameter::Range::positive, .fallback = "1", .meaning = "τ"}};

    /// (zⱼ − z_k)/τ with z_k the largest: equal logits stay exactly equal.
    template <class T> static Row<T> scaled(const Row<T>& z, const Given<T>& given) {
        const Row<T> gap = relative_to(z, largest_entry(z));
        return map(gap, [&](Index j) { return gap[j] / given["temperature"]; });
    }
    template <class Number> static Row<Number> divided(const Row<Number>& z, const Given<Number>& given) {
        return map(z, [&](Index j) { return z[j] / given["temperature"]; });
    }
    static Row<Machine> scaled(const Row<Machine>& z, const Given<Machine>& given) { return divided(z, given); }
    static Row<Printed> scaled(const Row<Printed>& z, const Given<Printed>& given) { return divided(z, given); }
    static constexpr Choice choices[] = {softmax_row};

    template <class T> static T value(const Row<T>& z, Label n, const Given<T>& given) {
        return negative_log_probability(scaled(z, given), n);
    }
    template <class T> static Row<T> gradient(const Row<T>& z, Label n, const Given<T>& given) {
        return divided(softmax_minus_one_hot(scaled(z, given), n), given);
    }
    /// cross_entropy(z/τ), as everybody writes it: each quotient is rounded where it stands, and may leave the format there.
    template <class T> static T stable(const Row<T>& z, Label n, const Given<T>& given) {
        return negative_log_probability(divided(z, given), n);
    }
    template <class T> static Row<T> stable_gradient(const Row<T>& z, Label n, const Given<T>& given) {
        return divided(softmax_minus_one_hot(divided(z, given), n), given);
    }
    static Row<Printed> gradient(const Row<Printed>&, Label, const Given<Printed>&) {
        return Row<Printed>({Printed("(pⱼ − [j=n])/temperature, p = softmax(z/temperature)", Printed::product)});
    }

    static std::optional<double> value_limit(const Row<double>& z, Label n, const Given<double>&) {
        return negative_log_probability_limit(z, n);
    }
    static std::optional<Row<double>> gradient_limit(const Row<double>& z, Label, const Given<double>&) {
        if (infinities(z).positive > 1 || infinities(z).negative == z.size()) return filled(z.size(), not_a_number);
        return std::nullopt;
    }

    static Bound value_bound(const Extent& e) {
        return lossproof::stable(2 * elementary + e.growth + 2, 2, "as softmax cross-entropy; each gap carries one more rounding");
    }
    static Bound gradient_bound(const Extent& e) {
        return lossproof::stable(minus_one_hot_bound(e).value + 1, 2,
                                 "as softmax cross-entropy; each gap carries one more rounding, a quotient 1");
    }
};

LOSSPROOF_ENTRY(info_nce, InfoNce)

}  // namespace lossproof
