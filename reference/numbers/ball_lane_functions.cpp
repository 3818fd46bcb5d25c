// SPDX-License-Identifier: Apache-2.0
// Elementary functions of lanes of balls. Every error bound is derived in reference/proofs/ball_lanes.md; `./dev prove` has Sollya and
// Gappa check what is numerical in them. The table is that of balls.
#include "reference/numbers/ball_lanes.hpp"
#include "reference/numbers/exp_table.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "reference/numbers/ball_lane_functions.cpp"
#include "hwy/foreach_target.h"
#include "reference/numbers/ball_lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::HWY_NAMESPACE {

// Relative errors at exact arguments.
constexpr double exp_error = 0x1p-93, expm1_error = 0x1p-85, log1p_error = 0x1p-84;
constexpr double powers_error = 0x1p-100;  ///< absolute, of e·ln 2 and its sum, a unit of e
constexpr double most_exponent = 600;

/// c + r·s for a constant of two parts that is larger.
HWY_INLINE Words horner(double hi, double lo, Words r, Words s) {
    const Words product = multiply(r, s), sum = fast_two_sum(set(hi), product.hi);
    return {sum.hi, hn::Add(sum.lo, hn::Add(product.lo, set(lo)))};
}
/// x = k·ln(2)/64 + r, and e^r = 1 + r·part, by the Taylor series up to r^10 whose high terms are small enough for binary64.
struct Reduced {
    Words r, part;
    I k;
};
HWY_INLINE Reduced reduce(Words x) {
    const V shift = set(0x1.8p52), shifted = hn::MulAdd(x.hi, set(table::steps_in_one), shift), k = hn::Sub(shifted, shift);
    const V a = hn::NegMulAdd(k, set(table::step[0]), x.hi);  // exact
    const Words b = two_sum(a, hn::Neg(hn::Mul(k, set(table::step[1]))));
    const Words r = two_sum(b.hi, hn::NegMulAdd(k, set(table::step[2]), hn::Add(b.lo, x.lo)));
    V q = set(1.0 / 3628800);
    for (const double c : {1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120}) q = hn::MulAdd(q, r.hi, set(c));
    const Words fourth = fast_two_sum(set(0x1.5555555555555p-5), hn::Mul(r.hi, q));
    const Words s4{fourth.hi, hn::Add(fourth.lo, set(0x1.5555555555555p-59))};
    const Words s3 = horner(0x1.5555555555555p-3, 0x1.5555555555555p-57, r, s4);
    return {r, horner(1, 0, r, horner(0.5, 0, r, s3)), hn::Sub(bits(shifted), bits(shift))};
}
/// e^x from its parts.
HWY_INLINE Words power(const Reduced& at) {
    const I place = hn::ShiftLeft<1>(hn::And(at.k, set_bits(63)));
    const double* powers = &table::powers[0][0];
    const Words step{hn::GatherIndex(Doubles(), powers, place), hn::GatherIndex(Doubles(), powers + 1, place)};
    const Words whole = multiply(horner(1, 0, at.r, at.part), step);
    const V scale = of_bits(hn::ShiftLeft<52>(hn::Add(hn::ShiftRight<6>(at.k), set_bits(1023))));
    return {hn::Mul(whole.hi, scale), hn::Mul(whole.lo, scale)};
}
/// e^x − 1, where k = 0 without a difference.
HWY_INLINE Words expm1_of(Words x) {
    const Reduced at = reduce(x);
    const Words near = multiply(at.r, at.part), far = add(power(at), {set(-1), set(0)});
    const M none = hn::RebindMask(Doubles(), hn::Eq(at.k, set_bits(0)));
    return {hn::IfThenElse(none, near.hi, far.hi), hn::IfThenElse(none, near.lo, far.lo)};
}

struct Inside {
    M in, below;  ///< |x| ≤ 600 and known to ½; all of it less than −599
    Words x;      ///< the middle, 0 elsewhere
};
HWY_INLINE Inside inside(Balls x) {
    const M near = hn::Lt(x.radius, set(0.5)), in = hn::And(near, hn::Le(hn::Abs(x.hi), set(most_exponent)));
    return {in, hn::And(near, hn::Lt(x.hi, set(-most_exponent))), {hn::IfThenElseZero(in, x.hi), hn::IfThenElseZero(in, x.lo)}};
}

struct Exp {
    static HWY_INLINE Balls of(Balls x) {
        const Inside domain = inside(x);
        const Words y = power(reduce(domain.x));
        // e^ρ − 1 < 2ρ for ρ < ½. Far below, only that it is small is told: e^−599 < 2^-864.
        const Balls ball = kept(y, hn::Mul(y.hi, hn::MulAdd(set(2), x.radius, set(exp_error * (1 + 0x1p-40)))));
        const Balls told =
            pick(domain.in, {ball.hi, ball.lo, hn::IfThenZeroElse(is_zero(x), ball.radius)}, {set(0), set(0), set(0x1p-860)});
        return where_sound(hn::Or(domain.in, domain.below), told);
    }
};
struct Expm1 {
    static HWY_INLINE Balls of(Balls x) {
        const Inside domain = inside(x);
        const Words y = expm1_of(domain.x);
        const V size = hn::Abs(y.hi), inherited = hn::Mul(hn::Mul(hn::Add(size, set(1)), set(2 + 0x1p-40)), x.radius);
        const Balls ball = kept_product(y, hn::MulAdd(size, set(expm1_error * (1 + 0x1p-40)), inherited));
        const Balls told = pick(domain.in, ball, {set(-1), set(0), set(0x1p-860)});
        return pick(is_zero(x), x, where_sound(hn::Or(domain.in, domain.below), told));
    }
};

