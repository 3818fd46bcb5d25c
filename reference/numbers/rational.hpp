// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/decision.hpp"
#include "reference/numbers/format.hpp"

#include <memory>
#include <stdexcept>
#include <string>

namespace lossproof {

/// Thrown when a number is asked for that is not known to be rational; the exact tier then simply has no answer.
struct NotRational : std::domain_error {
    NotRational() : std::domain_error("the value is not known to be rational") {}
};

/// An exact number: a rational plus rational multiples of logarithms of rationals, which cancel exactly where they do (GMP,
/// hidden in rational.cpp). Whatever leaves that field (exp 1, √2) is unknown from there on; asking for it throws.
class Rational {
public:
    struct Number;
    Rational() : Rational(0) {}
    Rational(int value);  // NOLINT: formulas write 2 * x
    static Rational from(double value);
    static Rational read(const std::string& text);  ///< `49/12`

    Rational& operator+=(const Rational& o) { return *this = *this + o; }
    Rational& operator-=(const Rational& o) { return *this = *this - o; }
    Rational& operator*=(const Rational& o) { return *this = *this * o; }
    Rational& operator/=(const Rational& o) { return *this = *this / o; }
    friend Rational operator+(const Rational&, const Rational&);
    friend Rational operator-(const Rational&, const Rational&);
    friend Rational operator*(const Rational&, const Rational&);
    friend Rational operator/(const Rational&, const Rational&);
    friend Rational operator-(const Rational&);
    friend Decision operator<(const Rational&, const Rational&);
    friend Decision operator==(const Rational&, const Rational&);

    double middle() const;                           ///< near the value; for choosing, never for deciding
    double rounded(const FormatSpec& format) const;  ///< correctly rounded, ties to even; an exact zero is +0
    double below(double value) const;                ///< this − value, rounded down
    double above(double value) const;                ///< this − value, rounded up
    std::string text() const;
    const Number& number() const { return *number_; }

private:
    explicit Rational(std::shared_ptr<const Number> number) : number_(std::move(number)) {}
    friend Rational wrap(Number);
    std::shared_ptr<const Number> number_;
};

Rational hull(const Rational&, const Rational&);  ///< never needed: comparisons of rationals are decided
Rational exp(const Rational&);
Rational log(const Rational&);
Rational log1p(const Rational&);
Rational expm1(const Rational&);
Rational sqrt(const Rational&);
Rational tanh(const Rational&);
Rational abs(const Rational&);
Rational square(const Rational&);
Rational max(const Rational&, const Rational&);
Rational pow(const Rational& base, const Rational& exponent);
template <class T> struct Pi;
template <> struct Pi<Rational> {
    static Rational value() { throw NotRational(); }
};

}  // namespace lossproof
