// SPDX-License-Identifier: Apache-2.0
// Elementary functions of lanes: reduction and a Taylor series each, without a table. Every error bound is derived in
// reference/proofs/lanes.md; `./dev prove` has Sollya and Gappa check what is numerical in them.
#include "reference/numbers/lanes.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "reference/numbers/lane_functions.cpp"
#include "hwy/foreach_target.h"
#include "reference/numbers/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::HWY_NAMESPACE {

// Relative errors at exact arguments, in multiples of u.
constexpr double exp_error = 3 * 0x1p-53, expm1_error = 11 * 0x1p-53, log_error = 7 * 0x1p-53;
constexpr double most_exponent = 700;

/// x = k·ln 2 + rest, |rest| < 0.347. `shifted` is k + 1.5·2^52: its last bits are those of k.
struct Reduced {
    V rest, shifted, k;
};
HWY_INLINE Reduced reduce(V x) {
    const V shift = set(0x1.8p52), shifted = hn::MulAdd(x, set(0x1.71547652b82fep0), shift), k = hn::Sub(shifted, shift);
    const V first = hn::NegMulAdd(k, set(0x1.62e42fef8p-1), x);  // exact: 34 bits times 11
    return {hn::NegMulAdd(k, set(0x1.1cf79abc9e3b4p-36), first), shifted, k};
}
/// (e^r − 1)/r for |r| < 0.347 by its Taylor series up to r^12.
HWY_INLINE V exp_series(V r) {
    V q = set(1.0 / 6227020800);
    for (const double c : {1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120,
                           1.0 / 24, 1.0 / 6, 1.0 / 2, 1.0})
        q = hn::MulAdd(q, r, set(c));
    return q;
}
/// x·2^k where neither is near the ends of the exponents.
HWY_INLINE V scaled(V x, V shifted) { return of_bits(hn::Add(bits(x), hn::ShiftLeft<52>(bits(shifted)))); }

struct Inside {
    M in, below;  ///< |x| ≤ 700 and known to ½; all of it less than −700
    V x;          ///< the middle, 0 elsewhere
};
HWY_INLINE Inside inside(Pack x) {
    const M in = hn::And(hn::Lt(x.radius, set(0.5)), hn::Le(hn::Abs(x.middle), set(most_exponent)));
    const V most = hn::MulAdd(x.radius, set(1 + 0x1p-45), x.middle);
    return {in, hn::Lt(hn::MulAdd(hn::Abs(x.middle), set(0x1p-50), most), set(-most_exponent)), hn::IfThenElseZero(in, x.middle)};
}

struct Exp {
    static HWY_INLINE Pack of(Pack x) {
        const Inside domain = inside(x);
        const Reduced at = reduce(domain.x);
        const V power = scaled(hn::MulAdd(exp_series(at.rest), at.rest, set(1)), at.shifted);
        // e^ρ − 1 < 2ρ for ρ < ½. Far below, only that it is small is told: e^−700 < 2^-1009.
        const Pack result = kept(power, hn::Mul(power, hn::MulAdd(set(2), x.radius, set(exp_error))));
        return where_sound(hn::Or(domain.in, domain.below), pick(domain.in, result, {set(0), set(0x1p-1000)}));
    }
};

struct Expm1 {
    static HWY_INLINE Pack of(Pack x) {
        const Inside domain = inside(x);
        const Reduced at = reduce(domain.x);
        const V part = hn::Mul(exp_series(at.rest), at.rest), scale = scaled(set(1), at.shifted);
        const V result = hn::MulAdd(scale, part, hn::Sub(scale, set(1)));
        const V slope = hn::Add(hn::Abs(result), set(1));
        const V inherited = hn::Mul(hn::Mul(slope, set(2 + 0x1p-40)), x.radius);
        const Pack ball = kept(result, hn::MulAdd(hn::Abs(result), set(expm1_error), inherited));
        return where_sound(hn::Or(domain.in, domain.below), pick(domain.in, ball, {set(-1), set(0x1p-1000)}));
    }
};

