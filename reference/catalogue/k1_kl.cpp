// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/estimators.hpp"

namespace lossproof {

/// −r = ℓ − ℓ₀, the plain estimator of KL(policy‖reference).
struct K1Kl {
    static constexpr Entry entry{.name = "k1_kl",
                                 .summary = "KL estimator k1, the log-ratio itself",
                                 .domain = "all numbers; not a number where both are the same infinity",
                                 .stability = Stability::formula,
                                 .source = estimators_source,
                                 .gradients = "d_log_probabilities"};
    static constexpr Input inputs[] = {policy_log_probabilities, reference_log_probabilities};

    template <class T> static T value(const T& policy, const T& reference) { return policy - reference; }
    template <class T> static T gradient(const T&, const T&) { return T(1); }
    static std::optional<double> gradient_limit(double policy, double reference) { return undefined_element(policy, reference); }

    static Bound value_bound(const Extent&) { return accurate(1, "a difference"); }
    static Bound gradient_bound(const Extent&) { return accurate(0, "1"); }
};

LOSSPROOF_ENTRY(k1_kl, K1Kl)

}  // namespace lossproof
