// SPDX-License-Identifier: Apache-2.0
#include "reference/numbers/rational.hpp"

#include "reference/numbers/mpfr_rounding.hpp"

#include <boost/multiprecision/gmp.hpp>

#include <cmath>

namespace lossproof {

struct Rational::Number {
    boost::multiprecision::mpq_rational q;
};

Rational wrap(Rational::Number number) { return Rational(std::make_shared<const Rational::Number>(std::move(number))); }

namespace {

using Integer = boost::multiprecision::mpz_int;
using Quotient = boost::multiprecision::mpq_rational;

Rational make(Quotient q) { return wrap({std::move(q)}); }
const Quotient& value(const Rational& r) { return r.number().q; }

/// ⌊q⌋ for either sign.
Integer floor_of(const Quotient& q) {
    Integer result;
    mpz_fdiv_q(result.backend().data(), mpq_numref(q.backend().data()), mpq_denref(q.backend().data()));
    return result;
}

/// The exponent e with 2^e ≤ |q| < 2^(e+1).
long exponent_of(const Quotient& q) {
    const auto bits = [](mpz_srcptr z) { return static_cast<long>(mpz_sizeinbase(z, 2)); };
    const long estimate = bits(mpq_numref(q.backend().data())) - bits(mpq_denref(q.backend().data()));
    Quotient power = 1;  // 2^estimate; the true exponent is estimate or estimate − 1
    if (estimate >= 0) mpq_mul_2exp(power.backend().data(), power.backend().data(), static_cast<unsigned long>(estimate));
    else mpq_div_2exp(power.backend().data(), power.backend().data(), static_cast<unsigned long>(-estimate));
    return mpq_cmp(Quotient(boost::multiprecision::abs(q)).backend().data(), power.backend().data()) >= 0 ? estimate
                                                                                                        : estimate - 1;
}

Quotient scaled(const Quotient& q, long power) {
    Quotient result = q;
    if (power >= 0) mpq_mul_2exp(result.backend().data(), result.backend().data(), static_cast<unsigned long>(power));
    else mpq_div_2exp(result.backend().data(), result.backend().data(), static_cast<unsigned long>(-power));
    return result;
}

double directed(const Quotient& q, mpfr_rnd_t direction) {
    mpfr_t scratch;
    mpfr_init2(scratch, 64);
    mpfr_set_q(scratch, q.backend().data(), direction);
    const double result = mpfr_get_d(scratch, direction);
    mpfr_clear(scratch);
    return result;
}

}  // namespace

Rational::Rational(int v) : number_(std::make_shared<const Number>(Number{v})) {}

Rational Rational::from(double v) {
    if (!std::isfinite(v)) throw NotRational();
    Quotient q;
    mpq_set_d(q.backend().data(), v);
    return make(std::move(q));
}
Rational Rational::read(const std::string& text) { return make(Quotient(text)); }

Rational operator+(const Rational& a, const Rational& b) { return make(value(a) + value(b)); }
Rational operator-(const Rational& a, const Rational& b) { return make(value(a) - value(b)); }
Rational operator*(const Rational& a, const Rational& b) { return make(value(a) * value(b)); }
Rational operator/(const Rational& a, const Rational& b) {
    if (value(b) == 0) throw NotRational();
    return make(value(a) / value(b));
}
Rational operator-(const Rational& a) { return make(-value(a)); }
Decision operator<(const Rational& a, const Rational& b) { return decided(value(a) < value(b)); }
Decision operator==(const Rational& a, const Rational& b) { return decided(value(a) == value(b)); }

double Rational::middle() const { return directed(value(*this), MPFR_RNDN); }

double Rational::rounded(const FormatSpec& format) const {
    const Quotient& q = value(*this);
    if (q == 0) return 0.0;
    const int sign = q < 0 ? -1 : 1;
    const long exponent = exponent_of(q);
    if (exponent > format.max_exponent) return sign * HUGE_VAL;
    const long quantum = std::max<long>(exponent, format.min_exponent) - format.precision + 1;
    const Quotient magnitude = scaled(boost::multiprecision::abs(q), -quantum);
    Integer integer = floor_of(magnitude);
    const int side = Quotient(2 * (magnitude - integer)).compare(1);  // the tie is decided exactly
    if (side > 0 || (side == 0 && bit_test(integer, 0))) ++integer;
    const double result = std::ldexp(integer.convert_to<double>(), static_cast<int>(quantum));
    return sign * (result > largest(format) ? HUGE_VAL : result);
}
double Rational::below(double v) const { return directed(value(*this - from(v)), MPFR_RNDD); }
double Rational::above(double v) const { return directed(value(*this - from(v)), MPFR_RNDU); }
std::string Rational::text() const { return value(*this).str(); }

Rational hull(const Rational& a, const Rational&) { return a; }
Rational exp(const Rational& x) { return value(x) == 0 ? Rational(1) : throw NotRational(); }
Rational log(const Rational& x) { return value(x) == 1 ? Rational(0) : throw NotRational(); }
Rational log1p(const Rational& x) { return value(x) == 0 ? Rational(0) : throw NotRational(); }
Rational expm1(const Rational& x) { return value(x) == 0 ? Rational(0) : throw NotRational(); }
Rational tanh(const Rational& x) { return value(x) == 0 ? Rational(0) : throw NotRational(); }
Rational abs(const Rational& x) { return make(boost::multiprecision::abs(value(x))); }
Rational square(const Rational& x) { return x * x; }
Rational max(const Rational& a, const Rational& b) { return value(a) < value(b) ? b : a; }

Rational sqrt(const Rational& x) {
    const Quotient& q = value(x);
    mpz_srcptr top = mpq_numref(q.backend().data());
    mpz_srcptr bottom = mpq_denref(q.backend().data());
    if (q < 0 || !mpz_perfect_square_p(top) || !mpz_perfect_square_p(bottom)) throw NotRational();
    Quotient root;
    mpz_sqrt(mpq_numref(root.backend().data()), top);
    mpz_sqrt(mpq_denref(root.backend().data()), bottom);
    return make(std::move(root));
}

Rational pow(const Rational& base, const Rational& exponent) {
    const Quotient& e = value(exponent);
    if (denominator(e) != 1 || boost::multiprecision::abs(e) > 64) {
        if (value(base) == 1 || (value(base) == 0 && e > 0)) return base;
        throw NotRational();
    }
    Rational result = 1;
    for (int i = numerator(e).convert_to<int>(); i != 0; i += i < 0 ? 1 : -1)
        result = numerator(e) < 0 ? result / base : result * base;
    return result;
}

}  // namespace lossproof
