// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/estimators.hpp"

namespace lossproof {

/// e^r − 1 − r, r = ℓ₀ − ℓ: the unbiased estimator of KL(policy‖reference) that is never negative.
struct K3Kl {
    static constexpr Entry entry{.name = "k3_kl",
                                 .summary = "KL estimator k3, never negative and unbiased",
                                 .domain = "all numbers; not a number where both are the same infinity",
                                 .stability = Stability::algorithm,
                                 .source = estimators_source,
                                 .gradients = "d_log_probabilities",
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {policy_log_probabilities, reference_log_probabilities};

    template <class T> static T value(const T& policy, const T& reference) { return exponential_beyond_its_tangent(reference - policy); }
    template <class T> static T stable(const T& policy, const T& reference) { return stably_beyond_its_tangent(reference - policy); }
    template <class T> static T gradient(const T& policy, const T& reference) { return -expm1(reference - policy); }
    static Machine gradient(const Machine& policy, const Machine& reference) { return 1 - exp(reference - policy); }
    static Printed gradient(const Printed& policy, const Printed& reference) { return 1 - exp(reference - policy); }

    /// The exponential outgrows r.
    static std::optional<double> value_limit(double policy, double reference) {
        if (!undefined_difference(policy, reference) && (policy == -infinity || reference == infinity)) return infinity;
        return std::nullopt;
    }

    static Bound value_bound(const Extent&) {
        // r is rounded once, and |r|·|e^r − 1| ≤ κ. |r| ≤ 1: t = e^r − 1 carries ℒ, amplified by at most 2.95 in t − log(1+t).
        // Beyond: the terms' ℒ is amplified by at most 2.4, and a difference follows.
        return lossproof::stable(4 * elementary, 1, "r in κ; e^r − 1 ℒ, amplified by at most 2.95; t − log(1+t) ℒ");
    }
    static Bound gradient_bound(const Extent&) { return lossproof::stable(elementary, 1, "r in κ; expm1 ℒ"); }
};

LOSSPROOF_ENTRY(k3_kl, K3Kl)

}  // namespace lossproof
