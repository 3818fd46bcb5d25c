// SPDX-License-Identifier: Apache-2.0
// Elementary functions of balls and the rounding test. Every error bound below
// is derived in reference/proofs/README.md; `./dev prove` has Sollya and Gappa
// check what is numerical in them.
#include "reference/numbers/ball.hpp"
#include "reference/numbers/exp_table.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

constexpr double exp_error = 0x1p-102;  ///< relative, of `exp_of`
constexpr double log_error = 0x1p-101;  ///< absolute, of the logarithm of a number between √½ and √2
constexpr double most_exponent = 600;

/// e^x for |x| ≤ 600 with a relative error below `exp_error`: x = k·ln(2)/64 +
/// r, |r| < 0.00543, e^r by its Taylor series up to r^10, whose high terms are
/// small enough for binary64.
Word exp_of(const Word& x) {
    const double k = std::nearbyint(x.hi * table::steps_in_one);
    const Word a = two_sum(x.hi, -k * table::step[0]), b = two_sum(a.hi, -k * table::step[1]), c = two_sum(b.hi, x.lo);
    const Word r = two_sum(c.hi, ((a.lo + b.lo) + c.lo) - k * table::step[2]);
    constexpr Word over_6{0x1.5555555555555p-3, 0x1.5555555555555p-57}, over_24{0x1.5555555555555p-5, 0x1.5555555555555p-59};
    const double q = 1.0 / 720 + r.hi * (1.0 / 5040 + r.hi * (1.0 / 40320 + r.hi * (1.0 / 362880 + r.hi * (1.0 / 3628800))));
    const Word s5 = add(Word{0x1.1111111111111p-7, 0x1.1111111111111p-63}, r.hi * q);
    const Word s4 = add(over_24, multiply(s5, r)), s3 = add(over_6, multiply(s4, r));
    const Word s2 = add(multiply(s3, r), 0.5), s1 = add(multiply(s2, r), 1.0), s0 = add(multiply(s1, r), 1.0);
    const int whole = static_cast<int>(k), place = whole & 63;
    const Word power = multiply(s0, Word{table::powers[place][0], table::powers[place][1]});
    const double scale = std::ldexp(1.0, (whole - place) / 64);
    return {power.hi * scale, power.lo * scale};
}

Ball relatively(const Word& middle, double relative) {
    const double size = std::fabs(middle.hi);
    return Ball::around(middle, size * relative * (1 + 0x1p-40) + 0x1p-1000);
}

/// log x for √½ ≤ x ≤ √2 by one Newton step from any start y: log x = y +
/// log(x·e^−y). That the start is good is checked, not believed.
Ball log_near_one(const Word& x) {
    const double start = std::log(x.hi);
    if (!(std::fabs(start) < 1)) return Ball::nothing();
    const Word t = add(multiply(exp_of({-start, 0}), x), -1.0);
    if (!(std::fabs(t.hi) < 0x1p-45)) return Ball::nothing();
    return Ball::around(add(add(t, -t.hi * t.hi / 2), start), log_error);
}

/// e^x − 1 for |x| < 2^-8, by x·(1 + x/2 + … ): relative accuracy where a
/// difference would lose it.
Ball expm1_near_zero(const Ball& x) {
    const double r = x.word().hi;
    const double q = 1.0 / 720 + r * (1.0 / 5040 + r * (1.0 / 40320 + r * (1.0 / 362880 + r * (1.0 / 3628800 + r * (1.0 / 39916800)))));
    // The series goes on from x⁶/12!, the roundings are below 4u/720, and q's
    // slope is below 1/5040.
    Ball s = Ball::around({q, 0}, 0x1p-59 + x.radius() * 0x1p-12 + std::fabs(x.word().lo) * 0x1p-12);
    s = Ball(1) / 120 + x * s;
    s = Ball(1) / 24 + x * s;
    s = Ball(1) / 6 + x * s;
    s = 1 + x * (Ball(1) / 2 + x * s);
    return x * s;
}

/// log(1 + x) = 2·artanh(s) = 2s(1 + s²/3 + s⁴/5 + …), s = x/(2 + x), for |x| <
/// 2^-9.
Ball log1p_near_zero(const Ball& x) {
    const Ball s = x / (2 + x), s2 = s * s;
    const double t = s2.word().hi;
    const double g = 1.0 / 7 + t * (1.0 / 9 + t * (1.0 / 11 + t * (1.0 / 13)));
    // The series goes on from t⁴/15, t < 2^-19; the roundings are below 4u/7, the
    // slope of g below 1/8.
    const Ball rest = Ball::around({g, 0}, 0x1p-52 + s2.radius() + std::fabs(s2.word().lo));
    return 2 * s * (1 + s2 * (Ball(1) / 3 + s2 * (Ball(1) / 5 + s2 * rest)));
}

}  // namespace

