// SPDX-License-Identifier: Apache-2.0
// log x = e·log 2 + log(i/16) + log(1+r), with i/16 the sixteenth nearest to the significand and |r| ≤ 1/22. Around 1 the
// first two terms vanish exactly, so the relative accuracy survives. Arguments must be positive, finite and normal.
#include "fast/simd/tables.hpp"
#include "fast/simd/two-inl.hpp"

#if defined(LOSSPROOF_FAST_LOG_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSPROOF_FAST_LOG_INL
#undef LOSSPROOF_FAST_LOG_INL
#else
#define LOSSPROOF_FAST_LOG_INL
#endif

#if HWY_NATIVE_FMA
HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

struct Split {
    Oct significand;  // in [11/16, 11/8)
    Oct exponent;
    Oct power;     // 2^-exponent
    IntOct index;  // of the nearest sixteenth, from 11
};

HWY_INLINE Split split(Oct x) {
    const IntOct lowest = set_bits(0x3FE6000000000000);  // 11/16
    const IntOct up = shift_left<52>(shift_right<52>(as_bits(x) - lowest));
    const Oct m = as_double(as_bits(x) - up);
    const Oct shifter = set(0x1.8p52);
    const Oct e = as_double(shift_right<52>(up) + as_bits(shifter)) - shifter;
    const IntOct i = as_bits(fma(m, set(16), shifter)) - set_bits(11);
    return {m, e, as_double(as_bits(set(1)) - up), i};
}

/// (log(1+r) − r + r²/2)/r³.
HWY_INLINE Oct beyond_square(Oct r) {
    const auto& c = log_tail_of_series;
    const Oct r2 = r * r, r4 = r2 * r2;
    const Oct p01 = fma(r, set(c[1]), set(c[0])), p23 = fma(r, set(c[3]), set(c[2]));
    const Oct p45 = fma(r, set(c[5]), set(c[4])), p67 = fma(r, set(c[7]), set(c[6]));
    const Oct p89 = fma(r, set(c[9]), set(c[8]));
    return fma(r4, fma(r4, p89, fma(r2, p67, p45)), fma(r2, p23, p01));
}

/// log(1+r) − r in two words, |r| ≤ 1/21; relative error below 2^-57.
HWY_INLINE Two log1pmx_series(Two r) {
    const Two square = r * r;
    const Oct factor = r.head * beyond_square(r.head);
    const Two c = quick_sum(set(-0.5), factor);
    return square * c;
}

/// Error below 1 ulp.
HWY_INLINE Oct log(Oct x) {
    const Split a = split(x);
    const Oct inverse = lookup16(log_inverse, a.index);
    const Oct r = fma(a.significand, inverse, set(-1));
    const Oct r2 = r * r;
    const Two big = quick_sum(fma(a.exponent, set(log2_head), lookup16(log_head, a.index)), r);
    const Oct small = fma(a.exponent, set(log2_tail), fma(r * r2, beyond_square(r), set(-0.5) * r2) + big.tail);
    return big.head + small;
}

/// log of the split number with log(1+r) for r in two words; relative error below 2^-60.
HWY_INLINE Two log_of(const Split& a, Two r) {
    const Two square = exact_product(r.head, r.head);
    const Oct high_terms = r.head * square.head * beyond_square(r.head);
    const Two half{square.head * set(-0.5), fnma(r.head, r.tail, square.tail * set(-0.5))};
    const Two near = quick_sum(r.head, half.head);
    const Oct near_tail = near.tail + (r.tail + (half.tail + high_terms));
    const Two base = quick_sum(a.exponent * set(log2_head), lookup16(log_head, a.index));
    const Two far = exact_sum(base.head, near.head);
    const Oct base_tail = fma(a.exponent, set(log2_tail), lookup16(log_tail, a.index));
    return quick_sum(far.head, far.tail + (base.tail + (base_tail + near_tail)));
}

HWY_INLINE Two reduced(const Split& a, Oct x_tail) {
    const Oct inverse = lookup16(log_inverse, a.index);
    const Two p = exact_product(a.significand, inverse);
    return quick_sum(p.head - set(1), fma(x_tail * a.power, inverse, p.tail));
}

HWY_INLINE Two log(Two x) {
    const Split a = split(x.head);
    return log_of(a, reduced(a, x.tail));
}

/// log(1+x) for x > −1; 1 + x is taken exactly, and below 1/32 x itself is r, so that no bit of a small x is lost.
HWY_INLINE Two log1p(Two x) {
    const Two s = exact_sum(set(1), x.head);
    const Two y = quick_sum(s.head, s.tail + x.tail);
    const Split a = split(y.head);
    return log_of(a, where(abs(x.head) < set(0x1p-5), x, reduced(a, y.tail)));
}
/// The rounding of 1 + x is put back as a first-order term.
HWY_INLINE Oct log1p(Oct x) {
    const Two s = exact_sum(set(1), x);
    return where(abs(x) < set(0x1p-54), x, log(s.head) + s.tail / s.head);
}

/// log(1+x) − x without cancellation at 0.
HWY_INLINE Two log1pmx(Two x) {
    return where(abs(x.head) < set(0.045), log1pmx_series(x), log1p(x) - x);
}
HWY_INLINE Oct log1pmx(Oct x) {
    const Oct square = x * x;
    const Oct series = fma(x * square, beyond_square(x), set(-0.5) * square);
    return where(abs(x) < set(0.045), series, log1p(x) - x);
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA
#endif  // include guard
