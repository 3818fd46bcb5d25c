// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"

namespace lossproof {

/// Σ w², without a ½; its gradient is 2w. Lectures: R02, R04.
struct L2Penalty {
    static constexpr Entry entry{.name = "l2_penalty",
                                 .summary = "squared Euclidean norm",
                                 .lectures = "R02 R04 D33 N09 X3",
                                 .stability = Stability::formula,
                                 .gradients = "d_weights",
                                 .batch = Batch::whole,
                                 .reductions = false};
    static constexpr Input inputs[] = {{.name = "weights", .meaning = Meaning::weight, .shape = {P}, .letter = "w"}};

    template <class T> static T value(const Row<T>& w) {
        return sum(w, [&](Index j) { return square(w[j]); });
    }
    template <class T> static Row<T> gradient(const Row<T>& w) {
        return map(w, [&](Index j) { return 2 * w[j]; });
    }

    static Bound value_bound(const Extent& e) { return accurate(2 + e.growth, "square 1, sum h, and one for a factor"); }
    static Bound gradient_bound(const Extent&) { return accurate(0, "doubling is exact"); }
};

LOSSPROOF_ENTRY(l2_penalty, L2Penalty)

}  // namespace lossproof
