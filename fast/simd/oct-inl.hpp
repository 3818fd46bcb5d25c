// SPDX-License-Identifier: Apache-2.0
// Eight doubles at a time on every target: one 512-bit register, two of 256 bits, or four of 128. With the lane
// count fixed, reductions have one order and AVX-512, AVX2 and NEON return the same bits.
#include "hwy/highway.h"

#if defined(LOSSPROOF_FAST_OCT_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSPROOF_FAST_OCT_INL
#undef LOSSPROOF_FAST_OCT_INL
#else
#define LOSSPROOF_FAST_OCT_INL
#endif

#if HWY_NATIVE_FMA  // error-free products need it; older machines take the wide path (wide.hpp)
HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<double, 8>;
using IntTag = hn::RebindToSigned<Tag>;
inline constexpr size_t lanes = hn::MaxLanes(Tag());
inline constexpr size_t registers = 8 / lanes;

struct Oct {
    hn::Vec<Tag> v[registers];
};
struct IntOct {
    hn::Vec<IntTag> v[registers];
};
struct Mask {
    hn::Mask<Tag> m[registers];
};

// LOSSPROOF_EACH(shape, op, Result) writes the op of one shape for every register. Plain aggregates rather than loops or
// lambdas: the compiler keeps them in registers from the start, which halves the time to compile.
#if HWY_TARGET <= HWY_AVX3
#define LOSSPROOF_EACH(shape, op, Result)                                                                                                  \
    Result {                                                                                                                               \
        { shape(op, 0) }                                                                                                                   \
    }
#elif HWY_TARGET == HWY_AVX2
#define LOSSPROOF_EACH(shape, op, Result)                                                                                                  \
    Result {                                                                                                                               \
        { shape(op, 0), shape(op, 1) }                                                                                                     \
    }
#else
#define LOSSPROOF_EACH(shape, op, Result)                                                                                                  \
    Result {                                                                                                                               \
        { shape(op, 0), shape(op, 1), shape(op, 2), shape(op, 3) }                                                                         \
    }
#endif
#define LOSSPROOF_OF_A(op, u) hn::op(a.v[u])
#define LOSSPROOF_OF_AB(op, u) hn::op(a.v[u], b.v[u])
#define LOSSPROOF_OF_ABC(op, u) hn::op(a.v[u], b.v[u], c.v[u])
#define LOSSPROOF_OF_SCALAR(op, u) hn::op(tag, x)
#define LOSSPROOF_OF_TAG(op, u) hn::op(tag, a.v[u])
#define LOSSPROOF_OF_POINTER(op, u) hn::op(tag, p + (u)*lanes)
#define LOSSPROOF_OF_MASKS(op, u) hn::op(m.m[u], n.m[u])
#define LOSSPROOF_OF_MASK(op, u) hn::op(m.m[u])
#define LOSSPROOF_OF_MASK_A(op, u) hn::op(m.m[u], a.v[u])
#define LOSSPROOF_OF_MASK_AB(op, u) hn::op(m.m[u], a.v[u], b.v[u])

#define LOSSPROOF_BINARY(name, op, Argument, Result)                                                                                       \
    HWY_INLINE Result name(Argument a, Argument b) { return LOSSPROOF_EACH(LOSSPROOF_OF_AB, op, Result); }
LOSSPROOF_BINARY(operator+, Add, Oct, Oct)
LOSSPROOF_BINARY(operator-, Sub, Oct, Oct)
LOSSPROOF_BINARY(operator*, Mul, Oct, Oct)
LOSSPROOF_BINARY(operator/, Div, Oct, Oct)
LOSSPROOF_BINARY(min, Min, Oct, Oct)
LOSSPROOF_BINARY(max, Max, Oct, Oct)  // on x86 a NaN in `a` gives `b`, a NaN in `b` stays
LOSSPROOF_BINARY(copysign, CopySign, Oct, Oct)
LOSSPROOF_BINARY(operator<, Lt, Oct, Mask)
LOSSPROOF_BINARY(operator<=, Le, Oct, Mask)
LOSSPROOF_BINARY(operator>, Gt, Oct, Mask)
LOSSPROOF_BINARY(operator==, Eq, Oct, Mask)
LOSSPROOF_BINARY(operator+, Add, IntOct, IntOct)
LOSSPROOF_BINARY(operator-, Sub, IntOct, IntOct)
LOSSPROOF_BINARY(operator&, And, IntOct, IntOct)
#undef LOSSPROOF_BINARY

