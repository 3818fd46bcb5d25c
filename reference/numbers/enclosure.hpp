// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/decision.hpp"
#include "reference/numbers/format.hpp"

#include <cstdint>
#include <string>

namespace lossproof {

/// An interval that contains the true value, computed by MPFI and MPFR at a precision fixed by the type. Their headers stay
/// in enclosure.cpp. The digits of both ends lie inside the object: it is copied as bytes, and nothing is allocated for it.
/// Infinite end points are allowed; an interval that is not a number (∞−∞) contains everything and says so.
template <int Bits> class Enclosure {
public:
    static constexpr int bits = Bits;

    Enclosure() = default;  ///< 0
    Enclosure(int value);   // NOLINT: formulas write 2 * x
    static Enclosure from(double value);

    Enclosure& operator+=(const Enclosure&);
    Enclosure& operator-=(const Enclosure&);
    Enclosure& operator*=(const Enclosure&);
    Enclosure& operator/=(const Enclosure&);

    bool is_nan() const;
    bool is_point() const;
    double middle() const;                     ///< near the centre; for choosing, never for deciding
    double lower() const;                      ///< rounded down
    double upper() const;                      ///< rounded up
    std::string lower_text(int digits) const;  ///< decimal, rounded down
    std::string upper_text(int digits) const;

    struct Rounding {
        bool decided;           ///< both ends round to the same number of the format
        double value;           ///< that number, or the rounded centre
        double below, above;    ///< the true value minus `value` lies between these
        bool vanishes = false;  ///< both ends round to zero, from different sides: only the sign is open
    };
    Rounding round_into(const FormatSpec& format) const;
    /// The same for a value known to be irrational: no end point is it, so a midpoint at an end decides nothing away.
    Rounding round_open(const FormatSpec& format) const;

    /// An MPFR number without its header: a kind (2 is zero), an exponent, and the limbs of the significand.
    struct End {
        std::int64_t exponent;
        std::int32_t kind = 2;
        std::uint64_t limbs[(Bits + 63) / 64];
    };
    End low_end, high_end;
};

template <int B> Enclosure<B> operator-(const Enclosure<B>&);
template <int B> Enclosure<B> operator+(Enclosure<B> a, const Enclosure<B>& b) { return a += b; }
template <int B> Enclosure<B> operator-(Enclosure<B> a, const Enclosure<B>& b) { return a -= b; }
template <int B> Enclosure<B> operator*(Enclosure<B> a, const Enclosure<B>& b) { return a *= b; }
template <int B> Enclosure<B> operator/(Enclosure<B> a, const Enclosure<B>& b) { return a /= b; }
// An integer beside an enclosure is exact.
template <int B> Enclosure<B> operator+(Enclosure<B> a, int b) { return a += Enclosure<B>(b); }
template <int B> Enclosure<B> operator-(Enclosure<B> a, int b) { return a -= Enclosure<B>(b); }
template <int B> Enclosure<B> operator*(Enclosure<B> a, int b) { return a *= Enclosure<B>(b); }
template <int B> Enclosure<B> operator/(Enclosure<B> a, int b) { return a /= Enclosure<B>(b); }
template <int B> Enclosure<B> operator+(int a, const Enclosure<B>& b) { return Enclosure<B>(a) += b; }
template <int B> Enclosure<B> operator-(int a, const Enclosure<B>& b) { return Enclosure<B>(a) -= b; }
template <int B> Enclosure<B> operator*(int a, const Enclosure<B>& b) { return Enclosure<B>(a) *= b; }
template <int B> Enclosure<B> operator/(int a, const Enclosure<B>& b) { return Enclosure<B>(a) /= b; }

template <int B> Decision operator<(const Enclosure<B>& a, const Enclosure<B>& b);
template <int B> Decision operator==(const Enclosure<B>& a, const Enclosure<B>& b);
template <int B> Decision operator<(const Enclosure<B>& a, int b) { return a < Enclosure<B>(b); }
template <int B> Decision operator<(int a, const Enclosure<B>& b) { return Enclosure<B>(a) < b; }
template <int B> Decision operator==(const Enclosure<B>& a, int b) { return a == Enclosure<B>(b); }

template <int B> Enclosure<B> hull(const Enclosure<B>&, const Enclosure<B>&);
template <int B> bool overlap(const Enclosure<B>&, const Enclosure<B>&);
template <int B> bool inside(const Enclosure<B>& inner, const Enclosure<B>& outer);

template <int B> Enclosure<B> exp(const Enclosure<B>&);
template <int B> Enclosure<B> log(const Enclosure<B>&);
template <int B> Enclosure<B> log1p(const Enclosure<B>&);
template <int B> Enclosure<B> expm1(const Enclosure<B>&);
template <int B> Enclosure<B> sqrt(const Enclosure<B>&);
template <int B> Enclosure<B> tanh(const Enclosure<B>&);
template <int B> Enclosure<B> abs(const Enclosure<B>&);
template <int B> Enclosure<B> square(const Enclosure<B>&);  ///< tight across zero, unlike x*x
template <int B> Enclosure<B> max(const Enclosure<B>&, const Enclosure<B>&);
/// b^e for b ≥ 0 as exp(e·log b); 0^0 = 1.
template <int B> Enclosure<B> pow(const Enclosure<B>& base, const Enclosure<B>& exponent);
template <class T> struct Pi;
template <int B> struct Pi<Enclosure<B>> { static Enclosure<B> value(); };

/// The tiers of certification.
using Enclosure128 = Enclosure<128>;
using Enclosure256 = Enclosure<256>;
using Enclosure1024 = Enclosure<1024>;
using Enclosure4096 = Enclosure<4096>;

#define LOSSPROOF_FOR_EACH_ENCLOSURE(X) X(128) X(256) X(1024) X(4096)

}  // namespace lossproof
