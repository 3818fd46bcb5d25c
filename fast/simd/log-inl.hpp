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

HWY_INLINE Oct log_of(const Split& a, Oct r) {
    const Oct r2 = r * r;
    const Two big = quick_sum(fma(a.exponent, set(log2_head), lookup16(log_head, a.index)), r);
    return big.head + fma(a.exponent, set(log2_tail), fma(r * r2, beyond_square(r), set(-0.5) * r2) + big.tail);
}
/// Error below 1.8 ulp.
HWY_INLINE Oct log(Oct x) {
    const Split a = split(x);
    return log_of(a, fma(a.significand, lookup16(log_inverse, a.index), set(-1)));
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
HWY_INLINE Oct log1p(Oct x) {
    const Two s = exact_sum(set(1), x);
    const Split a = split(s.head);
    const Oct inverse = lookup16(log_inverse, a.index);
    return log_of(a, fma(a.significand, inverse, set(-1)) + s.tail * a.power * inverse);
}

struct UnitSplit {
    Oct inverse, head, tail;
};
HWY_INLINE UnitSplit split_unit(Oct x) {
    const IntOct index = as_bits(fma(x, set(15), set(0x1.8p52)));
    return {lookup16(unit_inverse, index), lookup16(unit_head, index), lookup16(unit_tail, index)};
}
HWY_INLINE Oct beyond_square_of_unit(Oct r) {
    const auto& c = unit_tail_of_series;
    const Oct r2 = r * r, r4 = r2 * r2;
    const Oct p01 = fma(r, set(c[1]), set(c[0])), p23 = fma(r, set(c[3]), set(c[2]));
    const Oct p45 = fma(r, set(c[5]), set(c[4])), p67 = fma(r, set(c[7]), set(c[6]));
    return fma(r4, fma(r4, set(c[8]), fma(r2, p67, p45)), fma(r2, p23, p01));
}

/// log(1+x) for x in [0, 1], with no exponent to take apart. Below 1/30, r is x itself.
HWY_INLINE Oct log1p_unit(Oct x) {
    const UnitSplit a = split_unit(x);
    const Oct r = fma(x, a.inverse, a.inverse - set(1)), r2 = r * r;
    const Two big = quick_sum(a.head, r);
    return big.head + (fma(r * r2, beyond_square_of_unit(r), set(-0.5) * r2) + big.tail);
}
HWY_INLINE Two log1p_unit(Two x) {
    const UnitSplit a = split_unit(x.head);
    const Two p = exact_product(x.head, a.inverse);
    const Two r = quick_sum(p.head + (a.inverse - set(1)), fma(x.tail, a.inverse, p.tail));
    const Two square = exact_product(r.head, r.head);
    const Oct high_terms = r.head * square.head * beyond_square_of_unit(r.head);
    const Two half{square.head * set(-0.5), fnma(r.head, r.tail, square.tail * set(-0.5))};
    const Two near = quick_sum(r.head, half.head);
    const Two far = quick_sum(a.head, near.head);
    return quick_sum(far.head, far.tail + (a.tail + (near.tail + (r.tail + (half.tail + high_terms)))));
}

HWY_INLINE Oct log1pmx_series(Oct x) {
    const Oct square = x * x;
    return fma(x * square, beyond_square(x), set(-0.5) * square);
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA
#endif  // include guard