Ball exp(const Ball& x) {
    if (x.is_zero()) return 1;
    // Far below, only that it is small is told: e^−599 < 2^-864.
    if (x.word().hi < -most_exponent && x.radius() < 0.5) return Ball::around({}, 0x1p-860);
    if (!(std::fabs(x.word().hi) <= most_exponent) || !(x.radius() < 0.5)) return Ball::nothing();
    return relatively(exp_of(x.word()),
                      exp_error + 2 * x.radius());  // e^ρ − 1 < 2ρ for ρ < ½
}

Ball log(const Ball& x) {
    if (x.says_nothing() || !(x.word().hi > 0x1p-990)) return Ball::nothing();
    if (x.is_exact() && x.word().hi == 1 && x.word().lo == 0) return 0;
    int exponent = 0;
    if (std::frexp(x.word().hi, &exponent) < 0x1.6a09e667f3bcdp-1) --exponent;
    const double relative = x.radius() / x.word().hi;
    if (!(relative < 0.25)) return Ball::nothing();
    // Division by the power is exact but for a low part that underflows, which
    // the radius holds: |log(1 + δ)| < 2|δ| for |δ| < ½.
    const Word scaled{std::ldexp(x.word().hi, -exponent), std::ldexp(x.word().lo, -exponent)};
    const Ball near = log_near_one(scaled) + Ball::around({}, 2 * relative * (1 + 0x1p-40) + 0x1p-150);
    if (exponent == 0) return near;
    const Word powers = multiply(Word{table::ln2[0], table::ln2[1]}, exponent);
    return near + Ball::around(powers, std::abs(exponent) * 0x1p-103);
}

Ball log1p(const Ball& x) {
    if (x.is_zero()) return 0;
    return x.greatest() < 0x1p-9 ? log1p_near_zero(x) : log(1 + x);
}
Ball expm1(const Ball& x) {
    if (x.is_zero()) return 0;
    return x.greatest() < 0x1p-8 ? expm1_near_zero(x) : exp(x) - 1;
}
Ball tanh(const Ball& x) {
    const Ball size = abs(x);
    if (size.word().hi > 50 && size.radius() < 1) return Ball::around({x.word().hi < 0 ? -1.0 : 1.0, 0},
                                                                      0x1p-139);  // 1 − tanh 49 < 2^-140
    const Ball e = expm1(2 * x);
    return e / (e + 2);
}

namespace {

/// Whether all numbers y of the ball lie strictly between low and high. Both
/// are near the middle or far from it, so differences are good to half an ulp.
bool between(double low, double high, const Word& y, double radius) {
    const double above = high - y.hi, below = y.hi - low;
    return y.lo + radius < above * (1 - 0x1p-48) - std::fabs(y.lo) * 0x1p-48 &&
           radius - y.lo < below * (1 - 0x1p-48) - std::fabs(y.lo) * 0x1p-48;
}

}  // namespace

Ball::Rounding Ball::round_into(const FormatSpec& format) const {
    if (says_nothing()) return {};
    if (is_zero()) return {.decided = true};
    if (is_exact() && middle_.lo == 0) {
        const double rounded = round_to(format, middle_.hi);
        if (!std::isfinite(rounded) || rounded == 0) return {};
        const double rest = middle_.hi - rounded;
        return {.decided = true, .value = rounded, .below = rest, .above = rest};
    }
    const double nearest = round_to(format, middle_.hi);
    const double beside = neighbour(format, nearest,
                                    middle_.lo < 0 ? -1 : 1);  // where the middle's first part is itself a midpoint
    for (const double value : {nearest, beside}) {
        const double lower = neighbour(format, value, -1), upper = neighbour(format, value, 1);
        if (!std::isfinite(lower) || !std::isfinite(upper) || value == 0) continue;
        // Halves of differences of neighbours are exact, and so are midpoints in
        // formats of fewer bits; in binary64 both are kept apart.
        const Word off = two_sum(middle_.hi - value, middle_.lo);
        if (!between((lower - value) / 2, (upper - value) / 2, off, radius_)) continue;
        const double slack = radius_ * (1 + 0x1p-50) + std::fabs(off.lo) + std::fabs(off.hi) * 0x1p-52;
        return {.decided = true, .value = value, .below = off.hi - slack, .above = off.hi + slack};
    }
    return {};
}

}  // namespace lossproof
