// SPDX-License-Identifier: Apache-2.0
// The arithmetic of balls. A radius is computed in binary64, rounded to
// nearest, and then widened: `grown` covers forty such roundings.
#include "reference/numbers/ball.hpp"

#include "reference/numbers/exp_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lossproof {
namespace {

constexpr double u2 = 0x1p-106;               ///< u², u = 2^-53
constexpr double smallest_middle = 0x1p-900;  ///< below it products may lose bits to underflow; they err by
                                              ///< less than this
constexpr double largest_middle = 0x1p1000;

double grown(double radius) { return radius * (1 + 0x1p-45) + 0x1p-1000; }

/// A computed middle with its relative error and the errors its operands bring.
Ball computed(const Word& middle, double relative, double inherited) {
    const double size = std::fabs(middle.hi);
    double radius = grown(size * (relative * (1 + 0x1p-40)) + inherited);
    if (size < smallest_middle) radius += smallest_middle;
    return Ball::around(middle, radius);
}
bool single(const Ball& x) { return x.word().lo == 0 && x.is_exact() && !x.says_nothing(); }
bool is_power_of_two(const Ball& x) {
    int exponent = 0;
    return single(x) && std::fabs(std::frexp(x.word().hi, &exponent)) == 0.5;
}
/// x times a power of two, exactly, where nothing comes near underflow.
Ball scaled(const Ball& x, double power) {
    const Word middle{x.word().hi * power, x.word().lo * power};
    const bool exact = std::fabs(middle.hi) > smallest_middle && (middle.lo == 0 || std::fabs(middle.lo) > 0x1p-1000);
    return exact && x.is_exact() ? Ball::around(middle, 0) : computed(middle, 0, x.radius() * std::fabs(power));
}

}  // namespace

Ball Ball::nothing() {
    Ball ball;
    ball.middle_.hi = std::numeric_limits<double>::quiet_NaN();
    return ball;
}
Ball Ball::around(const Word& middle, double radius) {
    if (!(std::fabs(middle.hi) < largest_middle) || !(radius < largest_middle)) return nothing();
    Ball ball;
    ball.middle_ = middle;
    ball.radius_ = radius;
    return ball;
}
Ball Ball::from(double value) { return around({value, 0}, 0); }
double Ball::greatest() const {
    return is_exact() && middle_.lo == 0 ? std::fabs(middle_.hi) : grown(std::fabs(middle_.hi) * (1 + 0x1p-50) + radius_);
}

Ball operator+(const Ball& a, const Ball& b) {
    if (single(a) && single(b)) return Ball::around(two_sum(a.middle_.hi, b.middle_.hi), 0);
    if (a.is_zero()) return b;
    if (b.is_zero()) return a;
    // Sums of words err relatively even where they are tiny: no product is in
    // them.
    const Word sum = add(a.middle_, b.middle_);
    return Ball::around(sum, grown(std::fabs(sum.hi) * (4 * u2) + (a.radius_ + b.radius_)));
}
Ball operator-(const Ball& a) {
    Ball negative = a;
    negative.middle_ = {-a.middle_.hi, -a.middle_.lo};
    return negative;
}
Ball operator-(const Ball& a, const Ball& b) { return a + -b; }

Ball operator*(const Ball& a, const Ball& b) {
    if (a.says_nothing() || b.says_nothing()) return Ball::nothing();
    if (a.is_zero() || b.is_zero()) return 0;
    if (is_power_of_two(b)) return scaled(a, b.middle_.hi);
    if (is_power_of_two(a)) return scaled(b, a.middle_.hi);
    if (single(a) && single(b)) {
        const Word product = two_product(a.middle_.hi, b.middle_.hi);
        return std::fabs(product.hi) > smallest_middle ? Ball::around(product, 0) : computed(product, 0, 0);
    }
    const double inherited =
        std::fabs(a.middle_.hi) * (1 + 0x1p-50) * b.radius_ + std::fabs(b.middle_.hi) * (1 + 0x1p-50) * a.radius_ + a.radius_ * b.radius_;
    return computed(multiply(a.middle_, b.middle_), 8 * u2, inherited);
}