HWY_INLINE Oct operator-(Oct a) { return LOSSPROOF_EACH(LOSSPROOF_OF_A, Neg, Oct); }
HWY_INLINE Oct abs(Oct a) { return LOSSPROOF_EACH(LOSSPROOF_OF_A, Abs, Oct); }
HWY_INLINE Oct sqrt(Oct a) { return LOSSPROOF_EACH(LOSSPROOF_OF_A, Sqrt, Oct); }
/// a·b + c and c − a·b with one rounding.
HWY_INLINE Oct fma(Oct a, Oct b, Oct c) { return LOSSPROOF_EACH(LOSSPROOF_OF_ABC, MulAdd, Oct); }
HWY_INLINE Oct fnma(Oct a, Oct b, Oct c) { return LOSSPROOF_EACH(LOSSPROOF_OF_ABC, NegMulAdd, Oct); }
HWY_INLINE Oct set(double x) {
    const Tag tag;
    return LOSSPROOF_EACH(LOSSPROOF_OF_SCALAR, Set, Oct);
}
HWY_INLINE IntOct set_bits(int64_t x) {
    const IntTag tag;
    return LOSSPROOF_EACH(LOSSPROOF_OF_SCALAR, Set, IntOct);
}
HWY_INLINE IntOct as_bits(Oct a) {
    const IntTag tag;
    return LOSSPROOF_EACH(LOSSPROOF_OF_TAG, BitCast, IntOct);
}
HWY_INLINE Oct as_double(IntOct a) {
    const Tag tag;
    return LOSSPROOF_EACH(LOSSPROOF_OF_TAG, BitCast, Oct);
}
template <int N> HWY_INLINE IntOct shift_left(IntOct a) { return LOSSPROOF_EACH(LOSSPROOF_OF_A, ShiftLeft<N>, IntOct); }
template <int N> HWY_INLINE IntOct shift_right(IntOct a) { return LOSSPROOF_EACH(LOSSPROOF_OF_A, ShiftRight<N>, IntOct); }

HWY_INLINE Oct where(Mask m, Oct a, Oct b) { return LOSSPROOF_EACH(LOSSPROOF_OF_MASK_AB, IfThenElse, Oct); }
HWY_INLINE Oct keep(Mask m, Oct a) { return LOSSPROOF_EACH(LOSSPROOF_OF_MASK_A, IfThenElseZero, Oct); }
HWY_INLINE Oct drop(Mask m, Oct a) { return LOSSPROOF_EACH(LOSSPROOF_OF_MASK_A, IfThenZeroElse, Oct); }
HWY_INLINE Mask operator&(Mask m, Mask n) { return LOSSPROOF_EACH(LOSSPROOF_OF_MASKS, And, Mask); }
HWY_INLINE Mask operator|(Mask m, Mask n) { return LOSSPROOF_EACH(LOSSPROOF_OF_MASKS, Or, Mask); }
HWY_INLINE Mask operator!(Mask m) { return LOSSPROOF_EACH(LOSSPROOF_OF_MASK, Not, Mask); }
HWY_INLINE Mask first(size_t count) {
    const Tag tag;
#define LOSSPROOF_FIRST(op, u) hn::op(tag, count > (u)*lanes ? HWY_MIN(count - (u)*lanes, lanes) : 0)
    return LOSSPROOF_EACH(LOSSPROOF_FIRST, FirstN, Mask);
#undef LOSSPROOF_FIRST
}
HWY_INLINE bool all(Mask a) {
    bool yes = true;
    for (size_t u = 0; u < registers; ++u) yes = yes && hn::AllTrue(Tag(), a.m[u]);
    return yes;
}
/// Bit u set when lane u is true.
HWY_INLINE unsigned bits(Mask a) {
    unsigned r = 0;
    for (size_t u = 0; u < registers; ++u) {
        uint8_t b[8] = {};
        hn::StoreMaskBits(Tag(), a.m[u], b);
        r |= static_cast<unsigned>(b[0] & ((1u << lanes) - 1)) << (u * lanes);
    }
    return r;
}

