// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/information.hpp"

namespace lossproof {

/// −Σᵢ log pᵢ over the probabilities of observed events, always the sum. Lectures: L18.
struct NegativeLogLikelihood {
    static constexpr Entry entry{.name = "negative_log_likelihood",
                                 .summary = "negative log-likelihood of observed events",
                                 .lectures = "L18 D20 D21 E8 C38",
                                 .domain = "p ≥ 0; ∞ where an event has probability 0",
                                 .stability = Stability::formula,
                                 .gradients = "d_p",
                                 .batch = Batch::rows,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "p", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "p"}};

    /// And beside it Σ|log pᵢ|, the size of what is added: below and above p = 1 the terms differ in sign.
    template <class T> static std::tuple<T, T> value(const Row<T>& p) {
        const Row<T> logarithms = map(p, [&](Index j) { return log(p[j]); });
        return {-sum(logarithms), sum(logarithms, [&](Index j) { return abs(logarithms[j]); })};
    }
    static Printed value(const Row<Printed>& p) {
        return -sum(p, [&](Index j) { return log(p[j]); });
    }
    template <class T> static Row<T> gradient(const Row<T>& p) {
        return map(p, [&](Index j) { return exactly_zero(p[j]) ? exactly<T>(-infinity) : -1 / p[j]; });
    }
    static bool in_domain(const Row<double>& p) { return none_negative(p); }

    static Bound value_bound(const Extent& e) {
        // Each logarithm errs by ℒu|log p| and each addition by u of a partial sum, which is at most Σ|log p|. A careful author
        // may instead take one logarithm of a scaled product, whose K−1 roundings are fewer than κ = K.
        const double c = elementary + e.growth;
        return {.accurate = c,
                .value = c,
                .condition = 1,
                .derivation =
                    "logarithms ℒ and sum h of Σ|log p|, which is |y| for p ≤ 1; or log of a scaled product, K−1 roundings < κ = K"};
    }
    static Bound gradient_bound(const Extent&) { return accurate(1, "one quotient"); }
};

LOSSPROOF_ENTRY(negative_log_likelihood, NegativeLogLikelihood)

}  // namespace lossproof