/// log(1 + f) for √½ ≤ 1 + f ≤ √2 by one Newton step from a start y: y + log(1 + t), 1 + t = (1 + f)·e^−y. That the start is good is
/// checked, not believed.
struct Logarithm {
    Words value;
    M sound;
};
HWY_INLINE Logarithm log1p_of(Words f) {
    const V s = hn::Div(f.hi, hn::Add(set(2), f.hi)), z = hn::Mul(s, s), twice = hn::Add(s, s);
    V g = set(1.0 / 19);
    for (const double k : {1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3}) g = hn::MulAdd(g, z, set(k));
    const V y = hn::MulAdd(twice, hn::Mul(z, g), twice);
    const Words e = expm1_of({hn::Neg(y), set(0)});
    const Words t = add(add(f, e), multiply(f, e));
    const Words sum = fast_two_sum(y, t.hi);
    const V low = hn::Add(sum.lo, hn::NegMulAdd(hn::Mul(t.hi, set(0.5)), t.hi, t.lo));
    return {fast_two_sum(sum.hi, low), hn::Le(hn::Abs(t.hi), hn::Mul(hn::Abs(y), set(0x1p-40)))};
}
/// log of u = 2^e·(1 + f), a positive ball; `near` is f where e = 0.
HWY_INLINE Balls log_of(Balls u, M in_domain, Words near, M near_given) {
    const V safe = hn::IfThenElse(in_domain, u.hi, set(1));
    const I e = hn::ShiftRight<52>(hn::Sub(bits(safe), set_bits(0x3fe6a09e00000000))), shift = hn::ShiftLeft<52>(e);
    const V m = of_bits(hn::Sub(bits(safe), shift)), inverse = of_bits(hn::Sub(set_bits(0x3ff0000000000000), shift));
    const V whole = hn::Sub(of_bits(hn::Add(e, bits(set(0x1.8p52)))), set(0x1.8p52));
    const M none = hn::Eq(whole, set(0)), given = hn::And(none, near_given);
    const Words far = two_sum(hn::Sub(m, set(1)), hn::IfThenElseZero(in_domain, hn::Mul(u.lo, inverse)));
    const Logarithm part = log1p_of({hn::IfThenElse(given, near.hi, far.hi), hn::IfThenElse(given, near.lo, far.lo)});
    const Words powers = multiply(Words{set(table::ln2[0]), set(table::ln2[1])}, whole), sum = add(powers, part.value);
    const Words value{hn::IfThenElse(none, part.value.hi, sum.hi), hn::IfThenElse(none, part.value.lo, sum.lo)};
    // |log(1 + δ)| ≤ 4|δ|/3 for |δ| ≤ ¼, and 1/m ≤ √2.
    const V relative = hn::Mul(u.radius, inverse);
    const V own = hn::MulAdd(hn::Abs(part.value.hi), set(log1p_error * (1 + 0x1p-40)), hn::Mul(hn::Abs(whole), set(powers_error)));
    const M sound = hn::And(hn::And(in_domain, part.sound), hn::Le(relative, set(0.125)));
    return where_sound(sound, kept_product(value, hn::MulAdd(relative, set(2), own)));
}
HWY_INLINE M positive(V u) { return hn::And(hn::Gt(u, set(0x1p-890)), hn::Lt(u, set(0x1p890))); }

struct Log {
    static HWY_INLINE Balls of(Balls x) {
        const Balls y = log_of(x, positive(x.hi), {set(0), set(0)}, hn::Lt(set(0), set(0)));
        const M one = hn::And(single(x), hn::Eq(x.hi, set(1)));
        return pick(one, {set(0), set(0), set(0)}, y);
    }
};
struct Log1p {
    static HWY_INLINE Balls of(Balls x) {
        // The sum's own rounding matters only where it is the argument, and is in its radius; where e = 0, x is.
        const Balls u = Sum::of(x, {set(1), set(0), set(0)});
        const M small = hn::Lt(hn::Abs(x.hi), set(0.25));
        const Balls at{u.hi, u.lo, hn::IfThenElse(small, x.radius, u.radius)};
        return pick(is_zero(x), x, log_of(at, positive(u.hi), words(x), small));
    }
};

void ExpOfBalls(const BallLanes& a, BallLanes& c) { each<Exp>(a, c); }
void Expm1OfBalls(const BallLanes& a, BallLanes& c) { each<Expm1>(a, c); }
void LogOfBalls(const BallLanes& a, BallLanes& c) { each<Log>(a, c); }
void Log1pOfBalls(const BallLanes& a, BallLanes& c) { each<Log1p>(a, c); }

}  // namespace lossproof::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof {

HWY_EXPORT(ExpOfBalls);
HWY_EXPORT(Expm1OfBalls);
HWY_EXPORT(LogOfBalls);
HWY_EXPORT(Log1pOfBalls);

namespace {
template <class F> BallLanes run(F loop, const BallLanes& x) {
    BallLanes result = BallLanes::Loop::unset();
    loop(x, result);
    return result;
}
}  // namespace

BallLanes exp(const BallLanes& x) { return run(HWY_DYNAMIC_DISPATCH(ExpOfBalls), x); }
BallLanes expm1(const BallLanes& x) { return run(HWY_DYNAMIC_DISPATCH(Expm1OfBalls), x); }
BallLanes log(const BallLanes& x) { return run(HWY_DYNAMIC_DISPATCH(LogOfBalls), x); }
BallLanes log1p(const BallLanes& x) { return run(HWY_DYNAMIC_DISPATCH(Log1pOfBalls), x); }
BallLanes tanh(const BallLanes& x) {
    const BallLanes e = expm1(2 * x);
    return e / (e + 2);
}

}  // namespace lossproof
#endif
