// SPDX-License-Identifier: Apache-2.0
// The arithmetic and the comparison of lanes of balls.
#include "reference/numbers/ball_lanes.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "reference/numbers/ball_lanes.cpp"
#include "hwy/foreach_target.h"
#include "reference/numbers/ball_lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::HWY_NAMESPACE {

struct Negative {
    static HWY_INLINE Balls of(Balls a) { return {hn::Neg(a.hi), hn::Neg(a.lo), a.radius}; }
};
struct Difference {
    static HWY_INLINE Balls of(Balls a, Balls b) { return Sum::of(a, Negative::of(b)); }
};
/// A size differs from that of the middle by the radius at most, on either side of zero.
struct Size {
    static HWY_INLINE Balls of(Balls a) { return pick(hn::Lt(a.hi, set(0)), Negative::of(a), a); }
};
/// s = RN(√hi), then one Newton step: s + (x − s²)/(2s), as of balls.
struct Root {
    static HWY_INLINE Balls of(Balls x) {
        const M sound = hn::And(hn::Gt(x.hi, set(0x1p-890)), hn::Gt(hn::Mul(x.hi, set(0.5)), x.radius));
        const V safe = hn::IfThenElse(sound, x.hi, set(1)), root = hn::Sqrt(safe);
        const Words square = two_product(root, root);
        const V rest = hn::Add(hn::Sub(hn::Sub(safe, square.hi), square.lo), x.lo);
        const Words result = fast_two_sum(root, hn::Div(rest, hn::Add(root, root)));
        const V inherited = hn::Div(x.radius, hn::Mul(root, set(1 - 0x1p-50)));
        const Balls ball = kept(result, hn::MulAdd(hn::Abs(result.hi), set(8 * 0x1p-106), inherited));
        return pick(is_zero(x), x, where_sound(sound, ball));
    }
};
/// A ball around two, from middles of one number.
struct Hull {
    static HWY_INLINE V reach(Balls x, V middle) {
        const V far = hn::Mul(hn::Abs(hn::Sub(x.hi, middle)), set(1 + 0x1p-50));
        return hn::Add(far, hn::Add(hn::Abs(x.lo), x.radius));
    }
    static HWY_INLINE Balls of(Balls a, Balls b) {
        const V middle = hn::Mul(hn::Add(a.hi, b.hi), set(0.5));
        const V far = hn::Max(reach(a, middle), reach(b, middle));
        const M sound = hn::Eq(hn::Add(a.hi, b.hi), hn::Add(a.hi, b.hi));
        return where_sound(sound, kept({middle, set(0)}, hn::MulAdd(hn::Abs(middle), set(0x1p-50), far)));
    }
};

/// The lanes in which b − a is surely positive, and surely not.
struct Told {
    M positive, other;
};
HWY_INLINE Told sign_of(Balls gap) {
    const M exact = hn::Eq(gap.radius, set(0));
    const M told = hn::Or(exact, hn::Gt(hn::Mul(hn::Abs(gap.hi), set(1 - 0x1p-50)), gap.radius));
    return {hn::And(told, hn::Gt(gap.hi, set(0))), hn::And(told, hn::Le(gap.hi, set(0)))};
}
struct Larger {
    static HWY_INLINE Balls of(Balls a, Balls b) {
        const Told less = sign_of(Difference::of(b, a));
        return pick(less.positive, b, pick(less.other, a, Hull::of(a, b)));
    }
};