Ball operator/(const Ball& a, const Ball& b) {
    if (a.says_nothing() || b.says_nothing()) return Ball::nothing();
    const double least = std::fabs(b.middle_.hi) * (1 - 0x1p-50) - b.radius_;
    if (!(least > smallest_middle)) return Ball::nothing();
    if (a.is_zero()) return 0;
    if (is_power_of_two(b) && std::fabs(b.middle_.hi) < largest_middle) return scaled(a, 1 / b.middle_.hi);
    if (std::fabs(a.middle_.hi) < smallest_middle || std::fabs(a.middle_.hi / b.middle_.hi) < smallest_middle)  // only its size is told
        return Ball::around({}, grown(a.greatest() / (least * (1 - 0x1p-50))));
    const Word quotient = divide(a.middle_, b.middle_);
    // (a + δ)/(b + ε) − a/b = (δ − ε·a/b)/(b + ε)
    const double inherited = (a.radius_ + std::fabs(quotient.hi) * (1 + 0x1p-50) * b.radius_) / (least * (1 - 0x1p-50));
    return computed(quotient, 16 * u2, inherited);
}

Decision operator<(const Ball& a, const Ball& b) {
    const Ball gap = b - a;
    if (gap.says_nothing()) return Decision::unknown;
    if (gap.is_exact()) return decided(gap.middle_.hi > 0);
    const double size = std::fabs(gap.middle_.hi) * (1 - 0x1p-50);
    return size > gap.radius_ ? decided(gap.middle_.hi > 0) : Decision::unknown;
}
Decision operator==(const Ball& a, const Ball& b) {
    if (a.is_exact() && b.is_exact() && a.middle_.hi == b.middle_.hi && a.middle_.lo == b.middle_.lo) return Decision::yes;
    const Decision less = a < b, greater = b < a;
    if (less == Decision::yes || greater == Decision::yes) return Decision::no;
    return single(a) && single(b) ? decided(a.middle_.hi == b.middle_.hi) : Decision::unknown;
}

Ball hull(const Ball& a, const Ball& b) {
    const double middle = (a.word().hi + b.word().hi) / 2;
    const auto reach = [&](const Ball& x) { return std::fabs(x.word().hi - middle) * (1 + 0x1p-50) + std::fabs(x.word().lo) + x.radius(); };
    return Ball::around({middle, 0}, grown(std::max(reach(a), reach(b)) + std::fabs(middle) * 0x1p-50));
}
Ball abs(const Ball& x) {
    const double size = std::fabs(x.word().hi) * (1 - 0x1p-50);
    if (x.is_exact() || size > x.radius()) return x.word().hi < 0 ? -x : x;
    return x.says_nothing() ? x : hull(0, Ball::from(x.greatest()));
}
Ball square(const Ball& x) { return x * x; }
Ball max(const Ball& a, const Ball& b) {
    const Decision less = a < b;
    return less == Decision::yes ? b : less == Decision::no ? a : hull(a, b);
}
Ball sqrt(const Ball& x) {
    if (x.is_zero()) return 0;
    if (x.says_nothing() || !(x.word().hi > smallest_middle) || !(x.word().hi * 0.5 > x.radius())) return Ball::nothing();
    // s = RN(√hi) = √x·(1 + ε) with |ε| ≤ 1.01u, and s + (x − s²)/(2s) = √x·(1 +
    // ε²/2 − …): the remainder is a word, its sum with s errs by less than 2u²,
    // the quotient's own rounding by u·1.01u.
    const double root = std::sqrt(x.word().hi);
    const Word square = two_product(root, root);
    const double rest = ((x.word().hi - square.hi) - square.lo) + x.word().lo;
    return computed(fast_two_sum(root, rest / (2 * root)), 8 * u2, x.radius() / (root * (1 - 0x1p-50)));
}
Ball pow(const Ball& base, const Ball& exponent) {
    if (exponent.is_zero()) return 1;
    if (base.is_zero()) return (0 < exponent) == Decision::yes ? Ball(0) : Ball::nothing();
    return exp(exponent * log(base));
}
Ball Pi<Ball>::value() { return Ball::around({table::pi[0], table::pi[1]}, 2 * u2); }

}  // namespace lossproof
