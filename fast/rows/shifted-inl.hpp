// SPDX-License-Identifier: Apache-2.0
// The pass that softmax, log-sum-exp and every cross-entropy share: peak = max z, and rest = Σ e^{z−peak} without one of
// the terms at the peak, so that log1p(rest) keeps its digits however small the rest is.
#include "fast/rows/panel-inl.hpp"

#if defined(LOSSPROOF_FAST_SHIFTED_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSPROOF_FAST_SHIFTED_INL
#undef LOSSPROOF_FAST_SHIFTED_INL
#else
#define LOSSPROOF_FAST_SHIFTED_INL
#endif

#if HWY_NATIVE_FMA
HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

/// A sum of non-negative terms: in two words, or plain.
template <class R> struct Adder;
template <> struct Adder<Two> : Sum {
    HWY_INLINE Adder() : Sum() {}
};
template <> struct Adder<Oct> {
    Oct total;
    HWY_INLINE Adder() : total(set(0)) {}
    HWY_INLINE void add(Oct x) { total = total + x; }
};

template <class R> HWY_INLINE R whole(double x) { return Kind<R>::lift(set(x)); }

/// e^d for d ≤ 0; 0 far below. NaN stays NaN (see max), and −∞ leaves no NaN in the second word.
HWY_INLINE Two exp_down(Two d) {
    const Mask low = d.head < set(-1000);
    return exp(Two{max(set(-1000), d.head), drop(low, d.tail)});
}
HWY_INLINE Oct exp_down(Oct d) { return exp(max(set(-1000), d)); }

/// Below −660 the second word of e^d begins to underflow; such elements are computed one by one when they are stored.
/// Below −760 even the result is 0.
inline constexpr double faint_from = -660, gone_from = -760;

template <class R> struct Shifted {
    Oct peak, low;  // largest and smallest logit
    R rest;         // without one term at the peak, or everything when no logarithm is wanted
    R sum;
    Mask lone;  // only one logit is at the peak
    Mask calm;  // calm-inl.hpp

    /// NaN or an infinity in the row, differences that could overflow, or a rest that has lost digits.
    HWY_INLINE Mask declined() const { return !((head(sum) < set(0x1p1000)) & (abs(peak) < set(0x1p1000))) | vanishing(); }
    /// So small a rest consists of terms that underflow.
    HWY_INLINE Mask vanishing() const {
        const Mask some = (set(0) < head(rest)) | ((set(gone_from) < low - peak) & (low < peak));
        return (head(rest) < set(0x1p-900)) & some;
    }
    HWY_INLINE Mask faint() const { return low - peak < set(faint_from); }
};

template <class R, class P> HWY_INLINE void find_range(const P& panel, Shifted<R>& s) {
    Oct a = set(-std::numeric_limits<double>::infinity()), b = a, low = -a;
    std::int64_t i = 0;
    for (; i + 2 <= panel.full; i += 2) {
        const Oct x = panel.load(0, i), y = panel.load(0, i + 1);
        a = max(x, a);
        b = max(y, b);
        low = min(min(x, y), low);
    }
    for (; i < panel.full; ++i) a = max(panel.load(0, i), a), low = min(panel.load(0, i), low);
    if (panel.full < panel.steps) {  // the padding is no logit
        const Oct x = panel.load(0, panel.full);
        a = max(x, a);
        low = min(where(panel.inside(panel.full), x, low), low);
    }
    s.peak = panel.combined_max(max(a, b));
    s.low = panel.tile ? low : -panel.combined_max(-low);
}

/// `visit(i, d, e)` sees the gap d = z − peak and e^d of every step.
template <class R, bool Rest, class P, class Visit> HWY_INLINE Shifted<R> shifted(const P& panel, Visit visit) {
    Shifted<R> s;
    find_range(panel, s);
    s.calm = first(0);
    Adder<R> rest;
    Oct ties = set(0);
    for (std::int64_t i = 0; i < panel.steps; ++i) {
        const Oct z = panel.load(0, i);
        const R d = Kind<R>::difference(z, s.peak);
        const R e = exp_down(d);
        const Mask top = z == s.peak;
        rest.add(Rest ? drop(top, e) : e);
        if (Rest) ties = ties + keep(top, set(1));
        visit(i, d, e);
    }
    s.rest = s.sum = panel.combined(rest);
    s.lone = first(0);
    if (!Rest) return s;
    const Oct at_peak = panel.combined(ties);
    s.lone = at_peak == set(1);
    s.rest = s.rest + (at_peak - set(1));
    s.sum = s.rest + set(1);
    return s;
}

/// e·factor with one rounding after the exact leading product.
HWY_INLINE Oct product(Two e, Two factor) { return fma(e.head, factor.head, fma(e.head, factor.tail, e.tail * factor.head)); }
HWY_INLINE Oct product(Oct e, Oct factor) { return e * factor; }

/// Outputs e^{(z−peak)·warmth}·factor near the end of the range, each in long double.
template <class P> HWY_NOINLINE void mend_faint(P& panel, Oct peak, Two factor) {
    HWY_ALIGN double peaks[8], factors[8], tails[8];
    store(peak, peaks);
    store(factor.head, factors);
    store(factor.tail, tails);
    for (std::int64_t i = 0; i < panel.steps; ++i) {
        const Oct d = panel.load(0, i) - peak;
        const unsigned which = bits((set(gone_from) < d) & (d < set(faint_from)));
        for (int lane = 0; which >> lane; ++lane) {
            if (!(which >> lane & 1)) continue;
            const std::int64_t column = panel.tile ? i : i * 8 + lane;
            const double z = panel.tile ? panel.tile_in[0][i * 8 + lane] : read(panel.task.b.in[0], panel.row, column);
            const long double scale = static_cast<long double>(factors[lane]) + tails[lane];
            panel.put_scalar(panel.tile ? lane : 0, column, to_double({exp_of_difference(z, peaks[lane]) * scale}));
        }
    }
}

template <class R, class P> HWY_INLINE void store_probabilities(P& panel, const Shifted<R>& s, R factor) {
    for (std::int64_t i = 0; i < panel.steps; ++i) panel.store(i, product(panel.template unstash<R>(i), factor));
    if (HWY_UNLIKELY(!all(!s.faint()))) mend_faint(panel, s.peak, {head(factor), tail(factor)});
}

/// The same with another number in each row's label column. In a tile it takes its place before the tile is turned: what
/// was just stored lane by lane cannot be loaded quickly as a vector.
template <class R, class P> HWY_INLINE void store_probabilities(P& panel, const Shifted<R>& s, R factor, Oct at_label) {
    if (panel.tile && HWY_LIKELY(all(!s.faint()))) {
        const Oct label = panel.label_columns();
        for (std::int64_t i = 0; i < panel.steps; ++i) {
            const Oct p = product(panel.template unstash<R>(i), factor);
            panel.store(i, where(label == panel.column(i), at_label, p));
        }
    } else {
        store_probabilities(panel, s, factor);
        panel.put_at_label(at_label);
    }
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA
#endif  // include guard
