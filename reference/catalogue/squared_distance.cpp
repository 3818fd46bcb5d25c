// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"

namespace lossproof {

/// (1/K) Σⱼ (pⱼ − qⱼ)² between two distributions. Lectures: L20.
struct SquaredDistance {
    static constexpr Entry entry{.name = "squared_distance",
                                 .summary = "mean squared difference of two distributions",
                                 .lectures = "L20 N29 C38",
                                 .stability = Stability::formula,
                                 .gradients = "d_p d_q",
                                 .batch = Batch::rows};
    static constexpr Input inputs[] = {{.name = "p", .meaning = Meaning::real, .shape = {N, K}, .letter = "p"},
                                       {.name = "q", .meaning = Meaning::real, .shape = {N, K}, .letter = "q"}};

    template <class T> static T value(const Row<T>& p, const Row<T>& q) {
        return sum(p, [&](Index j) { return square(p[j] - q[j]); }) / count(p);
    }
    template <class T> static std::tuple<Row<T>, Row<T>> gradient(const Row<T>& p, const Row<T>& q) {
        return {map(p, [&](Index j) { return 2 * (p[j] - q[j]) / count(p); }),
                map(p, [&](Index j) { return 2 * (q[j] - p[j]) / count(p); })};
    }

    static Bound value_bound(const Extent& e) { return accurate(4 + e.growth, "difference twice 1, square 1, sum h, quotient 1"); }
    static Bound gradient_bound(const Extent& e) {
        return accurate(1 + reciprocal_roundings(e.terms), "difference 1, a rounded 1/K and a product, exact for powers of two");
    }
};

LOSSPROOF_ENTRY(squared_distance, SquaredDistance)

}  // namespace lossproof
