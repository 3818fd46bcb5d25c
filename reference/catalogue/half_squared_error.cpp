// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"

namespace lossproof {

/// ½ Σⱼ (aⱼ − bⱼ)² per row, without the constant of a likelihood. Lectures: L06.
struct HalfSquaredError {
    static constexpr Entry entry{.name = "half_squared_error",
                                 .summary = "half the squared error of a row",
                                 .lectures = "L06 L09 D04 X2",
                                 .stability = Stability::formula,
                                 .gradients = "d_prediction",
                                 .batch = Batch::rows};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "a"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "b"}};

    template <class T> static T value(const Row<T>& a, const Row<T>& b) {
        return sum(a, [&](Index j) { return square(a[j] - b[j]); }) / 2;
    }
    template <class T> static Row<T> gradient(const Row<T>& a, const Row<T>& b) {
        return map(a, [&](Index j) { return a[j] - b[j]; });
    }

    static Bound value_bound(const Extent& e) { return accurate(3 + e.growth, "difference twice 1, square 1, sum h; halving exact"); }
    static Bound gradient_bound(const Extent&) { return accurate(1, "difference 1"); }
};

LOSSPROOF_ENTRY(half_squared_error, HalfSquaredError)

}  // namespace lossproof