void FillBalls(double value, BallLanes& c) {
    for (size_t i = 0; i < BallLanes::count; i += hn::Lanes(Doubles())) store({set(value), set(0), set(0)}, c, i);
}
void ReadBalls(const double* values, BallLanes& c) {
    for (size_t i = 0; i < BallLanes::count; i += hn::Lanes(Doubles())) {
        const V x = hn::LoadU(Doubles(), values + i);
        store(where_sound(hn::Lt(hn::Abs(x), set(0x1p990)), {x, set(0), set(0)}), c, i);
    }
}
void AddBalls(const BallLanes& a, const BallLanes& b, BallLanes& c) { each<Sum>(a, b, c); }
void SubtractBalls(const BallLanes& a, const BallLanes& b, BallLanes& c) { each<Difference>(a, b, c); }
void MultiplyBalls(const BallLanes& a, const BallLanes& b, BallLanes& c) { each<Product>(a, b, c); }
void DivideBalls(const BallLanes& a, const BallLanes& b, BallLanes& c) { each<Quotient>(a, b, c); }
void NegateBalls(const BallLanes& a, BallLanes& c) { each<Negative>(a, c); }
void SizeOfBalls(const BallLanes& a, BallLanes& c) { each<Size>(a, c); }
void RootOfBalls(const BallLanes& a, BallLanes& c) { each<Root>(a, c); }
void LargerBalls(const BallLanes& a, const BallLanes& b, BallLanes& c) { each<Larger>(a, b, c); }
void HullOfBalls(const BallLanes& a, const BallLanes& b, BallLanes& c) { each<Hull>(a, b, c); }

void CompareBalls(const BallLanes& a, const BallLanes& b, LaneBits* less, LaneBits* not_less) {
    *less = *not_less = 0;
    for (size_t i = 0; i < BallLanes::count; i += hn::Lanes(Doubles())) {
        const Told told = sign_of(Difference::of(load(b, i), load(a, i)));
        *less |= bits_of(told.positive, i);
        *not_less |= bits_of(told.other, i);
    }
}
void EqualBalls(const BallLanes& a, const BallLanes& b, LaneBits* equal, LaneBits* unequal) {
    *equal = *unequal = 0;
    for (size_t i = 0; i < BallLanes::count; i += hn::Lanes(Doubles())) {
        const Balls gap = Difference::of(load(a, i), load(b, i));
        const M apart = hn::Gt(hn::Mul(hn::Abs(gap.hi), set(1 - 0x1p-50)), gap.radius);
        *equal |= bits_of(is_zero(gap), i);
        *unequal |= bits_of(apart, i);
    }
}

template <bool WithHull> HWY_INLINE void blend(LaneBits yes, LaneBits no, const BallLanes& a, const BallLanes& b, BallLanes& c) {
    for (size_t i = 0; i < BallLanes::count; i += hn::Lanes(Doubles())) {
        const Balls x = load(a, i), y = load(b, i);
        const Balls known = pick(mask_of(no, i), y, x);
        if constexpr (WithHull) store(pick(mask_of(yes | no, i), known, Hull::of(x, y)), c, i);
        else store(known, c, i);
    }
}
void HullBalls(LaneBits yes, LaneBits no, const BallLanes& a, const BallLanes& b, BallLanes& c) { blend<true>(yes, no, a, b, c); }
void ChooseBalls(LaneBits yes, LaneBits no, const BallLanes& a, const BallLanes& b, BallLanes& c) { blend<false>(yes, no, a, b, c); }

}  // namespace lossproof::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <bit>
#include <cmath>

