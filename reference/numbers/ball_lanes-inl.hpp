// SPDX-License-Identifier: Apache-2.0
// What the loops over lanes of balls share. u = 2^-53. Radii are computed to nearest and then widened: `kept` covers forty such roundings,
// and products that underflow. The bounds of middles are derived in reference/proofs/ball_lanes.md. `product` and `left_of` fuse exactly
// where the machine does, and split where it does not.
#include "reference/numbers/ball_lanes.hpp"

#include "hwy/highway.h"

#include <limits>

#if defined(LOSSPROOF_BALL_LANES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSPROOF_BALL_LANES_INL
#undef LOSSPROOF_BALL_LANES_INL
#else
#define LOSSPROOF_BALL_LANES_INL
#endif

HWY_BEFORE_NAMESPACE();
namespace lossproof::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Doubles = hn::CappedTag<double, 8>;
using Integers = hn::RebindToSigned<Doubles>;
using V = hn::Vec<Doubles>;
using I = hn::Vec<Integers>;
using M = hn::Mask<Doubles>;

HWY_INLINE V set(double x) { return hn::Set(Doubles(), x); }
HWY_INLINE I set_bits(std::int64_t x) { return hn::Set(Integers(), x); }
HWY_INLINE I bits(V x) { return hn::BitCast(Integers(), x); }
HWY_INLINE V of_bits(I x) { return hn::BitCast(Doubles(), x); }
HWY_INLINE V nothing() { return set(std::numeric_limits<double>::quiet_NaN()); }

/// hi + lo in every lane, hi = RN(hi + lo).
struct Words {
    V hi, lo;
};
HWY_INLINE Words two_sum(V a, V b) {
    const V sum = hn::Add(a, b), other = hn::Sub(sum, a);
    return {sum, hn::Add(hn::Sub(a, hn::Sub(sum, other)), hn::Sub(b, other))};
}
/// The same where |a| ≥ |b| or a = 0.
HWY_INLINE Words fast_two_sum(V a, V b) {
    const V sum = hn::Add(a, b);
    return {sum, hn::Sub(b, hn::Sub(sum, a))};
}
/// a·b exactly, unless the product is below 2^-968 or a factor above 2^990.
HWY_INLINE Words two_product(V a, V b) {
    const V product = hn::Mul(a, b);
#if HWY_NATIVE_FMA
    return {product, hn::MulSub(a, b, product)};
#else
    const V split = set(0x1p27 + 1), ca = hn::Mul(a, split), cb = hn::Mul(b, split);
    const V ah = hn::Sub(ca, hn::Sub(ca, a)), bh = hn::Sub(cb, hn::Sub(cb, b)), al = hn::Sub(a, ah), bl = hn::Sub(b, bh);
    const V first = hn::Add(hn::Sub(hn::Mul(ah, bh), product), hn::Mul(ah, bl));
    return {product, hn::Add(hn::Add(first, hn::Mul(al, bh)), hn::Mul(al, bl))};
#endif
}
/// Error ≤ 3.1u²(|x| + |y|), whatever cancels.
HWY_INLINE Words add(Words x, Words y) {
    const Words s = two_sum(x.hi, y.hi);
    return two_sum(s.hi, hn::Add(s.lo, hn::Add(x.lo, y.lo)));
}
/// Relative error ≤ 6u² (algorithm 11 of Joldes, Muller, Popescu, or its products rounded apart).
HWY_INLINE Words multiply(Words x, Words y) {
    const Words c = two_product(x.hi, y.hi);
    return fast_two_sum(c.hi, hn::Add(c.lo, hn::MulAdd(x.hi, y.lo, hn::Mul(x.lo, y.hi))));
}
HWY_INLINE Words multiply(Words x, V y) {
    const Words c = two_product(x.hi, y);
    return fast_two_sum(c.hi, hn::MulAdd(x.lo, y, c.lo));
}

/// The balls of one register.
struct Balls {
    V hi, lo, radius;
};
HWY_INLINE Words words(Balls x) { return {x.hi, x.lo}; }
HWY_INLINE V abs_of(V x) { return hn::Abs(x); }

/// A ball, its radius widened. Nothing where a part is huge or not a number.
HWY_INLINE Balls kept(Words middle, V radius) {
    const V wide = hn::MulAdd(radius, set(1 + 0x1p-45), set(0x1p-1000));
    const M sound = hn::Lt(hn::Max(hn::Abs(middle.hi), wide), set(0x1p990));
    // Max may drop a NaN; a sum does not.
    const V either = hn::Add(middle.hi, wide);
    return {hn::IfThenElse(hn::And(sound, hn::Eq(either, either)), middle.hi, nothing()), middle.lo, wide};
}
/// The same of products: below 2^-900 they may lose bits to underflow, less than that.
HWY_INLINE Balls kept_product(Words middle, V radius) {
    const V lost = hn::IfThenElseZero(hn::Lt(hn::Abs(middle.hi), set(0x1p-900)), set(0x1p-900));
    return kept(middle, hn::Add(radius, lost));
}
HWY_INLINE Balls where_sound(M sound, Balls x) { return {hn::IfThenElse(sound, x.hi, nothing()), x.lo, x.radius}; }
HWY_INLINE Balls pick(M first, Balls a, Balls b) {
    return {hn::IfThenElse(first, a.hi, b.hi), hn::IfThenElse(first, a.lo, b.lo), hn::IfThenElse(first, a.radius, b.radius)};
}
/// One binary64 number each, exactly.
HWY_INLINE M single(Balls a) { return hn::Eq(hn::Add(hn::Abs(a.lo), a.radius), set(0)); }
HWY_INLINE M is_zero(Balls a) { return hn::Eq(hn::Add(hn::Abs(a.hi), a.radius), set(0)); }

