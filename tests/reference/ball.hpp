// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/format.hpp"

#include <arb.h>

#include <cmath>
#include <optional>
#include <vector>

namespace lossproof::second_opinion {

/// A midpoint-radius number of Arb, at a precision that outlasts every cancellation of the tests' moderate inputs.
class Ball {
public:
    static constexpr slong precision = 2400;

    Ball() { arb_init(x_); }
    Ball(double value) : Ball() { arb_set_d(x_, value); }  // NOLINT: formulas mix balls and numbers
    Ball(const Ball& other) : Ball() { arb_set(x_, other.x_); }
    Ball& operator=(const Ball& other) {
        arb_set(x_, other.x_);
        return *this;
    }
    ~Ball() { arb_clear(x_); }

    friend Ball operator+(const Ball& a, const Ball& b) { return made(arb_add, a, b); }
    friend Ball operator-(const Ball& a, const Ball& b) { return made(arb_sub, a, b); }
    friend Ball operator*(const Ball& a, const Ball& b) { return made(arb_mul, a, b); }
    friend Ball operator/(const Ball& a, const Ball& b) { return made(arb_div, a, b); }
    friend Ball operator-(const Ball& a) { return Ball(0.0) - a; }
    friend Ball exp(const Ball& a) { return made(arb_exp, a); }
    friend Ball log(const Ball& a) { return made(arb_log, a); }
    friend Ball sqrt(const Ball& a) { return made(arb_sqrt, a); }
    friend Ball cosh(const Ball& a) { return made(arb_cosh, a); }
    friend Ball tanh(const Ball& a) { return made(arb_tanh, a); }
    friend Ball pow(const Ball& a, const Ball& b) { return made(arb_pow, a, b); }
    static Ball pi() {
        Ball result;
        arb_const_pi(result.x_, precision);
        return result;
    }

    /// The number of the format that both ends round to; nothing if they differ or overflow.
    std::optional<double> rounded(const FormatSpec& format) const {
        arf_t low, high;
        arf_init(low), arf_init(high);
        arb_get_lbound_arf(low, x_, precision), arb_get_ubound_arf(high, x_, precision);
        round_into(low, format), round_into(high, format);
        std::optional<double> result;
        if (arf_equal(low, high)) result = arf_get_d(low, ARF_RND_NEAR);
        arf_clear(low), arf_clear(high);
        return result && std::fabs(*result) <= largest(format) ? result : std::nullopt;
    }

private:
    /// In units of the smallest subnormal, numbers below 2^precision of them are the integers.
    static void round_into(arf_t x, const FormatSpec& format) {
        const slong unit = format.smallest_exponent();
        arf_mul_2exp_si(x, x, -unit);
        if (arf_cmpabs_2exp_si(x, format.precision) < 0) {
            fmpz_t whole;
            fmpz_init(whole);
            arf_get_fmpz(whole, x, ARF_RND_NEAR);
            arf_set_fmpz(x, whole);
            fmpz_clear(whole);
        } else {
            arf_set_round(x, x, format.precision, ARF_RND_NEAR);
        }
        arf_mul_2exp_si(x, x, unit);
    }
    template <class F> static Ball made(F function, const Ball& a) {
        Ball result;
        function(result.x_, a.x_, precision);
        return result;
    }
    template <class F> static Ball made(F function, const Ball& a, const Ball& b) {
        Ball result;
        function(result.x_, a.x_, b.x_, precision);
        return result;
    }
    arb_t x_;
};

using Balls = std::vector<Ball>;

template <class F> Ball sum(std::size_t size, F term) {
    Ball total = 0.0;
    for (std::size_t j = 0; j < size; ++j) total = total + term(j);
    return total;
}

}  // namespace lossproof::second_opinion
