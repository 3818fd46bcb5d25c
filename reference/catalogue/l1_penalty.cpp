// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// Σ|w|; the slope at 0 is taken as 0. Lectures: R03.
struct L1Penalty {
    static constexpr Entry entry{.name = "l1_penalty",
                                 .summary = "sum of absolute weights",
                                 .lectures = "R03 N09 C11",
                                 .stability = Stability::formula,
                                 .gradients = "d_weights",
                                 .batch = Batch::whole,
                                 .reductions = false,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "weights", .meaning = Meaning::weight, .shape = {P}, .letter = "w"}};

    template <class T> static T value(const Row<T>& w) {
        return sum(w, [&](Index j) { return abs(w[j]); });
    }
    template <class T> static Row<T> gradient(const Row<T>& w) {
        return map(w, [&](Index j) { return sign_of(w[j]); });
    }

    static Bound value_bound(const Extent& e) { return accurate(1 + e.growth, "sum h, and one for a factor"); }
    static Bound gradient_bound(const Extent&) { return accurate(0, "−1, 0 or 1"); }
};

LOSSPROOF_ENTRY(l1_penalty, L1Penalty)

}  // namespace lossproof
