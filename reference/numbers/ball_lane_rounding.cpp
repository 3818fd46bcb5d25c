// SPDX-License-Identifier: Apache-2.0
// The way out of lanes of balls: the rounding test. Rounding is monotone: where both ends of a ball, widened by more than their own
// roundings, round to one number, everything between them does.
#include "reference/numbers/ball_lanes.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "reference/numbers/ball_lane_rounding.cpp"
#include "hwy/foreach_target.h"
#include "reference/numbers/ball_lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::HWY_NAMESPACE {

/// Both ends in binary64, which rounds them itself.
struct Binary64 {
    HWY_INLINE V low(V hi, V from) const { return hn::Add(hi, from); }
    HWY_INLINE V high(V hi, V to) const { return hn::Add(hi, to); }
};
/// x to the nearest multiple of a narrower format's spacing at x, ties to even: 1.5·2^52 spacings are added and taken away, and the first
/// sum, whose own spacing that is, rounds. The ends are widened by their rounding to binary64.
struct Narrow {
    I least_exponent, to_shift;
    HWY_INLINE V nearest(V x) const {
        const I exponent = hn::Max(hn::And(bits(x), set_bits(0x7ff0000000000000)), least_exponent);
        const V shift = of_bits(hn::Or(hn::Add(exponent, to_shift), set_bits(0x8000000000000)));
        return hn::Sub(hn::Add(x, shift), shift);
    }
    static HWY_INLINE V slack(V hi) { return hn::Mul(hn::Abs(hi), set(0x1p-51)); }
    HWY_INLINE V low(V hi, V from) const { return nearest(hn::Add(hi, hn::Sub(from, slack(hi)))); }
    HWY_INLINE V high(V hi, V to) const { return nearest(hn::Add(hi, hn::Add(to, slack(hi)))); }
};

template <class Ends> HWY_INLINE void round(const BallLanes& x, const Ends& ends, double largest, BallLanes::Roundings& out) {
    out.decided = 0;
    for (size_t i = 0; i < BallLanes::count; i += hn::Lanes(Doubles())) {
        const Balls p = load(x, i);
        const M exact = single(p);
        const V reach = hn::IfThenZeroElse(exact, hn::MulAdd(hn::Abs(p.lo), set(0x1p-50), hn::Mul(p.radius, set(1 + 0x1p-50))));
        const V low = ends.low(p.hi, hn::Sub(p.lo, reach)), high = ends.high(p.hi, hn::Add(p.lo, reach));
        // A zero is told only where the value is zero.
        const M told = hn::Or(hn::Ne(low, set(0)), is_zero(p));
        const M decided = hn::And(hn::And(hn::Eq(low, high), hn::Le(hn::Abs(low), set(largest))), told);
        const V value = hn::IfThenElse(decided, hn::Add(low, set(0)), nothing());
        // hi − value is exact: they are neighbours, or a narrow number and one beside it.
        const Words off = two_sum(hn::Sub(p.hi, value), p.lo);
        const V room = hn::MulAdd(hn::Abs(off.hi), set(0x1p-52), hn::MulAdd(p.radius, set(1 + 0x1p-50), hn::Abs(off.lo)));
        const V slack = hn::IfThenZeroElse(exact, room);
        hn::StoreU(value, Doubles(), out.value + i);
        hn::StoreU(hn::Sub(off.hi, slack), Doubles(), out.below + i);
        hn::StoreU(hn::Add(off.hi, slack), Doubles(), out.above + i);
        out.decided |= bits_of(decided, i);
    }
}

void RoundBalls(const BallLanes& x, const FormatSpec& format, double greatest, BallLanes::Roundings& out) {
    if (format.precision == 53) return round(x, Binary64(), greatest, out);
    round(x,
          Narrow{set_bits(static_cast<std::int64_t>(1023 + format.min_exponent) << 52),
                 set_bits(static_cast<std::int64_t>(53 - format.precision) << 52)},
          greatest, out);
}

}  // namespace lossproof::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof {

HWY_EXPORT(RoundBalls);

void BallLanes::round_into(const FormatSpec& format, Roundings& roundings) const {
    HWY_DYNAMIC_DISPATCH(RoundBalls)(*this, format, largest(format), roundings);
}

}  // namespace lossproof
#endif
