// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"

namespace lossproof {

/// (1/K) Σⱼ (aⱼ − bⱼ)² per row. Lectures: L04.
struct MeanSquaredError {
    static constexpr Entry entry{.name = "mean_squared_error",
                                 .summary = "squared error, mean over the entries of a row",
                                 .lectures = "L04 N17 N18 E15 D04 D22",
                                 .stability = Stability::formula,
                                 .gradients = "d_prediction",
                                 .batch = Batch::rows};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "a"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "b"}};

    template <class T> static T value(const Row<T>& a, const Row<T>& b) {
        return sum(a, [&](Index j) { return square(a[j] - b[j]); }) / count(a);
    }
    template <class T> static Row<T> gradient(const Row<T>& a, const Row<T>& b) {
        return map(a, [&](Index j) { return 2 * (a[j] - b[j]) / count(a); });
    }

    static Bound value_bound(const Extent& e) { return accurate(4 + e.growth, "difference twice 1, square 1, sum h, quotient 1"); }
    static Bound gradient_bound(const Extent& e) {
        return accurate(1 + reciprocal_roundings(e.terms), "difference 1, a rounded 1/K and a product, exact for powers of two");
    }
};

LOSSPROOF_ENTRY(mean_squared_error, MeanSquaredError)

}  // namespace lossproof
