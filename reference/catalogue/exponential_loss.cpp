// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// exp(−ỹf), the loss that boosting descends. Freund, Schapire (1997).
struct ExponentialLoss {
    static constexpr Entry entry{.name = "exponential_loss",
                                 .summary = "exponential loss of a score and a sign",
                                 .domain = "all scores; 0 at ỹf = ∞, ∞ at −∞",
                                 .stability = Stability::formula,
                                 .source = "Freund, Schapire: A decision-theoretic generalization of on-line learning, 1997",
                                 .gradients = "d_prediction",
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::logit, .shape = {N, K}, .letter = "f"},
                                       {.name = "label", .meaning = Meaning::sign, .shape = {N, K}, .letter = "ỹ"}};

    template <class T> static T value(const T& f, int label) { return exp(-(sign_label<T>(label) * f)); }
    template <class T> static T gradient(const T& f, int label) { return -(sign_label<T>(label) * exp(-(sign_label<T>(label) * f))); }

    static Bound value_bound(const Extent&) { return accurate(elementary, "exp ℒ of an exact argument"); }
    static Bound gradient_bound(const Extent&) { return accurate(elementary, "exp ℒ of an exact argument"); }
};

LOSSPROOF_ENTRY(exponential_loss, ExponentialLoss)

}  // namespace lossproof
