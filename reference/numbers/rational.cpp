// SPDX-License-Identifier: Apache-2.0
#include "reference/numbers/rational.hpp"

#include "reference/numbers/coprime.hpp"
#include "reference/numbers/mpfr_rounding.hpp"

#include <cmath>
#include <optional>

namespace lossproof {

/// q + Σ cᵢ log aᵢ, or nothing known (infinity, an exponential, a product of logarithms).
struct Rational::Number {
    mpq::Quotient q;
    std::vector<mpq::LogTerm> logs = {};
    bool known = true;
};

Rational wrap(Rational::Number number) { return Rational(std::make_shared<const Rational::Number>(std::move(number))); }

namespace {

using mpq::Integer;
using mpq::LogTerm;
using mpq::Quotient;

Rational make(Quotient q) { return wrap({std::move(q)}); }
Rational nothing_known() { return wrap({.q = 0, .known = false}); }

/// The logarithms of a number once everything that cancels is gone.
std::vector<LogTerm> remaining(const Rational& r) { return mpq::coprime(r.number().logs); }

/// The number as a plain rational, if it is one: by Baker's theorem logarithms of coprime integers never add up to one.
std::optional<Quotient> plain(const Rational& r) {
    if (!r.number().known || !remaining(r).empty()) return std::nullopt;
    return r.number().q;
}
Quotient value(const Rational& r) {
    const auto q = plain(r);
    return q ? *q : throw NotRational();
}

/// f(x) where x is a plain rational, and nothing known otherwise.
template <class F> Rational lifted(const Rational& x, F function) {
    const auto q = plain(x);
    return q ? function(*q) : nothing_known();
}
Rational scaled_by(const Rational& r, const Quotient& factor) {
    if (factor == 0) return make(0);
    Rational::Number product{.q = r.number().q * factor, .logs = r.number().logs, .known = true};
    for (LogTerm& term : product.logs) term.coefficient *= factor;
    return wrap(std::move(product));
}
Rational logarithm(const Quotient& x) {
    if (x <= 0) return nothing_known();
    return x == 1 ? make(0) : wrap({.q = 0, .logs = {{.coefficient = 1, .argument = x}}});
}

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
    return mpq_cmp(Quotient(boost::multiprecision::abs(q)).backend().data(), power.backend().data()) >= 0 ? estimate : estimate - 1;
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
    if (!std::isfinite(v)) return nothing_known();
    Quotient q;
    mpq_set_d(q.backend().data(), v);
    return make(std::move(q));
}
Rational Rational::read(const std::string& text) { return make(Quotient(text)); }

Rational operator+(const Rational& a, const Rational& b) {
    if (!a.number().known || !b.number().known) return nothing_known();
    Rational::Number total{.q = a.number().q + b.number().q, .logs = a.number().logs, .known = true};
    total.logs.insert(total.logs.end(), b.number().logs.begin(), b.number().logs.end());
    return wrap(std::move(total));
}
Rational operator-(const Rational& a, const Rational& b) { return a + -b; }
Rational operator*(const Rational& a, const Rational& b) {
    if (!a.number().known || !b.number().known) return nothing_known();
    if (const auto q = plain(a)) return scaled_by(b, *q);
    if (const auto q = plain(b)) return scaled_by(a, *q);
    return nothing_known();
}
Rational operator/(const Rational& a, const Rational& b) {
    if (!a.number().known || !b.number().known) return nothing_known();
    if (const auto q = plain(b)) return *q == 0 ? nothing_known() : scaled_by(a, 1 / *q);
    // A quotient of logarithms (another base) is rational where one is a rational multiple of the other.
    const auto ratio = b.number().q == 0 && a.number().q == 0 ? mpq::ratio(a.number().logs, b.number().logs) : std::nullopt;
    return ratio ? make(*ratio) : plain(a) == Quotient(0) ? make(0) : nothing_known();
}
Rational operator-(const Rational& a) { return a.number().known ? scaled_by(a, -1) : a; }
Decision operator<(const Rational& a, const Rational& b) {
    const auto difference = plain(a - b);
    return difference ? decided(*difference < 0) : Decision::unknown;
}
Decision operator==(const Rational& a, const Rational& b) {
    const Rational difference = a - b;
    if (!difference.number().known) return Decision::unknown;
    const auto q = plain(difference);
    return decided(q && *q == 0);
}

double Rational::middle() const {
    const auto q = plain(*this);
    return q ? directed(*q, MPFR_RNDN) : std::nan("");
}

double Rational::rounded(const FormatSpec& format) const {
    const Quotient q = value(*this);
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

Rational hull(const Rational&, const Rational&) { return nothing_known(); }
Rational exp(const Rational& x) {
    return lifted(x, [](const Quotient& q) { return q == 0 ? make(1) : nothing_known(); });
}
Rational log(const Rational& x) { return lifted(x, logarithm); }
Rational log1p(const Rational& x) { return log(x + 1); }
Rational expm1(const Rational& x) { return exp(x) - 1; }
Rational tanh(const Rational& x) {
    return lifted(x, [](const Quotient& q) { return q == 0 ? make(0) : nothing_known(); });
}
Rational abs(const Rational& x) {
    return lifted(x, [](const Quotient& q) { return make(boost::multiprecision::abs(q)); });
}
Rational square(const Rational& x) { return x * x; }
Rational max(const Rational& a, const Rational& b) { return where(a < b, b, a); }

Rational sqrt(const Rational& x) {
    return lifted(x, [](const Quotient& q) {
        mpz_srcptr top = mpq_numref(q.backend().data());
        mpz_srcptr bottom = mpq_denref(q.backend().data());
        if (q < 0 || !mpz_perfect_square_p(top) || !mpz_perfect_square_p(bottom)) return nothing_known();
        Quotient root;
        mpz_sqrt(mpq_numref(root.backend().data()), top);
        mpz_sqrt(mpq_denref(root.backend().data()), bottom);
        return make(std::move(root));
    });
}

Rational pow(const Rational& base, const Rational& exponent) {
    const auto b = plain(base), e = plain(exponent);
    if (!b || !e) return nothing_known();
    if (denominator(*e) != 1 || boost::multiprecision::abs(*e) > 64) return *b == 1 || (*b == 0 && *e > 0) ? base : nothing_known();
    Rational result = 1;
    for (int i = numerator(*e).convert_to<int>(); i != 0; i += i < 0 ? 1 : -1) result = *e < 0 ? result / base : result * base;
    return result;
}

}  // namespace lossproof
