// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// Σ_{j≠t} max(0, zⱼ − z_t + margin), the Weston–Watkins sum. Lectures: L15.
struct MulticlassHinge {
    static constexpr Entry entry{.name = "multiclass_hinge",
                                 .summary = "multiclass hinge, sum over the other classes",
                                 .lectures = "L15 N01 N02 N03 N04 N05 N06 N07 E1 D16 D17 C09 C13 Q13 Q14",
                                 .domain = "rows of numbers, labels 0…K−1",
                                 .stability = Stability::formula,
                                 .gradients = "d_logits",
                                 .batch = Batch::rows,
                                 .abrupt = true};
    static constexpr Input inputs[] = {
        {.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"},
        {.name = "label", .meaning = Meaning::class_index, .shape = {N}, .letter = "t"},
        {.name = "weights", .meaning = Meaning::class_weight, .shape = {K}, .letter = "w", .optional = true}};
    static constexpr Parameter parameters[] = {{.name = "margin", .fallback = "1", .meaning = "the lead the label's score must have"}};

    template <class T> static T value(const Row<T>& z, Label t, const Given<T>& given) {
        return sum_except(z, t, [&](Index j) { return positive_part(z[j] - z[t] + given["margin"]); });
    }
    template <class T> static Row<T> gradient(const Row<T>& z, Label t, const Given<T>& given) {
        const Row<T> active = map(z, [&](Index j) { return slope_of_difference(z[j], z[t], step_of(z[j] - z[t] + given["margin"])); });
        return map(z, [&](Index j) { return j == t ? -sum_except(active, t, [&](Index k) { return active[k]; }) : active[j]; });
    }
    static Row<Printed> gradient(const Row<Printed>& z, Label t, const Given<Printed>& given) {
        return Row<Printed>({Printed("[" + (z[0] - z[t] + given["margin"]).text + " > 0], minus their sum at t")});
    }

    static Bound value_bound(const Extent& e) {
        return {.accurate = 1 + e.growth,
                .value = 1 + e.growth,
                .condition = 1,
                .derivation = "exact three-term sums: 1+h; rounded ones: κ + (1+h)|y|"};
    }
    static Bound gradient_bound(const Extent&) { return accurate(0, "a count, exact"); }
};

LOSSPROOF_ENTRY(multiclass_hinge, MulticlassHinge)

}  // namespace lossproof
