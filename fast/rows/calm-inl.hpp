// SPDX-License-Identifier: Apache-2.0
// The terms e^{z−peak} of ordinary rows, by fewer and shorter steps than `shifted` takes. A row is calm when no term is
// near the ends of the range; all others, and rows whose rest is too small for a difference, go through `shifted`.
// A lane's answer depends on its own row alone, so a tile with both kinds computes both and chooses lane by lane.
#include "fast/rows/shifted-inl.hpp"

#if defined(LOSSPROOF_FAST_CALM_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSPROOF_FAST_CALM_INL
#undef LOSSPROOF_FAST_CALM_INL
#else
#define LOSSPROOF_FAST_CALM_INL
#endif

#if HWY_NATIVE_FMA
HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

/// No gap of a calm row is wider: e^gap keeps all digits of both its words, and so does every probability.
inline constexpr double calm_to = -640;
/// Then peak + log Σ e^{z−peak} in two words has 2^-66 of its smaller part, which is not below 2^-20 either.
inline constexpr double calm_size = 0x1p20;
/// Of every logit, where no logarithm is wanted: e^z itself is far from the ends of the range, and so are its sums.
inline constexpr double direct_size = 300;

/// The sum of calm terms. With `Rest` they are e^{z−peak} and one term at the peak is left out of the sum's logarithm.
template <class R, bool Rest> struct CalmSum;

/// Probabilities alone need no peak: e^z/Σe^z, where nothing is lost in a difference. So there is no first pass, and
/// whether the row was calm is known afterwards.
template <class R> struct CalmSum<R, false> {
    Adder<R> sum;
    Oct largest = set(0);

    HWY_INLINE explicit CalmSum(const Shifted<R>&) {}
    HWY_INLINE R term(Oct z) const { return exp_calm_of<R>(z); }
    HWY_INLINE void add(Oct z, R e) {
        sum.add(e);
        largest = max(largest, abs(z));  // a NaN stays in the sum
    }
    template <class P> HWY_INLINE Mask finish(const P& panel, Shifted<R>& s) const {
        s.peak = s.low = set(0);
        s.rest = s.sum = panel.combined(sum);
        return panel.combined_max(largest) < set(direct_size);
    }
};

/// No term exceeds 1. So a sum that starts at 1 is never smaller than what is added to it, and its error takes three
/// operations (Dekker 1971) instead of six; taking the 1 off again is exact.
template <> struct CalmSum<Two, true> {
    Oct peak, total = set(1), lost = set(0);

    HWY_INLINE explicit CalmSum(const Shifted<Two>& s) : peak(s.peak) {}
    HWY_INLINE Two term(Oct z) const { return exp_calm(exact_difference(z, peak)); }
    HWY_INLINE void add(Oct, Two e) {
        const Oct s = total + e.head;
        lost = lost + ((e.head - (s - total)) + e.tail);
        total = s;
    }
    /// The rest is a difference here; where it is small, too many digits went with the 1.
    template <class P> HWY_INLINE Mask finish(const P& panel, Shifted<Two>& s) const {
        s.sum = panel.combined(exact_sum(total - set(1), lost));
        s.rest = s.sum - set(1);
        return set(0x1p-20) < s.rest.head;
    }
};

/// In one word the terms at the peak are left out and counted.
template <> struct CalmSum<Oct, true> {
    Oct peak, total = set(0), ties = set(0);

    HWY_INLINE explicit CalmSum(const Shifted<Oct>& s) : peak(s.peak) {}
    HWY_INLINE Oct term(Oct z) const { return exp_calm(z - peak); }
    HWY_INLINE void add(Oct z, Oct e) {
        const Mask top = z == peak;
        total = total + drop(top, e);
        ties = ties + keep(top, set(1));
    }
    template <class P> HWY_INLINE Mask finish(const P& panel, Shifted<Oct>& s) const {
        s.rest = panel.combined(total) + (panel.combined(ties) - set(1));
        s.sum = s.rest + set(1);
        return first(8);
    }
};

/// The calm lanes of the panel, whose answers are now in s and, if wanted, whose terms are stashed.
template <class R, bool Rest, class P> HWY_INLINE Mask calm_terms(P& panel, Shifted<R>& s, bool stashed) {
    if constexpr (Rest) find_range<R>(panel, s);
    const Mask plausible = Rest ? (set(calm_to) < s.low - s.peak) & (abs(s.peak) < set(calm_size)) : first(8);
    if (HWY_UNLIKELY(all(!plausible))) return plausible;
    CalmSum<R, Rest> sum(s);
    const auto take = [&](std::int64_t i, Oct z, R e) HWY_ATTR {
        sum.add(z, e);
        if (stashed) panel.stash(i, e);
    };
    for (std::int64_t i = 0; i < panel.full; ++i) {
        const Oct z = panel.load(0, i);
        take(i, z, sum.term(z));
    }
    if (panel.full < panel.steps) {
        const Mask inside = panel.inside(panel.full);
        const Oct z = panel.load(0, panel.full), some = Rest ? s.low : set(0);
        take(panel.full, Rest ? z : where(inside, z, some), keep(inside, sum.term(where(inside, z, some))));
    }
    return plausible & sum.finish(panel, s);
}

template <class R, bool Rest, class P> HWY_INLINE Shifted<R> exponentials(P& panel, bool stashed) {
    Shifted<R> s;
    const Mask calm = s.calm = calm_terms<R, Rest>(panel, s, stashed);
    if (HWY_LIKELY(all(calm))) return s;
    const auto careful = shifted<R, Rest>(panel, [&](std::int64_t i, R, R e) HWY_ATTR {
        if (stashed) panel.stash(i, where(calm, panel.template unstash<R>(i), e));
    });
    s.peak = where(calm, s.peak, careful.peak);
    s.low = where(calm, s.low, careful.low);
    s.rest = where(calm, s.rest, careful.rest);
    s.sum = where(calm, s.sum, careful.sum);
    return s;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA
#endif  // include guard