/// log(u + c) where |c| ≤ u·2^-53 is what u, a normal number, lacks; u = 2^e·m, √½ ≤ m < √2, and log(1 + f) = 2·artanh(f/(2 + f)) by its
/// Taylor series up to the 21st power.
struct Logarithm {
    V value, inverse;  ///< `inverse` is 2^-e
};
HWY_INLINE Logarithm log_of(V u, V c) {
    const I half = set_bits(0x3fe6a09e00000000);
    const I e = hn::ShiftRight<52>(hn::Sub(bits(u), half)), shift = hn::ShiftLeft<52>(e);
    const V m = of_bits(hn::Sub(bits(u), shift)), inverse = of_bits(hn::Sub(set_bits(0x3ff0000000000000), shift));
    const V whole = hn::Sub(of_bits(hn::Add(e, bits(set(0x1.8p52)))), set(0x1.8p52));
    const V f = hn::Add(hn::Sub(m, set(1)), hn::Mul(c, inverse));
    const V s = hn::Div(f, hn::Add(set(2), f)), z = hn::Mul(s, s), twice = hn::Add(s, s);
    V g = set(1.0 / 21);
    for (const double k : {1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3})
        g = hn::MulAdd(g, z, set(k));
    const V near = hn::MulAdd(twice, hn::Mul(z, g), twice);
    const V rest = hn::MulAdd(whole, set(0x1.1cf79abc9e3b4p-36), near);
    return {hn::MulAdd(whole, set(0x1.62e42fef8p-1), rest), inverse};  // the product is exact: 34 bits times 11
}
/// A logarithm with its radius. |log(1 + δ)| ≤ 4|δ|/3 for |δ| ≤ ¼, and 1/m ≤ √2.
HWY_INLINE Pack log_ball(M in_domain, Logarithm y, V radius) {
    const V relative = hn::Mul(radius, y.inverse);
    const M sound = hn::And(in_domain, hn::Le(relative, set(0.125)));
    return where_sound(sound, kept(y.value, hn::MulAdd(hn::Abs(y.value), set(log_error), hn::Mul(relative, set(2)))));
}
HWY_INLINE M positive(V u) { return hn::And(hn::Gt(u, set(0x1p-900)), hn::Lt(u, set(0x1p900))); }

struct Log {
    static HWY_INLINE Pack of(Pack x) {
        const M sound = positive(x.middle);
        return log_ball(sound, log_of(hn::IfThenElse(sound, x.middle, set(1)), set(0)), x.radius);
    }
};
struct Log1p {
    static HWY_INLINE Pack of(Pack x) {
        const V u = hn::Add(x.middle, set(1)), other = hn::Sub(u, x.middle);
        const V lack = hn::Add(hn::Sub(x.middle, hn::Sub(u, other)), hn::Sub(set(1), other));  // two_sum: exact
        const M sound = positive(u);
        return log_ball(sound, log_of(hn::IfThenElse(sound, u, set(1)), hn::IfThenElseZero(sound, lack)), x.radius);
    }
};

void ExpOfLanes(const Lanes& a, Lanes& c) { each<Exp>(a, c); }
void Expm1OfLanes(const Lanes& a, Lanes& c) { each<Expm1>(a, c); }
void LogOfLanes(const Lanes& a, Lanes& c) { each<Log>(a, c); }
void Log1pOfLanes(const Lanes& a, Lanes& c) { each<Log1p>(a, c); }

}  // namespace lossproof::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof {

HWY_EXPORT(ExpOfLanes);
HWY_EXPORT(Expm1OfLanes);
HWY_EXPORT(LogOfLanes);
HWY_EXPORT(Log1pOfLanes);

namespace {
template <class F> Lanes run(F loop, const Lanes& x) {
    Lanes result = Lanes::Loop::unset();
    loop(x, result);
    return result;
}
}  // namespace

Lanes exp(const Lanes& x) { return run(HWY_DYNAMIC_DISPATCH(ExpOfLanes), x); }
Lanes expm1(const Lanes& x) { return run(HWY_DYNAMIC_DISPATCH(Expm1OfLanes), x); }
Lanes log(const Lanes& x) { return run(HWY_DYNAMIC_DISPATCH(LogOfLanes), x); }
Lanes log1p(const Lanes& x) { return run(HWY_DYNAMIC_DISPATCH(Log1pOfLanes), x); }

}  // namespace lossproof
#endif