namespace lossproof {

HWY_EXPORT(FillBalls);
HWY_EXPORT(ReadBalls);
HWY_EXPORT(AddBalls);
HWY_EXPORT(SubtractBalls);
HWY_EXPORT(MultiplyBalls);
HWY_EXPORT(DivideBalls);
HWY_EXPORT(NegateBalls);
HWY_EXPORT(SizeOfBalls);
HWY_EXPORT(RootOfBalls);
HWY_EXPORT(LargerBalls);
HWY_EXPORT(HullOfBalls);
HWY_EXPORT(CompareBalls);
HWY_EXPORT(EqualBalls);
HWY_EXPORT(HullBalls);
HWY_EXPORT(ChooseBalls);

namespace {
thread_local LaneBits active_lanes = ~LaneBits(0);

/// The result of a loop that writes every lane.
template <class F, class... A> BallLanes run(F loop, const A&... arguments) {
    BallLanes result = BallLanes::Loop::unset();
    loop(arguments..., result);
    return result;
}
}  // namespace

ActiveLanes::ActiveLanes(LaneBits lanes) : before_(active_lanes) { active_lanes = lanes; }
ActiveLanes::~ActiveLanes() { active_lanes = before_; }
LaneBits ActiveLanes::now() { return active_lanes; }
void ActiveLanes::keep(LaneBits lanes) { active_lanes = lanes; }

BallDecision::operator Decision() const {
    const LaneBits yes = yes_ & active_lanes, no = no_ & active_lanes, unknown = active_lanes & ~(yes | no);
    const int sure = std::popcount(yes), against = std::popcount(no), open = std::popcount(unknown);
    if (sure >= against && sure >= open) return active_lanes = yes, Decision::yes;
    if (against >= open) return active_lanes = no, Decision::no;
    return active_lanes = unknown, Decision::unknown;
}

BallLanes BallLanes::from(double value) {
    BallLanes lanes{Unset{}};
    HWY_DYNAMIC_DISPATCH(FillBalls)(std::fabs(value) < 0x1p990 ? value : std::numeric_limits<double>::quiet_NaN(), lanes);
    return lanes;
}
BallLanes BallLanes::exactly_these(std::span<const double, count> values) {
    BallLanes lanes{Unset{}};
    HWY_DYNAMIC_DISPATCH(ReadBalls)(values.data(), lanes);
    return lanes;
}
double BallLanes::middle() const { return high_[std::countr_zero(active_lanes | LaneBits(1) << (count - 1))]; }

BallLanes operator+(const BallLanes& a, const BallLanes& b) { return run(HWY_DYNAMIC_DISPATCH(AddBalls), a, b); }
BallLanes operator-(const BallLanes& a, const BallLanes& b) { return run(HWY_DYNAMIC_DISPATCH(SubtractBalls), a, b); }
BallLanes operator*(const BallLanes& a, const BallLanes& b) { return run(HWY_DYNAMIC_DISPATCH(MultiplyBalls), a, b); }
BallLanes operator/(const BallLanes& a, const BallLanes& b) { return run(HWY_DYNAMIC_DISPATCH(DivideBalls), a, b); }
BallLanes operator-(const BallLanes& a) { return run(HWY_DYNAMIC_DISPATCH(NegateBalls), a); }
BallLanes abs(const BallLanes& a) { return run(HWY_DYNAMIC_DISPATCH(SizeOfBalls), a); }
BallLanes sqrt(const BallLanes& a) { return run(HWY_DYNAMIC_DISPATCH(RootOfBalls), a); }
BallLanes square(const BallLanes& a) { return a * a; }
BallLanes max(const BallLanes& a, const BallLanes& b) { return run(HWY_DYNAMIC_DISPATCH(LargerBalls), a, b); }
BallLanes hull(const BallLanes& a, const BallLanes& b) { return run(HWY_DYNAMIC_DISPATCH(HullOfBalls), a, b); }

BallDecision operator<(const BallLanes& a, const BallLanes& b) {
    LaneBits yes, no;
    HWY_DYNAMIC_DISPATCH(CompareBalls)(a, b, &yes, &no);
    return {yes, no};
}
BallDecision operator==(const BallLanes& a, const BallLanes& b) {
    LaneBits yes, no;
    HWY_DYNAMIC_DISPATCH(EqualBalls)(a, b, &yes, &no);
    return {yes, no};
}
BallLanes where(const BallDecision& d, const BallLanes& x, const BallLanes& y) {
    return run(HWY_DYNAMIC_DISPATCH(HullBalls), d.yes(), d.no(), x, y);
}
BallLanes chosen(const BallDecision& d, const BallLanes& x, const BallLanes& y) {
    return run(HWY_DYNAMIC_DISPATCH(ChooseBalls), d.yes(), d.no(), x, y);
}

}  // namespace lossproof
#endif
