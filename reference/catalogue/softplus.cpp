// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/rows.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// ζ(x) = log(1 + exp(x)), without a threshold. Lectures: O09; ζ′ = σ.
struct Softplus {
    static constexpr Entry entry{.name = "softplus",
                                 .summary = "softplus, a smooth max(x, 0)",
                                 .lectures = "O09 D06 D27",
                                 .domain = "all numbers; 0 at −∞, ∞ at ∞",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_x",
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::logit, .shape = {N, K}}};

    template <class T> static T value(const T& x) { return softplus_of(x); }
    static StablePrinted value(const StablePrinted& x) { return shifted_softplus(x); }
    template <class T> static T gradient(const T& x) { return sigmoid_of(x); }

    static Bound value_bound(const Extent&) { return accurate(1 + 2 * elementary, "exp ℒ, log1p ℒ, sum of terms of one sign 1"); }
    static Bound gradient_bound(const Extent&) { return accurate(2 + 1.5 * elementary, "a sigmoid"); }
};

LOSSPROOF_ENTRY(softplus, Softplus)
LOSSPROOF_ROWS(Softplus, RowOrder::kept)

}  // namespace lossproof