// Lanes are aligned, but not every temporary that GCC 12 puts on the stack is where its type says.
HWY_INLINE Balls load(const BallLanes& x, size_t i) {
    return {hn::LoadU(Doubles(), BallLanes::Loop::high(x) + i), hn::LoadU(Doubles(), BallLanes::Loop::low(x) + i),
            hn::LoadU(Doubles(), BallLanes::Loop::radius(x) + i)};
}
HWY_INLINE void store(Balls p, BallLanes& x, size_t i) {
    hn::StoreU(p.hi, Doubles(), BallLanes::Loop::high(x) + i);
    hn::StoreU(p.lo, Doubles(), BallLanes::Loop::low(x) + i);
    hn::StoreU(p.radius, Doubles(), BallLanes::Loop::radius(x) + i);
}
HWY_INLINE LaneBits bits_of(M mask, size_t i) {
    std::uint8_t bytes[8] = {};
    hn::StoreMaskBits(Doubles(), mask, bytes);
    return static_cast<LaneBits>(bytes[0]) << i;
}
HWY_INLINE M mask_of(LaneBits lanes, size_t i) {
    const std::uint8_t bytes[8] = {static_cast<std::uint8_t>((lanes >> i) & ((1U << hn::Lanes(Doubles())) - 1))};
    return hn::LoadMaskBits(Doubles(), bytes);
}

/// `Step::of` in every lane.
template <class Step> HWY_INLINE void each(const BallLanes& a, BallLanes& result) {
    for (size_t i = 0; i < BallLanes::count; i += hn::Lanes(Doubles())) store(Step::of(load(a, i)), result, i);
}
template <class Step> HWY_INLINE void each(const BallLanes& a, const BallLanes& b, BallLanes& result) {
    for (size_t i = 0; i < BallLanes::count; i += hn::Lanes(Doubles())) store(Step::of(load(a, i), load(b, i)), result, i);
}

struct Sum {
    static HWY_INLINE Balls of(Balls a, Balls b) {
        const Words s = two_sum(a.hi, b.hi);
        const Words sum = two_sum(s.hi, hn::Add(s.lo, hn::Add(a.lo, b.lo)));
        const V size = hn::Add(hn::Abs(a.hi), hn::Abs(b.hi));
        // Exact where both are one number each; a zero adds nothing, and no rounding.
        const M exact = hn::And(single(a), single(b));
        const Balls rounded = kept(sum, hn::MulAdd(size, set(4 * 0x1p-106), hn::Add(a.radius, b.radius)));
        return {rounded.hi, rounded.lo, hn::IfThenZeroElse(exact, rounded.radius)};
    }
};
struct Product {
    static HWY_INLINE Balls of(Balls a, Balls b) {
        const Words product = multiply(words(a), words(b));
        const V size = hn::Abs(product.hi);
        const V inherited = hn::MulAdd(hn::Mul(hn::Abs(a.hi), set(1 + 0x1p-50)), b.radius,
                                       hn::Mul(a.radius, hn::MulAdd(hn::Abs(b.hi), set(1 + 0x1p-50), b.radius)));
        const Balls rounded = kept_product(product, hn::MulAdd(size, set(8 * 0x1p-106), inherited));
        const M whole = hn::And(hn::And(single(a), single(b)), hn::Gt(size, set(0x1p-900)));
        const M exact = hn::Or(whole, hn::Or(is_zero(a), is_zero(b)));
        return {rounded.hi, rounded.lo, hn::IfThenZeroElse(exact, rounded.radius)};
    }
};
/// a/b from one inverse: q = a·RN(1/b) and a remainder. (a + δ)/(b + ε) − a/b = (δ − ε·a/b)/(b + ε), and |ε/b| ≤ 2^-20.
struct Quotient {
    static HWY_INLINE Balls of(Balls a, Balls b) {
        const V inverse = hn::Div(set(1), b.hi), size = hn::Abs(inverse);
        const V q = hn::Mul(a.hi, inverse);
        const Words back = two_product(q, b.hi);
        const V rest = hn::NegMulAdd(q, b.lo, hn::Add(hn::Sub(hn::Sub(a.hi, back.hi), back.lo), a.lo));
        const Words quotient = fast_two_sum(q, hn::Mul(rest, inverse));
        const V large = hn::Abs(quotient.hi);
        const V inherited = hn::Mul(hn::MulAdd(large, b.radius, a.radius), hn::Mul(size, set(1 + 0x1p-18)));
        // Of tiny numerators only the size is told.
        const M tiny = hn::Lt(hn::Min(hn::Abs(a.hi), large), set(0x1p-900));
        const V lost = hn::IfThenElseZero(tiny, hn::MulAdd(size, set(0x1p-899), set(0x1p-899)));
        const Balls rounded = kept(quotient, hn::Add(hn::MulAdd(large, set(32 * 0x1p-106), inherited), lost));
        const M sound =
            hn::And(hn::Le(hn::Mul(b.radius, size), set(0x1p-20)), hn::And(hn::Lt(size, set(0x1p900)), hn::Gt(size, set(0x1p-900))));
        return where_sound(sound, {rounded.hi, rounded.lo, hn::IfThenZeroElse(is_zero(a), rounded.radius)});
    }
};

}  // namespace lossproof::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // include guard
