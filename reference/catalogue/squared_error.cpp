// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"

namespace lossproof {

/// Σⱼ (aⱼ − bⱼ)² per row. Lectures: L03.
struct SquaredError {
    static constexpr Entry entry{.name = "squared_error",
                                 .summary = "squared error, sum over the entries of a row",
                                 .lectures = "L03 L05 D04 D22 X2",
                                 .stability = Stability::formula,
                                 .gradients = "d_prediction",
                                 .batch = Batch::rows};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "a"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "b"}};

    template <class T> static T value(const Row<T>& a, const Row<T>& b) {
        return sum(a, [&](Index j) { return square(a[j] - b[j]); });
    }
    template <class T> static Row<T> gradient(const Row<T>& a, const Row<T>& b) {
        return map(a, [&](Index j) { return 2 * (a[j] - b[j]); });
    }

    static Bound value_bound(const Extent& e) { return accurate(3 + e.growth, "difference twice 1, square 1, sum h"); }
    static Bound gradient_bound(const Extent&) { return accurate(1, "difference 1, doubling exact"); }
};

LOSSPROOF_ENTRY(squared_error, SquaredError)

}  // namespace lossproof
