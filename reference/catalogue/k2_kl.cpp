// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/estimators.hpp"

namespace lossproof {

/// ½r², r = ℓ₀ − ℓ: half the squared log-ratio, an estimator of KL(policy‖reference) of low variance.
struct K2Kl {
    static constexpr Entry entry{.name = "k2_kl",
                                 .summary = "KL estimator k2, half the squared log-ratio",
                                 .domain = "all numbers; not a number where both are the same infinity",
                                 .stability = Stability::formula,
                                 .source = estimators_source,
                                 .gradients = "d_log_probabilities"};
    static constexpr Input inputs[] = {policy_log_probabilities, reference_log_probabilities};

    template <class T> static T value(const T& policy, const T& reference) { return square(reference - policy) / 2; }
    template <class T> static T gradient(const T& policy, const T& reference) { return policy - reference; }

    static Bound value_bound(const Extent&) { return accurate(3, "difference twice 1, square 1"); }
    static Bound gradient_bound(const Extent&) { return accurate(1, "a difference"); }
};

LOSSPROOF_ENTRY(k2_kl, K2Kl)

}  // namespace lossproof
