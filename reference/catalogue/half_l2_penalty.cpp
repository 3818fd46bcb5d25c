// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"

namespace lossproof {

/// ½ Σ w²; its gradient is w. Lectures: R01.
struct HalfL2Penalty {
    static constexpr Entry entry{.name = "half_l2_penalty",
                                 .summary = "half the squared Euclidean norm",
                                 .lectures = "R01 D25 D33 E18",
                                 .stability = Stability::formula,
                                 .gradients = "d_weights",
                                 .batch = Batch::whole,
                                 .reductions = false};
    static constexpr Input inputs[] = {{.name = "weights", .meaning = Meaning::weight, .shape = {P}, .letter = "w"}};

    template <class T> static T value(const Row<T>& w) {
        return sum(w, [&](Index j) { return square(w[j]); }) / 2;
    }
    template <class T> static Row<T> gradient(const Row<T>& w) { return w; }

    static Bound value_bound(const Extent& e) { return accurate(2 + e.growth, "square 1, sum h, and one to spare for a factor"); }
    static Bound gradient_bound(const Extent&) { return accurate(0, "a copy"); }
};

LOSSPROOF_ENTRY(half_l2_penalty, HalfL2Penalty)

}  // namespace lossproof
