// SPDX-License-Identifier: Apache-2.0
// Cross-entropy from labels, with label smoothing, and InfoNCE. Value: (peak − z_ℓ) + log1p(rest), all terms ≥ 0.
// Gradient at the label: −(Σ_{j≠ℓ} e^{z_j})/Σ e^{z_j}, which p_ℓ − 1 loses when the label is near certain.
#include "fast/rows/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/rows/label.cpp"
#include "hwy/foreach_target.h"
#include "fast/rows/calm-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

#if HWY_NATIVE_FMA
/// Σ_{j≠ℓ} e^{z_j−peak}: when ℓ is not at the peak, the peak's own 1 is among the others and nothing cancels.
template <class R> HWY_INLINE R others(const Shifted<R>& s, Oct label_logit, R label_gap) {
    return where(label_logit == s.peak, s.rest, s.sum - exp_down(label_gap));
}
#endif

struct SoftmaxCrossEntropy {
    static constexpr int inputs = 1;
    static constexpr bool is_map = false;
    static constexpr WideRow wide = wide_softmax_cross_entropy;
#if HWY_NATIVE_FMA
    template <class R, class P> static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const auto s = exponentials<R, true>(panel, panel.wanted());
        const Oct label_logit = panel.at_label();
        const R label_gap = Kind<R>::difference(label_logit, s.peak);
        declined = s.declined() | panel.ignored() | (head(label_gap) < set(-0x1p900));
        value = log1p(s.rest) - label_gap;
        if (!panel.wanted()) return;
        const R scale = whole<R>(1) / (s.sum * set(panel.task.divisor));
        const R others = where(label_logit == s.peak, s.rest, s.sum - panel.template stashed_at_label<R>());
        store_probabilities(panel, s, scale, rounded(-(others * scale)));
    }
#endif
};

/// Parameter 0: ε. Value: log1p(rest) + (1−ε)(peak − z_ℓ) + (ε/K) Σ (peak − z_j).
struct LabelSmoothing {
    static constexpr int inputs = 1;
    static constexpr bool is_map = false;
    static constexpr WideRow wide = wide_label_smoothing;
#if HWY_NATIVE_FMA
    template <class R, class P> static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const bool gradient = panel.wanted();
        Adder<R> gaps;
        const auto s = shifted<R, true>(panel, [&](std::int64_t i, R d, R e) HWY_ATTR {
            gaps.add(keep(panel.inside(i), d));
            if (gradient) panel.stash(i, e);
        });
        const R all_gaps = panel.combined(gaps);
        const R smoothing = whole<R>(panel.task.p[0]), share = smoothing / whole<R>(static_cast<double>(panel.columns));
        const Oct label_logit = panel.at_label();
        const R label_gap = Kind<R>::difference(label_logit, s.peak);
        declined = s.declined() | panel.ignored() | !(set(-0x1p900) < head(all_gaps)) | s.faint();
        value = log1p(s.rest) - ((whole<R>(1) - smoothing) * label_gap + share * all_gaps);
        if (!gradient) return;

        // p − ε/K = ((e − ε) − (ε/K)(sum − K))/sum, exactly 0 for equal logits and ε = 1.
        const R excess = share * (s.sum - set(static_cast<double>(panel.columns))), divisor = s.sum * set(panel.task.divisor);
        for (std::int64_t i = 0; i < panel.steps; ++i)
            panel.store(i, rounded(((panel.template unstash<R>(i) - smoothing) - excess) / divisor));
        if (panel.task.p[0] == 1) return;
        const R miss = others(s, label_logit, label_gap);
        panel.put_at_label(rounded(((smoothing - share) * s.sum - miss) / divisor));
    }
#endif
};

/// Parameter 0: the temperature; the positive of row n is column n.
struct InfoNce {
    static constexpr int inputs = 1;
    static constexpr bool is_map = false;
    static constexpr WideRow wide = wide_info_nce;
#if HWY_NATIVE_FMA
    template <class R, class P> static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const R warmth = whole<R>(1) / whole<R>(panel.task.p[0]);
        Shifted<R> s;
        find_range(panel, s);
        Adder<R> total;
        Oct ties = set(0);
        for (std::int64_t i = 0; i < panel.steps; ++i) {
            const Oct z = panel.load(0, i);
            const Mask top = z == s.peak, absent = z == set(-std::numeric_limits<double>::infinity());
            const R e = drop(absent, exp_down(Kind<R>::difference(z, s.peak) * warmth));
            total.add(drop(top, e));
            ties = ties + keep(top, set(1));
            panel.stash(i, e);
        }
        s.rest = panel.combined(total) + (panel.combined(ties) - set(1));
        s.sum = s.rest + set(1);
        const Oct label_logit = panel.at_label(), widest = (s.low - s.peak) * head(warmth);
        const R label_gap = Kind<R>::difference(label_logit, s.peak) * warmth;
        const Mask sane = (set(0x1p-100) < head(warmth)) & (head(warmth) < set(0x1p100)) & (abs(s.peak) < set(0x1p800));
        declined = s.declined() | !sane | !(set(-0x1p900) < head(label_gap)) | (widest < set(faint_from));
        value = log1p(s.rest) - label_gap;
        if (!panel.wanted()) return;

        const R scale = warmth / (s.sum * set(panel.task.divisor));
        for (std::int64_t i = 0; i < panel.steps; ++i) panel.store(i, product(panel.template unstash<R>(i), scale));
        panel.put_at_label(rounded(-(others(s, label_logit, label_gap) * scale)));
    }
#endif
};

RowFunction ChooseLabel(LabelOperation operation, bool quick) {
    switch (operation) {
    case LabelOperation::cross_entropy: return choose_rows<SoftmaxCrossEntropy>(quick);
    case LabelOperation::label_smoothing: return choose_rows<LabelSmoothing>(false);  // p − ε/K cancels
    case LabelOperation::info_nce: return choose_rows<InfoNce>(quick);
    }
    return nullptr;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseLabel);
RowFunction choose_label(LabelOperation operation, bool quick) { return HWY_DYNAMIC_DISPATCH(ChooseLabel)(operation, quick); }
}  // namespace lossproof::fast
#endif
