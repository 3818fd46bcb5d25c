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
    template <class R, class P> static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
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
    template <class R, class P> static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
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

/// Σ d_j² with d = p − y; gradient 2 p_j (c_j − Σ p_i c_i) with c_j = d_j − d_k, k at the peak. There
/// c_j = (e_j − 1)/sum + Δ_j = (e_j + (Δ_j − 1) + Δ_j·rest)/sum, Δ_j = y_k − y_j exact: equal logits, a confident right
/// answer and tiny targets all keep their digits. For a lone peak d_k = (1 − y_k) − rest/sum.
struct SquaredErrorOfSoftmax {
    static constexpr int inputs = 2;
    static constexpr bool is_map = false;
    static constexpr WideRow wide = wide_squared_error_of_softmax;
#if HWY_NATIVE_FMA
    /// The target at the peak; the largest, if several logits share it.
    template <class R, class P> static HWY_INLINE Oct target_at_peak(const P& panel, const Shifted<R>& s) {
        const Oct none = set(-std::numeric_limits<double>::infinity());
        Oct y = none;
        for (std::int64_t i = 0; i < panel.steps; ++i) y = max(where(panel.load(0, i) == s.peak, panel.load(1, i), none), y);
        return panel.combined_max(y);
    }
    template <class R, class P> static HWY_INLINE R relative(const P& panel, std::int64_t i, const Shifted<R>& s, Oct y_peak) {
        const R delta = Kind<R>::difference(y_peak, panel.load(1, i));
        return ((panel.template unstash<R>(i) + (delta - set(1))) + delta * s.rest) / s.sum;
    }
    template <class R, class P> static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const auto s = shifted<R, true>(panel, [&](std::int64_t i, R, R e) HWY_ATTR { panel.stash(i, e); });
        const R scale = whole<R>(1) / s.sum, missing = s.rest * scale, divisor = whole<R>(panel.task.divisor);
        const Oct y_peak = target_at_peak(panel, s);
        Adder<R> squares, moments;
        Mask unusual = first(0);
        for (std::int64_t i = 0; i < panel.steps; ++i) {
            const Oct y = panel.load(1, i);
            const Mask top = s.lone & (panel.load(0, i) == s.peak);
            const R p = panel.template unstash<R>(i) * scale;
            const R d = where(top, Kind<R>::difference(set(1), y) - missing, p - y);
            squares.add(d * d);
            moments.add(keep(panel.inside(i), p * relative(panel, i, s, y_peak)));
            const Mask vanishing = (abs(head(d)) < set(0x1p-300)) & !(head(d) == set(0));
            unusual = unusual | !(abs(y) < set(0x1p300)) | vanishing;
        }
        value = panel.combined(squares);
        declined = s.declined() | panel.any_lane(unusual) | s.faint() | ((head(s.rest) < set(0x1p-300)) & !(head(s.rest) == set(0)));
        if (!panel.wanted()) return;

        const R mean = panel.combined(moments);
        for (std::int64_t i = 0; i < panel.steps; ++i) {
            const R bracket = relative(panel, i, s, y_peak) - mean;
            const R p = panel.template unstash<R>(i) * scale;
            panel.store(i, rounded(scaled(p * bracket / divisor, 2)));
        }
    }
#endif
};

RowFunction ChooseTarget(TargetOperation operation, bool quick) {
    switch (operation) {
    case TargetOperation::cross_entropy: return choose_rows<CrossEntropyOfDistribution>(quick);
    case TargetOperation::soft_maximum: return choose_rows<SoftMaximum>(quick);
    case TargetOperation::squared_error: return choose_rows<SquaredErrorOfSoftmax>(false);  // one word loses tiny targets
    }
    return nullptr;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseTarget);
RowFunction choose_target(TargetOperation operation, bool quick) { return HWY_DYNAMIC_DISPATCH(ChooseTarget)(operation, quick); }
}  // namespace lossproof::fast
#endif