HWY_INLINE Oct load(const double* p) {
    const Tag tag;
    return LOSSPROOF_EACH(LOSSPROOF_OF_POINTER, LoadU, Oct);
}
HWY_INLINE Oct load(const float* p) {
    const Tag tag;
#define LOSSPROOF_PROMOTED(op, u) hn::op(tag, hn::LoadU(hn::Rebind<float, Tag>(), p + (u)*lanes))
    return LOSSPROOF_EACH(LOSSPROOF_PROMOTED, PromoteTo, Oct);
#undef LOSSPROOF_PROMOTED
}
HWY_INLINE void store(Oct a, double* p) {
    for (size_t u = 0; u < registers; ++u) hn::StoreU(a.v[u], Tag(), p + u * lanes);
}
HWY_INLINE void store(Oct a, float* p) {
    const hn::Rebind<float, Tag> half;
    for (size_t u = 0; u < registers; ++u) hn::StoreU(hn::DemoteTo(half, a.v[u]), half, p + u * lanes);
}
/// The first `count` lanes; nothing beyond them is touched. The rest reads as `fill`.
template <class T> HWY_INLINE Oct load_some(const T* p, size_t count, double fill) {
    HWY_ALIGN T buffer[8];
    for (size_t j = 0; j < 8; ++j) buffer[j] = j < count ? p[j] : static_cast<T>(fill);
    return load(buffer);
}
template <class T> HWY_INLINE void store_some(Oct a, T* p, size_t count) {
    HWY_ALIGN T buffer[8];
    store(a, buffer);
    for (size_t j = 0; j < count; ++j) p[j] = buffer[j];
}
/// The lanes of `m`, which are the first so many; memory behind them is not touched. The rest reads as 0.
HWY_INLINE Oct load_first(const double* p, Mask m) {
#if HWY_ARCH_X86
#define LOSSPROOF_LOADED(op, u) hn::op(m.m[u], Tag(), p + (u)*lanes)
    return LOSSPROOF_EACH(LOSSPROOF_LOADED, MaskedLoad, Oct);
#undef LOSSPROOF_LOADED
#else  // elsewhere a masked load may read all lanes
    return load_some(p, static_cast<size_t>(hwy::PopCount(bits(m))), 0);
#endif
}
HWY_INLINE void store_first(Oct a, double* p, Mask m) {
#if HWY_ARCH_X86
    for (size_t u = 0; u < registers; ++u) hn::BlendedStore(a.v[u], m.m[u], Tag(), p + u * lanes);
#else
    store_some(a, p, static_cast<size_t>(hwy::PopCount(bits(m))));
#endif
}
HWY_INLINE Oct iota() {
    static constexpr double steps[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    return load(steps);
}

HWY_INLINE IntOct load_bits(const int64_t* p) {
#define LOSSPROOF_LOADED(op, u) hn::op(IntTag(), p + (u)*lanes)
    return LOSSPROOF_EACH(LOSSPROOF_LOADED, LoadU, IntOct);
#undef LOSSPROOF_LOADED
}
HWY_INLINE IntOct lane_numbers() {
    static constexpr int64_t steps[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    return load_bits(steps);
}
/// A whole number below 2^51 as a double.
HWY_INLINE Oct as_number(IntOct a) { return as_double(a + as_bits(set(0x1.8p52))) - set(0x1.8p52); }
HWY_INLINE Oct gather(const double* p, IntOct index) {
#define LOSSPROOF_GATHERED(op, u) hn::op(Tag(), p, index.v[u])
    return LOSSPROOF_EACH(LOSSPROOF_GATHERED, GatherIndex, Oct);
#undef LOSSPROOF_GATHERED
}

/// table[index & 15]: two registers and one permutation on AVX-512, a gather elsewhere.
HWY_INLINE Oct lookup16(const double* HWY_RESTRICT table, IntOct index) {
#if HWY_TARGET <= HWY_AVX3
    Oct r;
    r.v[0].raw = _mm512_permutex2var_pd(_mm512_load_pd(table), index.v[0].raw, _mm512_load_pd(table + 8));
    return r;
#else
    return gather(table, index & set_bits(15));
#endif
}

/// Lanes 0…7 combined in one fixed tree: (0+4)+(2+6) and so on, the same on every target.
template <class Combine> HWY_INLINE double across(Oct a, Combine combine) {
    HWY_ALIGN double x[8];
    store(a, x);
    for (int j = 0; j < 4; ++j) x[j] = combine(x[j], x[j + 4]);
    return combine(combine(x[0], x[2]), combine(x[1], x[3]));
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // HWY_NATIVE_FMA
#endif  // include guard
