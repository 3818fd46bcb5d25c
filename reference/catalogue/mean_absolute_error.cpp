// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// (1/K) Σⱼ |aⱼ − bⱼ| per row; the slope at a tie is taken as 0. Lectures: L07.
struct MeanAbsoluteError {
    static constexpr Entry entry{.name = "mean_absolute_error",
                                 .summary = "absolute error, mean over the entries of a row",
                                 .lectures = "L07 D23 C29",
                                 .stability = Stability::formula,
                                 .gradients = "d_prediction",
                                 .batch = Batch::rows,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "a"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "b"}};

    template <class T> static T value(const Row<T>& a, const Row<T>& b) {
        return sum(a, [&](Index j) { return abs(a[j] - b[j]); }) / count(a);
    }
    template <class T> static Row<T> gradient(const Row<T>& a, const Row<T>& b) {
        return map(a, [&](Index j) { return slope_of_difference(a[j], b[j], sign_of(a[j] - b[j])) / count(a); });
    }

    static Bound value_bound(const Extent& e) { return accurate(2 + e.growth, "difference 1, sum h, quotient 1"); }
    static Bound gradient_bound(const Extent&) { return accurate(1, "sign, quotient 1"); }
};

LOSSPROOF_ENTRY(mean_absolute_error, MeanAbsoluteError)

}  // namespace lossproof
