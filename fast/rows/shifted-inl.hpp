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
template <class R>
struct Adder;
template <>
struct Adder<Two> : Sum {
    HWY_INLINE Adder() : Sum() {}
};
template <>
struct Adder<Oct> {
    Oct total;
    HWY_INLINE Adder() : total(set(0)) {}
    HWY_INLINE void add(Oct x) { total = total + x; }
};

/// z − peak, exactly in two words.
template <class R>
HWY_INLINE R gap(Oct z, Oct peak) {
    return Kind<R>::difference(z, peak);
}

/// e^d for d ≤ 0, and 0 below −708, where exp would leave the normal range. NaN stays NaN (see max).
HWY_INLINE Two exp_or_zero(Two d) {
    const Mask low = d.head < set(-708);
    return drop(low, exp(Two{max(set(-708), d.head), drop(low, d.tail)}));
}
HWY_INLINE Oct exp_or_zero(Oct d) { return drop(d < set(-708), exp(max(set(-708), d))); }

/// Below −660 the second word of e^d starts to underflow, above −760 the result may still be a subnormal number: such
/// outputs are computed one by one.
HWY_INLINE Mask faint(Oct d) { return (set(-760) < d) & (d < set(-660)); }

template <class R>
struct Shifted {
    Oct peak;
    R rest;
    Mask faint_lanes;
    Mask lone;  // one logit only is at the peak

    HWY_INLINE R sum() const { return rest + set(1); }
    /// NaN or an infinity in the row, or differences that could overflow.
    HWY_INLINE Mask declined() const { return !((head(rest) < set(0x1p1000)) & below_in_size(peak)); }
    static HWY_INLINE Mask below_in_size(Oct x) { return abs(x) < set(0x1p1000); }
};

template <class P>
HWY_INLINE Oct peak_of(const P& panel) {
    constexpr double minus_infinity = -std::numeric_limits<double>::infinity();
    Oct a = set(minus_infinity), b = a, c = a, d = a;
    std::int64_t i = 0;
    for (; i + 4 <= panel.steps; i += 4) {
        a = max(panel.load(0, i, minus_infinity), a);
        b = max(panel.load(0, i + 1, minus_infinity), b);
        c = max(panel.load(0, i + 2, minus_infinity), c);
        d = max(panel.load(0, i + 3, minus_infinity), d);
    }
    for (; i < panel.steps; ++i) a = max(panel.load(0, i, minus_infinity), a);
    return panel.combined_max(max(max(a, b), max(c, d)));
}

/// `visit(i, d, e)` sees the gap d and e^d of every step.
template <class R, class P, class Visit>
HWY_INLINE Shifted<R> shifted(const P& panel, Visit visit) {
    Shifted<R> s{peak_of(panel), {}, first(0), {}};
    Adder<R> rest;
    Oct ties = set(0);
    for (std::int64_t i = 0; i < panel.steps; ++i) {
        const Oct z = panel.load(0, i, -std::numeric_limits<double>::infinity());
        const R d = gap<R>(z, s.peak);
        const R e = exp_or_zero(d);
        const Mask top = z == s.peak;
        rest.add(drop(top, e));
        ties = ties + keep(top, set(1));
        s.faint_lanes = s.faint_lanes | faint(head(d));
        visit(i, d, e);
    }
    const Oct at_peak = panel.combined(ties);
    s.lone = at_peak == set(1);
    s.rest = panel.combined(rest) + (at_peak - set(1));
    return s;
}

template <class R>
HWY_INLINE R whole(double x) {
    return Kind<R>::lift(set(x));
}

/// The i-th exponential again: from the stash, or anew beyond its end.
template <class R, class P>
HWY_INLINE R exponential(const P& panel, std::int64_t i, Oct peak) {
    R e;
    if (HWY_LIKELY(panel.stashed(i))) panel.unstash(i, e);
    else e = exp_or_zero(gap<R>(panel.load(0, i, 0), peak));
    return e;
}

/// e·factor with one rounding after the exact leading product.
HWY_INLINE Oct product(Two e, Two factor) {
    return fma(e.head, factor.head, fma(e.head, factor.tail, e.tail * factor.head));
}
HWY_INLINE Oct product(Oct e, Oct factor) { return e * factor; }

/// Outputs e^{z−peak}·factor that lie near the end of the range, each in long double.
template <class P>
HWY_NOINLINE void mend_faint(P& panel, int o, Oct peak, Two factor) {
    HWY_ALIGN double peaks[8], factors[8], factor_tails[8];
    store(peak, peaks);
    store(factor.head, factors);
    store(factor.tail, factor_tails);
    for (std::int64_t r = 0; r < panel.count; ++r)
        for (std::int64_t c = 0; c < panel.columns; ++c) {
            const long double z = read(panel.task.b.in[0], panel.row + r, c), d = z - peaks[r];
            if (!(d > -761 && d < -659)) continue;
            const long double scale = static_cast<long double>(factors[r]) + factor_tails[r];
            const double y = to_double({exp_of_difference(z, peaks[r]) * scale});
            if (panel.tile) panel.tile_out[o][c * 8 + r] = y;
            else panel.put_scalar(panel.task.b.out[o + panel.first_output], panel.row + r, c, y);
        }
}

template <class R, class P>
HWY_INLINE void store_probabilities(P& panel, int o, const Shifted<R>& s, R factor) {
    for (std::int64_t i = 0; i < panel.steps; ++i) panel.store(o, i, product(exponential<R>(panel, i, s.peak), factor));
    if (HWY_UNLIKELY(!all(!s.faint_lanes))) mend_faint(panel, o, s.peak, {head(factor), tail(factor)});
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA
#endif  // include guard
