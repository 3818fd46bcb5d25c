// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// max(x, 0); the derivative at 0 is taken as 0. Lectures: O17.
struct Relu {
    static constexpr Entry entry{.name = "relu",
                                 .summary = "rectified linear unit",
                                 .lectures = "O17",
                                 .domain = "all numbers",
                                 .stability = Stability::formula,
                                 .gradients = "d_x",
                                 .best = Class::exact,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::logit, .shape = {N, K}}};

    template <class T> static T value(const T& x) { return positive_part(x); }
    template <class T> static T gradient(const T& x) { return step_of(x); }

    static Bound value_bound(const Extent&) { return accurate(0, "a copy or 0"); }
    static Bound gradient_bound(const Extent&) { return accurate(0, "0 or 1"); }
};

LOSSPROOF_ENTRY(relu, Relu)

}  // namespace lossproof
