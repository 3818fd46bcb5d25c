// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/estimators.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/scaled_logits.hpp"

namespace lossproof {

// KL(p‖q) of p = softmax(a) and q = softmax(b), told by the logits, and its slopes.

/// With δⱼ = aⱼ − bⱼ, each up to a constant, and εⱼ = δⱼ − Σ pᵢδᵢ it is log(1 + Σ pⱼ(e^−εⱼ − 1 + εⱼ)): terms that are never negative and
/// vanish with the difference of the rows, where Σ pⱼ(log pⱼ − log qⱼ) would lose it.
template <class T> class SoftmaxDivergence {
public:
    SoftmaxDivergence(const Row<T>& a, const Row<T>& b)
        : p_(softmax_of(a)), surprise_p_(negative_log_probabilities(a)), surprise_q_(negative_log_probabilities(b)),
          gap_a_(relative_to(a, largest_entry(a))), gap_b_(relative_to(b, largest_entry(b))) {
        const Index k = largest_entry(a);
        log_total_ = log1p(sum_except(gap_a_, k, [&](Index j) { return exp(gap_a_[j]); }));
        mean_ = sum(p_, [&](Index j) { return exactly_zero(p_[j]) ? T(0) : p_[j] * (gap_a_[j] - gap_b_[j]); });
    }

    T value() const {
        // pⱼe^−εⱼ = exp(bⱼ − log Σ exp a + Σ pδ): beyond e the sum would leave the format, and the plain form no longer cancels.
        T highest = exponent(0);
        for (Index j = 1; j < p_.size(); ++j) highest = max(highest, exponent(j));
        return either(
            T(1) < highest, [&] { return plain(); }, [&] { return log1p(sum(p_, [&](Index j) { return beyond(j); })); });
    }
    /// pⱼ(log(pⱼ/qⱼ) − KL), by a.
    Row<T> slope_of_p() const {
        return map(p_, [&](Index j) { return exactly_zero(p_[j]) ? T(0) : p_[j] * deviation(j); });
    }
    /// qⱼ − pⱼ, by b: pⱼ·(qⱼ/pⱼ − 1), or −qⱼ·(pⱼ/qⱼ − 1).
    Row<T> slope_of_q(const Row<T>& b) const {
        const Row<T> q = softmax_of(b);
        const T divergence = value();
        return map(p_, [&](Index j) {
            if (exactly_zero(p_[j]) || exactly_zero(q[j])) return q[j] - p_[j];
            const T log_ratio = -(deviation(j) + divergence);
            return either(
                log_ratio < T(0), [&] { return p_[j] * expm1(log_ratio); }, [&] { return -(q[j] * expm1(-log_ratio)); });
        });
    }

private:
    T deviation(Index j) const { return (gap_a_[j] - gap_b_[j]) - mean_; }
    T exponent(Index j) const { return gap_b_[j] - log_total_ + mean_; }
    T plain() const {
        return sum(p_, [&](Index j) { return exactly_zero(p_[j]) ? T(0) : p_[j] * (surprise_q_[j] - surprise_p_[j]); });
    }
    T beyond(Index j) const {
        if (exactly_zero(p_[j])) return exp(exponent(j));
        const T e = deviation(j);
        return either(
            T(1) < abs(e), [&] { return exp(exponent(j)) + p_[j] * (e - 1); }, [&] { return p_[j] * curved(-e); });
    }
    static T curved(const T& r) {
        if constexpr (requires { log1pmx(r); }) return stably_beyond_its_tangent(r);
        else return exponential_beyond_its_tangent(r);
    }

    Row<T> p_, surprise_p_, surprise_q_, gap_a_, gap_b_;
    T log_total_, mean_;
};

/// The textbook, Σ pⱼ(log pⱼ − log qⱼ).
inline Machine textbook_divergence(const Row<Machine>& a, const Row<Machine>& b) {
    const Row<Machine> p = softmax_of(a), surprise_p = negative_log_probabilities(a), surprise_q = negative_log_probabilities(b);
    return sum(p, [&](Index j) { return p[j] * (surprise_q[j] - surprise_p[j]); });
}

/// Both rows have a softmax.
inline bool have_softmax(const Row<double>& a, const Row<double>& b) {
    const auto has = [](const Row<double>& z) { return infinities(z).positive == 0 && infinities(z).negative < z.size(); };
    return has(a) && has(b);
}
/// Some class that p allows is impossible under q. Data are exact.
template <class T> bool infinitely_apart(const Row<T>& a, const Row<T>& b) {
    for (Index j = 0; j < a.size(); ++j)
        if (a[j].middle() > -infinity && b[j].middle() == -infinity) return true;
    return false;
}

inline Bound softmax_divergence_bound(const Extent& e) {
    // Near: pⱼ, εⱼ (two differences, amplified twice), the curved term 4ℒ, product, sum h, log1p ℒ; ∂/∂δⱼ = pⱼ − qⱼ, so that gaps are in κ.
    // Apart: KL ≥ 1, and Σ pⱼ(−log pⱼ) ≤ ln K, so that the two surprises are at most (1 + 2 ln K)KL.
    const double near = softmax_bound(e).value + 5 * elementary + e.growth + 6;
    const double apart = (1 + 2 * std::log(std::max(e.terms, 1.0))) * (2 * elementary + 2 * e.growth + 4);
    return stable(std::max(near, apart), 3, "log1p of curved terms ≥ 0 where the rows are near, else two surprises; gaps in κ");
}
inline Bound softmax_divergence_slope_bound(const Extent& e) {
    const double c = 2 * softmax_bound(e).value + 2 * e.growth + 6 + elementary;
    return stable(c, c, "a softmax entry times a deviation or expm1 of one (count of roundings)");
}

}  // namespace lossproof
