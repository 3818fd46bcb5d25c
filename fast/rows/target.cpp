// SPDX-License-Identifier: Apache-2.0
// Losses of a softmax against a whole row of targets, and the soft maximum.
#include "fast/rows/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/rows/target.cpp"
#include "hwy/foreach_target.h"
#include "fast/rows/shifted-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

/// Σ y_j ((peak − z_j) + log1p(rest)): every term ≥ 0, unlike (Σy)·LSE − yᵀz. Gradient (Σy)p − y.
struct CrossEntropyOfDistribution {
    static constexpr int inputs = 2;
    static constexpr bool is_map = false;
    static constexpr WideRow wide = wide_cross_entropy_of_distribution;
#if HWY_NATIVE_FMA
    template <class R, class P>
    static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const bool gradient = panel.wanted();
        Adder<R> weighted_gaps, weights, weights_off_peak;
        Mask unusual = first(0);
        const auto s = shifted<R, true>(panel, [&](std::int64_t i, R d, R e) HWY_ATTR {
            const Oct y = panel.load(1, i);
            const Mask present = set(0) < y;
            weighted_gaps.add(keep(present, d * Kind<R>::lift(y)));
            weights.add(Kind<R>::lift(y));
            weights_off_peak.add(Kind<R>::lift(drop(head(d) == set(0), y)));
            unusual = unusual | !((y == set(0)) | (present & (set(0x1p-300) < y) & (y < set(0x1p300))));
            if (gradient) panel.stash(i, e);
        });
        const R mass = panel.combined(weights), gaps = panel.combined(weighted_gaps);
        // A faint p has more digits than two words keep that far down.
        declined = s.declined() | panel.any_lane(unusual) | !(set(-0x1p900) < head(gaps)) | s.faint();
        value = log1p(s.rest) * mass - gaps;
        if (!gradient) return;

        const R scale = mass / s.sum, divisor = whole<R>(panel.task.divisor);
        const R off_peak = panel.combined(weights_off_peak) / s.sum, miss = s.rest / s.sum;
        for (std::int64_t i = 0; i < panel.steps; ++i) {
            const Oct y = panel.load(1, i);
            const R lost = miss * Kind<R>::lift(y);
            const Mask top = s.lone & (panel.load(0, i) == s.peak);
            // At a lone peak k: p_k Σ_{i≠k} y_i − y_k(1 − p_k), where no weight meets itself.
            const R g = where(top, off_peak - lost, panel.template unstash<R>(i) * scale - y);
            panel.store(i, rounded(panel.task.divisor == 1 ? g : g / divisor));
        }
    }
#endif
};

/// Σ p_j z_j = peak + Σ p_j (z_j − peak); gradient p_j (1 + z_j − Σ p_i z_i).
struct SoftMaximum {
    static constexpr int inputs = 1;
    static constexpr bool is_map = false;
    static constexpr WideRow wide = wide_soft_maximum;
#if HWY_NATIVE_FMA
    template <class R, class P>
    static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const bool gradient = panel.wanted();
        Adder<R> moments;
        const auto s = shifted<R, true>(panel, [&](std::int64_t i, R d, R e) HWY_ATTR {
            moments.add(drop(head(e) == set(0), e * d));
            if (gradient) panel.stash(i, e);
        });
        const R mean_gap = panel.combined(moments) / s.sum;
        declined = s.declined() | s.faint();
        value = mean_gap + s.peak;
        if (!gradient) return;

        const R scale = whole<R>(1) / (s.sum * set(panel.task.divisor));
        for (std::int64_t i = 0; i < panel.steps; ++i) {
            const R e = panel.template unstash<R>(i);
            const R d = Kind<R>::difference(panel.load(0, i), s.peak) - mean_gap;
            panel.store(i, rounded(drop(head(e) == set(0), e * scale * (d + set(1)))));
        }
    }
#endif
};

/// Σ d_j² with d = p − y; gradient 2 p_j (d_j − Σ p_i d_i). At a lone peak k, d_k = (1 − y_k) − rest/sum, and the
/// bracket is d_k·rest/sum − Σ_{i≠k} p_i d_i, so that a confident row keeps its digits.
struct SquaredErrorOfSoftmax {
    static constexpr int inputs = 2;
    static constexpr bool is_map = false;
    static constexpr WideRow wide = wide_squared_error_of_softmax;
#if HWY_NATIVE_FMA
    template <class R>
    struct Term {
        Mask top;
        R p, d;
    };
    template <class R, class P>
    static HWY_INLINE Term<R> term(const P& panel, std::int64_t i, const Shifted<R>& s, R scale, R missing) {
        const Oct y = panel.load(1, i);
        const Mask top = s.lone & (panel.load(0, i) == s.peak);
        const R p = panel.template unstash<R>(i) * scale;
        return {top, p, where(top, Kind<R>::difference(set(1), y) - missing, p - y)};
    }
    template <class R, class P>
    static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const auto s = shifted<R, true>(panel, [&](std::int64_t i, R, R e) HWY_ATTR { panel.stash(i, e); });
        const R scale = whole<R>(1) / s.sum, missing = s.rest * scale, divisor = whole<R>(panel.task.divisor);
        Adder<R> squares, moments, at_top;
        Mask unusual = first(0);
        for (std::int64_t i = 0; i < panel.steps; ++i) {
            const Term<R> t = term(panel, i, s, scale, missing);
            squares.add(t.d * t.d);
            moments.add(drop(t.top, t.p * t.d));
            at_top.add(keep(t.top, t.d));
            const Mask vanishing = (abs(head(t.d)) < set(0x1p-300)) & !(head(t.d) == set(0));
            unusual = unusual | !(abs(panel.load(1, i)) < set(0x1p300)) | vanishing;
        }
        value = panel.combined(squares);
        declined = s.declined() | panel.any_lane(unusual) | s.faint() | (head(s.rest) < set(0x1p-300));
        if (!panel.wanted()) return;

        const R others = panel.combined(moments), peak_d = panel.combined(at_top);
        const R mean = others + peak_d * scale;  // at a lone peak p = scale
        for (std::int64_t i = 0; i < panel.steps; ++i) {
            const Term<R> t = term(panel, i, s, scale, missing);
            const R bracket = where(t.top, t.d * missing - others, t.d - mean);
            panel.store(i, rounded(scaled(t.p * bracket / divisor, 2)));
        }
    }
#endif
};

RowFunction ChooseTarget(TargetOperation operation, bool quick) {
    switch (operation) {
    case TargetOperation::cross_entropy: return choose_rows<CrossEntropyOfDistribution>(quick);
    case TargetOperation::soft_maximum: return choose_rows<SoftMaximum>(quick);
    case TargetOperation::squared_error: return choose_rows<SquaredErrorOfSoftmax>(quick);
    }
    return nullptr;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseTarget);
RowFunction choose_target(TargetOperation operation, bool quick) {
    return HWY_DYNAMIC_DISPATCH(ChooseTarget)(operation, quick);
}
}  // namespace lossproof::fast
#endif
