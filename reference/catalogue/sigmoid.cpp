// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/rows.hpp"
#include "reference/functions/curvature.hpp"

namespace lossproof {

/// The logistic sigmoid. Lectures: O08; its derivative is σ(x)σ(−x) (D29).
struct Sigmoid {
    static constexpr Entry entry{.name = "sigmoid",
                                 .summary = "logistic sigmoid",
                                 .lectures = "O08 D03 D05 D29",
                                 .domain = "all numbers; σ(−∞) = 0, σ(∞) = 1",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_x",
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::logit, .shape = {N, K}}};

    template <class T> static T value(const T& x) { return sigmoid_of(x); }
    static StablePrinted value(const StablePrinted& x) { return shifted_sigmoid(x); }
    static Printed value(const Printed& x) { return 1 / (1 + exp(-x)); }  // elsewhere it is printed by its letter
    template <class T> static T gradient(const T& x) { return sigmoid_of(x) * sigmoid_of(-x); }

    static Bound value_bound(const Extent&) {
        return accurate(2 + 1.5 * elementary, "exp ℒ (halved by 1 + e where e ≤ 1), sum 1, quotient 1");
    }
    static Bound gradient_bound(const Extent&) { return sigmoid_slope_bound(); }
};

LOSSPROOF_ENTRY(sigmoid, Sigmoid)
LOSSPROOF_ROWS(Sigmoid, RowOrder::kept)

}  // namespace lossproof
