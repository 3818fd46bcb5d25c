// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/rows.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// log σ(x) = −ζ(−x). Lectures: D06.
struct LogSigmoid {
    static constexpr Entry entry{.name = "log_sigmoid",
                                 .summary = "logarithm of the logistic sigmoid",
                                 .lectures = "D06",
                                 .domain = "all numbers; −∞ at −∞, 0 at ∞",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_x",
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::logit, .shape = {N, K}}};

    template <class T> static T value(const T& x) { return -softplus_of(-x); }
    static StablePrinted value(const StablePrinted& x) { return -shifted_softplus(-x); }
    static Machine value(const Machine& x) { return log(sigmoid_of(x)); }
    template <class T> static T gradient(const T& x) { return sigmoid_of(-x); }

    static Bound value_bound(const Extent&) { return accurate(1 + 2 * elementary, "exp ℒ, log1p ℒ, sum of terms of one sign 1"); }
    static Bound gradient_bound(const Extent&) { return accurate(2 + 1.5 * elementary, "a sigmoid"); }
};

LOSSPROOF_ENTRY(log_sigmoid, LogSigmoid)
LOSSPROOF_ROWS(LogSigmoid, RowOrder::kept)

}  // namespace lossproof
