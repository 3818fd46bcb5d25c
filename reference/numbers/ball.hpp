// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/decision.hpp"
#include "reference/numbers/double_word.hpp"
#include "reference/numbers/format.hpp"

namespace lossproof {

/// The quick enclosure: a middle of two binary64 numbers (106 bits) and a radius that is proved, never measured. A ball whose middle is not
/// a number says nothing: what overflows, is infinite or leaves the domain becomes one, and an enclosure of MPFR decides.
/// Neither the functions nor the table of 2^(i/64) behind it are shared with anything that is judged.
class Ball {
public:
    Ball() = default;                               ///< 0
    Ball(int value) : middle_{double(value), 0} {}  // NOLINT: formulas write 2 * x
    static Ball from(double value);                 ///< exact, or nothing for an infinity
    /// The numbers within `radius` of a sum of two.
    static Ball around(const Word& middle, double radius);
    static Ball nothing();

    bool says_nothing() const { return middle_.hi != middle_.hi; }
    bool is_exact() const { return radius_ == 0; }
    bool is_zero() const { return middle_.hi == 0 && radius_ == 0; }
    const Word& word() const { return middle_; }
    double radius() const { return radius_; }
    double middle() const { return middle_.hi; }  ///< for choosing, never for deciding
    double greatest() const;                      ///< no number of the ball is larger in size

    struct Rounding {
        bool decided = false;  ///< all numbers of the ball round to `value`
        double value = 0;
        double below = 0, above = 0;  ///< the true value minus `value` lies between these
    };
    /// Ziv's rounding test. Overflows, zeros that are not exact and midpoints are left open.
    Rounding round_into(const FormatSpec& format) const;

    Ball& operator+=(const Ball& o) { return *this = *this + o; }
    Ball& operator-=(const Ball& o) { return *this = *this - o; }
    Ball& operator*=(const Ball& o) { return *this = *this * o; }
    Ball& operator/=(const Ball& o) { return *this = *this / o; }
    friend Ball operator+(const Ball&, const Ball&);
    friend Ball operator-(const Ball&, const Ball&);
    friend Ball operator*(const Ball&, const Ball&);
    friend Ball operator/(const Ball&, const Ball&);
    friend Ball operator-(const Ball&);
    friend Decision operator<(const Ball&, const Ball&);
    friend Decision operator==(const Ball&, const Ball&);

private:
    Word middle_;
    double radius_ = 0;
};

Ball hull(const Ball&, const Ball&);
Ball exp(const Ball&);
Ball log(const Ball&);
Ball log1p(const Ball&);
Ball expm1(const Ball&);
Ball sqrt(const Ball&);
Ball tanh(const Ball&);
Ball abs(const Ball&);
Ball square(const Ball&);
Ball max(const Ball&, const Ball&);
Ball pow(const Ball& base, const Ball& exponent);
template <class T> struct Pi;
template <> struct Pi<Ball> { static Ball value(); };

}  // namespace lossproof
