// SPDX-License-Identifier: Apache-2.0
// e^x = 2^(k/16) · e^r with |r| ≤ log(2)/32 (Tang 1989). Arguments lie in [−1000, 709]; results below
// 2^-1022 are rounded once more, so near_exact callers send them to the wide path.
#include "fast/simd/tables.hpp"
#include "fast/simd/two-inl.hpp"

#if defined(LOSSPROOF_FAST_EXP_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSPROOF_FAST_EXP_INL
#undef LOSSPROOF_FAST_EXP_INL
#else
#define LOSSPROOF_FAST_EXP_INL
#endif

#if HWY_NATIVE_FMA
HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

struct Reduced {
    Oct r, tail;     // x = sixteenths·log(2) + r + tail
    Oct sixteenths;  // a multiple of 1/16
    IntOct index;    // 16·sixteenths, in its low bits
};

/// The nearest multiple of log(2)/16; 1.5·2^48 rounds to sixteenths and leaves their count in the low bits.
HWY_INLINE Reduced reduce(Oct x) {
    const Oct shifter = set(0x1.8p48);
    const Oct pushed = fma(x, set(log2_of_e), shifter);
    const Oct k = pushed - shifter;
    const Oct r0 = fnma(k, set(exp_step_head), x);  // exact
    const Oct r = fnma(k, set(exp_step_tail), r0);
    return {r, fnma(k, set(exp_step_tail), r0 - r), k, as_bits(pushed)};
}

/// e^r − 1 − r.
HWY_INLINE Oct beyond_linear(Oct r) {
    const auto& c = exp_tail_of_series;
    const Oct r2 = r * r;
    const Oct a = fma(r, set(c[1]), set(c[0])), b = fma(r, set(c[3]), set(c[2])), d = fma(r, set(c[5]), set(c[4]));
    return r2 * fma(r2, fma(r2, d, b), a);
}

/// x·2^⌊k⌋ with one rounding, also where the result underflows.
HWY_INLINE Oct times_power(Oct x, const Reduced& a) {
#if HWY_TARGET <= HWY_AVX3
    Oct r;
    r.v[0].raw = _mm512_scalef_pd(x.v[0].raw, a.sixteenths.v[0].raw);
    return r;
#else
    // In two steps, of which only the second can round: ⌊k⌋ = half + rest.
    const IntOct floor16 = shift_right<16>(shift_left<16>(a.index));
    const IntOct whole = shift_right<4>(floor16), half = shift_right<1>(whole), rest = whole - half;
    const IntOct one = as_bits(set(1));
    return x * as_double(one + shift_left<52>(half)) * as_double(one + shift_left<52>(rest));
#endif
}

/// Error below 1.1 ulp: the table's tail is left out.
HWY_INLINE Oct exp(Oct x) {
    const Reduced a = reduce(x);
    const Oct t = lookup16(exp2_head, a.index);
    return times_power(fma(t, a.r + beyond_linear(a.r), t), a);
}

/// Two words of e^(head+tail); relative error below 2^-62. The tail may be up to 2^-43: it enters at the end, where e^tail
/// is 1 + tail to all digits that count.
HWY_INLINE Two exp(Two x) {
    const Reduced a = reduce(x.head);
    const Two s = quick_sum(a.r, beyond_linear(a.r));
    const Oct t = lookup16(exp2_head, a.index), t_tail = lookup16(exp2_tail, a.index);
    const Two p = exact_product(t, s.head);
    const Two y = quick_sum(t, p.head);
    const Oct rest = y.tail + (p.tail + fma(t, s.tail, fma(t_tail, s.head, t_tail)));
    return {times_power(y.head, a), times_power(fma(y.head, a.tail + x.tail, rest), a)};
}

/// e^x without a thought for the ends of the range: −700 ≤ x ≤ 709. The power of two is added to the table's bits, which is
/// shorter than scaling the result. Here r is the exact x − k·log 2; what it lacks is multiplied in at the end as
/// `lacking` ≤ 2^-29, whose square is below 2^-59 and whose rounding is far smaller.
struct CalmExp {
    Oct r, k, t, table_tail;

    HWY_INLINE explicit CalmExp(Oct x) {
        const Oct shifter = set(0x1.8p48);
        const Oct pushed = fma(x, set(log2_of_e), shifter);
        k = pushed - shifter;
        r = fnma(k, set(exp_step_head), x);
        const IntOct index = as_bits(pushed);
        t = as_double(as_bits(lookup16(exp2_unscaled.data(), index)) + shift_left<48>(index));
        table_tail = lookup16(exp2_relative_tail.data(), index);
    }
    HWY_INLINE Two result(Oct small) const {
        const Oct lacking = fnma(k, set(exp_step_tail), small);
        const Oct y = fma(t, r, t), tail = fma(t, r, t - y);  // t − y is exact
        const Oct rest = fma(t, beyond_linear(r), tail);
        return {y, fma(y + rest, lacking, rest)};
    }
};
HWY_INLINE Two exp_calm(Two x) {
    const CalmExp e(x.head);
    return e.result(x.tail + e.table_tail);
}
/// Of a number that is one word; as many words as the answer shall have.
template <class R> HWY_INLINE R exp_calm_of(Oct x);
template <> HWY_INLINE Two exp_calm_of<Two>(Oct x) {
    const CalmExp e(x);
    return e.result(e.table_tail);
}
/// In one word, error below 0.6 ulp.
HWY_INLINE Oct exp_tight(Oct x) {
    const Reduced a = reduce(x);
    const Oct t = as_double(as_bits(lookup16(exp2_unscaled.data(), a.index)) + shift_left<48>(a.index));
    return fma(t, a.r + (beyond_linear(a.r) + lookup16(exp2_relative_tail.data(), a.index)), t);
}
/// Error below 1.1 ulp: the table's tail is left out.
HWY_INLINE Oct exp_calm(Oct x) {
    const Reduced a = reduce(x);
    const Oct t = as_double(as_bits(lookup16(exp2_unscaled.data(), a.index)) + shift_left<48>(a.index));
    return fma(t, a.r + beyond_linear(a.r), t);
}

template <> HWY_INLINE Oct exp_calm_of<Oct>(Oct x) { return exp_calm(x); }

/// e^x and, in the second word, e^x − 1, each good to about an ulp of its own.
HWY_INLINE Two exp_and_expm1(Oct x) {
    const Reduced a = reduce(x);
    const Oct t = as_double(as_bits(lookup16(exp2_unscaled.data(), a.index)) + shift_left<48>(a.index));
    const Oct s = a.r + (beyond_linear(a.r) + lookup16(exp2_relative_tail.data(), a.index));
    return {fma(t, s, t), fma(t, s, t - set(1))};
}

/// e^x − 1; near 0 the series keeps its relative accuracy.
HWY_INLINE Two expm1(Two x) {
    const Two y = exp(x) - set(1);
    const Two s = quick_sum(x.head, beyond_linear(x.head) + fma(x.tail, x.head, x.tail));
    return where(abs(x.head) < set(0x1.6p-6), s, quick_sum(y.head, y.tail));
}
HWY_INLINE Oct expm1(Oct x) { return where(abs(x) < set(0x1.6p-6), x + beyond_linear(x), rounded(exp(Two{x, set(0)}) - set(1))); }

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA
#endif  // include guard
