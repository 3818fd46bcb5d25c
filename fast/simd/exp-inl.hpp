// SPDX-License-Identifier: Apache-2.0
// e^x = 2^(k/16) · e^r with |r| ≤ log(2)/32 (Tang 1989). All functions here want |x| ≤ 708: no overflow, no subnormal.
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
    Oct r, tail;   // x = k·log(2)/16 + r + tail
    IntOct index;  // k, and 2^(k>>4) as bits to be added
};

/// The nearest multiple of log(2)/16; 1.5·2^52 pushes the integer into the low bits.
HWY_INLINE Reduced reduce(Oct x) {
    const Oct shifter = set(0x1.8p52);
    const Oct pushed = fma(x, set(exp_steps_per_unit), shifter);
    const Oct k = pushed - shifter;
    const Oct r0 = fnma(k, set(exp_step_head), x);  // exact
    const Oct r = fnma(k, set(exp_step_tail), r0);
    return {r, fnma(k, set(exp_step_tail), r0 - r), as_bits(pushed)};
}

/// e^r − 1 − r.
HWY_INLINE Oct beyond_linear(Oct r) {
    const auto& c = exp_tail_of_series;
    const Oct r2 = r * r;
    const Oct a = fma(r, set(c[1]), set(c[0])), b = fma(r, set(c[3]), set(c[2])), d = fma(r, set(c[5]), set(c[4]));
    return r2 * fma(r2, fma(r2, d, b), a);
}

/// x · 2^(k>>4): the index, moved to the exponent field, without its four low bits.
HWY_INLINE Oct times_power(Oct x, IntOct index) {
    const IntOct power = shift_left<48>(index) & set_bits(static_cast<int64_t>(0xFFF0000000000000));
    return x * as_double(power + as_bits(set(1)));
}

/// Error below 0.6 ulp.
HWY_INLINE Oct exp(Oct x) {
    const Reduced a = reduce(x);
    const Oct q = a.r + beyond_linear(a.r);
    const Oct t = lookup16(exp2_head, a.index);
    return times_power(fma(t, q, lookup16(exp2_tail, a.index)) + t, a.index);
}

/// Two words of e^(head+tail); relative error below 2^-62.
HWY_INLINE Two exp(Two x) {
    const Reduced a = reduce(x.head);
    const Oct tail = a.tail + x.tail;
    const Two s = quick_sum(a.r, fma(tail, a.r, beyond_linear(a.r) + tail));
    const Oct t = lookup16(exp2_head, a.index), t_tail = lookup16(exp2_tail, a.index);
    const Two p = exact_product(t, s.head);
    const Two y = quick_sum(t, p.head);
    const Oct rest = y.tail + (p.tail + fma(t, s.tail, fma(t_tail, s.head, t_tail)));
    return {times_power(y.head, a.index), times_power(rest, a.index)};
}

/// e^x − 1; near 0 the series keeps its relative accuracy.
HWY_INLINE Two expm1(Two x) {
    const Two y = exp(x) - set(1);
    const Two s = quick_sum(x.head, beyond_linear(x.head) + fma(x.tail, x.head, x.tail));
    return where(abs(x.head) < set(0x1.6p-6), s, quick_sum(y.head, y.tail));
}
HWY_INLINE Oct expm1(Oct x) {
    return where(abs(x) < set(0x1.6p-6), x + beyond_linear(x), rounded(exp(Two{x, set(0)}) - set(1)));
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA
#endif  // include guard
