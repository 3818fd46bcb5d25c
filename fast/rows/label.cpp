// SPDX-License-Identifier: Apache-2.0
// Cross-entropy from labels, with label smoothing, and InfoNCE. Value: (peak − z_ℓ) + log1p(rest), all terms ≥ 0.
// Gradient at the label: −(Σ_{j≠ℓ} e^{z_j})/Σ e^{z_j}, which p_ℓ − 1 loses when the label is near certain.
#include "fast/rows/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/rows/label.cpp"
#include "hwy/foreach_target.h"
#include "fast/rows/shifted-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

#if HWY_NATIVE_FMA
/// Σ_{j≠ℓ} e^{z_j−peak}: when ℓ is not at the peak, the peak's own 1 is among the others and nothing cancels.
template <class R>
HWY_INLINE R others(const Shifted<R>& s, Oct label_logit, R label_gap) {
    return where(label_logit == s.peak, s.rest, s.sum() - exp_or_zero(label_gap));
}
#endif

struct SoftmaxCrossEntropy {
    static constexpr int inputs = 1, outputs = 1;
    static constexpr bool is_map = false;
    static constexpr WideRow wide = wide_softmax_cross_entropy;
#if HWY_NATIVE_FMA
    template <class R, class P>
    static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const bool gradient = panel.wants(0);
        const Shifted<R> s = shifted<R>(panel, [&](std::int64_t i, R, R e) HWY_ATTR {
            if (gradient) panel.stash(i, e);
        });
        const Oct label_logit = panel.at_label(0);
        const R label_gap = gap<R>(label_logit, s.peak);
        declined = s.declined() | panel.ignored() | (head(label_gap) < set(-0x1p1000));
        value = log1p(s.rest) - label_gap;
        if (!gradient) return;
        const R scale = whole<R>(1) / (s.sum() * set(panel.task.divisor));
        store_probabilities(panel, 0, s, scale);
        panel.put_at_label(0, rounded(-(others(s, label_logit, label_gap) * scale)));
    }
#endif
};

/// Parameter 0: ε. Value: log1p(rest) + (1−ε)(peak − z_ℓ) + (ε/K) Σ (peak − z_j).
struct LabelSmoothing {
    static constexpr int inputs = 1, outputs = 1;
    static constexpr bool is_map = false;
    static constexpr WideRow wide = wide_label_smoothing;
#if HWY_NATIVE_FMA
    template <class R, class P>
    static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const bool gradient = panel.wants(0);
        Adder<R> gaps;
        const Shifted<R> s = shifted<R>(panel, [&](std::int64_t i, R d, R e) HWY_ATTR {
            const Oct inside = panel.column(i);
            gaps.add(keep(inside < set(static_cast<double>(panel.columns)), d));
            if (gradient) panel.stash(i, e);
        });
        const R all_gaps = panel.combined(gaps);
        const R smoothing = whole<R>(panel.task.p[0]), share = smoothing / whole<R>(static_cast<double>(panel.columns));
        const Oct label_logit = panel.at_label(0);
        const R label_gap = gap<R>(label_logit, s.peak);
        declined = s.declined() | panel.ignored() | !(set(-0x1p900) < head(all_gaps));
        value = log1p(s.rest) - ((whole<R>(1) - smoothing) * label_gap + share * all_gaps);
        if (!gradient) return;

        const R scale = whole<R>(1) / s.sum(), divisor = whole<R>(panel.task.divisor);
        for (std::int64_t i = 0; i < panel.steps; ++i)
            panel.store(0, i, rounded((exponential<R>(panel, i, s.peak) * scale - share) / divisor));
        const R miss = others(s, label_logit, label_gap) * scale;
        panel.put_at_label(0, rounded(((smoothing - share) - miss) / divisor));
    }
#endif
};

/// Parameter 0: the temperature; the positive of row n is column n.
struct InfoNce {
    static constexpr int inputs = 1, outputs = 1;
    static constexpr bool is_map = false;
    static constexpr WideRow wide = wide_info_nce;
#if HWY_NATIVE_FMA
    template <class R, class P>
    static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const R warmth = whole<R>(1) / whole<R>(panel.task.p[0]);
        const Oct peak = peak_of(panel);
        Adder<R> total;
        Oct ties = set(0);
        Mask unusual = first(0);
        for (std::int64_t i = 0; i < panel.steps; ++i) {
            const Oct z = panel.load(0, i, -std::numeric_limits<double>::infinity());
            const R d = gap<R>(z, peak) * warmth;
            const Mask top = z == peak, absent = z == set(-std::numeric_limits<double>::infinity());
            const R e = drop(absent, exp_or_zero(d));
            total.add(drop(top, e));
            ties = ties + keep(top, set(1));
            unusual = unusual | faint(head(d));
            panel.stash(i, e);
        }
        const R rest = panel.combined(total) + (panel.combined(ties) - set(1));
        const Oct label_logit = panel.at_label(0);
        const R label_gap = gap<R>(label_logit, peak) * warmth;
        unusual = unusual | !(head(warmth) < set(0x1p100)) | !(set(0x1p-100) < head(warmth));
        declined = panel.any_lane(unusual) | !((head(rest) < set(0x1p900)) & (abs(peak) < set(0x1p800))) |
                   !(set(-0x1p900) < head(label_gap));
        value = log1p(rest) - label_gap;
        if (!panel.wants(0)) return;

        const R scale = warmth / ((rest + set(1)) * set(panel.task.divisor));
        for (std::int64_t i = 0; i < panel.steps; ++i) {
            R e;
            if (HWY_LIKELY(panel.stashed(i))) panel.unstash(i, e);
            else e = exp_or_zero(gap<R>(panel.load(0, i, 0), peak) * warmth);
            panel.store(0, i, product(e, scale));
        }
        const R miss = where(label_logit == peak, rest, (rest + set(1)) - exp_or_zero(label_gap));
        panel.put_at_label(0, rounded(-(miss * scale)));
    }
#endif
};

RowFunction ChooseLabel(LabelOperation operation, bool quick) {
    switch (operation) {
    case LabelOperation::cross_entropy: return choose_rows<SoftmaxCrossEntropy>(quick);
    case LabelOperation::label_smoothing: return choose_rows<LabelSmoothing>(quick);
    case LabelOperation::info_nce: return choose_rows<InfoNce>(quick);
    }
    return nullptr;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseLabel);
RowFunction choose_label(LabelOperation operation, bool quick) {
    return HWY_DYNAMIC_DISPATCH(ChooseLabel)(operation, quick);
}
}  // namespace lossproof::fast
#endif
