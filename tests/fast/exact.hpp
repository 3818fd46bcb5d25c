// SPDX-License-Identifier: Apache-2.0
// An independent judge for the tests of `fast`: MPFR, and the distance of a double from it in ulps.
#pragma once
#include "tests/fast/draw.hpp"

#include <mpfr.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace exact {

/// Bits of every number made from here on. 160 decide a rounding in all but 2^-100 of the cases; sums of exponentials
/// whose logits are far apart want as many bits as their spread.
inline mpfr_prec_t precision = 160;

/// A number of so many bits; every operation below is correctly rounded to them.
class Number {
public:
    Number(double x = 0) {
        mpfr_init2(value_, precision);
        mpfr_set_d(value_, x, MPFR_RNDN);
    }
    Number(const Number& other) : Number() { mpfr_set(value_, other.value_, MPFR_RNDN); }
    Number& operator=(const Number& other) {
        mpfr_set(value_, other.value_, MPFR_RNDN);
        return *this;
    }
    ~Number() { mpfr_clear(value_); }
    mpfr_ptr raw() { return value_; }
    mpfr_srcptr raw() const { return value_; }
    double rounded() const {
        // Directly to a double, subnormals included.
        return mpfr_get_d(value_, MPFR_RNDN);
    }

private:
    mpfr_t value_;
};

#define EXACT_BINARY(name, function)                                                                                                       \
    inline Number name(const Number& a, const Number& b) {                                                                                 \
        Number r;                                                                                                                          \
        function(r.raw(), a.raw(), b.raw(), MPFR_RNDN);                                                                                    \
        return r;                                                                                                                          \
    }
EXACT_BINARY(operator+, mpfr_add)
EXACT_BINARY(operator-, mpfr_sub)
EXACT_BINARY(operator*, mpfr_mul)
EXACT_BINARY(operator/, mpfr_div)
EXACT_BINARY(pow, mpfr_pow)
#undef EXACT_BINARY
#define EXACT_UNARY(name, function)                                                                                                        \
    inline Number name(const Number& a) {                                                                                                  \
        Number r;                                                                                                                          \
        function(r.raw(), a.raw(), MPFR_RNDN);                                                                                             \
        return r;                                                                                                                          \
    }
EXACT_UNARY(exp, mpfr_exp)
EXACT_UNARY(log, mpfr_log)
EXACT_UNARY(log1p, mpfr_log1p)
EXACT_UNARY(expm1, mpfr_expm1)
EXACT_UNARY(tanh, mpfr_tanh)
EXACT_UNARY(cosh, mpfr_cosh)
EXACT_UNARY(sqrt, mpfr_sqrt)
EXACT_UNARY(abs, mpfr_abs)
EXACT_UNARY(operator-, mpfr_neg)
#undef EXACT_UNARY
inline bool operator<(const Number& a, const Number& b) { return mpfr_less_p(a.raw(), b.raw()) != 0; }
inline Number sigmoid(const Number& x) { return Number(1) / (Number(1) + exp(-x)); }
inline Number softplus(const Number& x) { return log1p(exp(x)); }

/// |got − exact| in units in the last place of the exact result (of the subnormal step near zero).
inline double ulps(double got, const Number& reference) {
    const double nearest = reference.rounded();
    if (std::isnan(got) || std::isnan(nearest)) return std::isnan(got) == std::isnan(nearest) ? 0 : INFINITY;
    if (std::isinf(got) || std::isinf(nearest)) return got == nearest ? 0 : INFINITY;
    int exponent = 0;
    std::frexp(nearest, &exponent);
    const int step = std::max(exponent - 53, -1074);
    Number distance = abs(Number(got) - reference);
    mpfr_mul_2si(distance.raw(), distance.raw(), -step, MPFR_RNDN);
    return distance.rounded();
}

}  // namespace exact
