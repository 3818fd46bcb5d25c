// SPDX-License-Identifier: Apache-2.0
#include "reference/numbers/mpfr_rounding.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace lossproof {
namespace {

/// A scratch number with a precision of its own, on the stack: rounding happens once an answer.
class StackNumber {
public:
    explicit StackNumber(mpfr_prec_t precision) {
        if (precision > most_bits) throw std::logic_error("no scratch number is that long");
        mpfr_custom_init_set(&value_, MPFR_NAN_KIND, 0, precision, limbs_);
    }
    StackNumber(const StackNumber&) = delete;
    StackNumber& operator=(const StackNumber&) = delete;
    operator mpfr_ptr() { return &value_; }

private:
    static constexpr mpfr_prec_t most_bits = 4224;  // the last tier and a little
    mp_limb_t limbs_[most_bits / 64];
    __mpfr_struct value_;
};

}  // namespace

double round_nearest(mpfr_srcptr value, const FormatSpec& format) {
    if (!mpfr_regular_p(value)) return mpfr_get_d(value, MPFR_RNDN);
    const mpfr_exp_t exponent = mpfr_get_exp(value) - 1;  // |value| is in [2^exponent, 2^(exponent+1))
    const int sign = mpfr_sgn(value);
    if (exponent > format.max_exponent) return sign * std::numeric_limits<double>::infinity();
    if (exponent < format.smallest_exponent() - 1) return std::copysign(0.0, sign);
    // A subnormal has fewer bits. With none left the value is half the smallest number or more: only the half itself is a tie.
    const long bits = format.precision - std::max<long>(format.min_exponent - exponent, 0);
    if (bits == 0) {
        const bool half = mpfr_cmp_si_2exp(value, sign, exponent) == 0;
        return std::copysign(half ? 0.0 : std::ldexp(1.0, format.smallest_exponent()), sign);
    }
    StackNumber rounded(bits);
    mpfr_set(rounded, value, MPFR_RNDN);
    const double result = mpfr_get_d(rounded, MPFR_RNDN);  // exact, or beyond binary64
    return std::fabs(result) > largest(format) ? sign * std::numeric_limits<double>::infinity() : result;
}

double round_beside(mpfr_srcptr value, const FormatSpec& format, int direction) {
    StackNumber beside(mpfr_get_prec(value) + 8);  // one step of it is shorter than any distance between two ends
    mpfr_set(beside, value, MPFR_RNDN);
    if (direction > 0) mpfr_nextabove(beside);
    else mpfr_nextbelow(beside);
    return round_nearest(beside, format);
}

double difference(mpfr_srcptr value, double reference, mpfr_rnd_t direction) {
    StackNumber result(mpfr_get_prec(value));
    mpfr_sub_d(result, value, reference, direction);
    return mpfr_get_d(result, direction);
}

std::string decimal(mpfr_srcptr value, int digits, mpfr_rnd_t direction) {
    if (mpfr_nan_p(value)) return "nan";
    if (mpfr_inf_p(value)) return mpfr_sgn(value) < 0 ? "-inf" : "inf";
    char* text = nullptr;
    const char* pattern = direction == MPFR_RNDD ? "%.*RDe" : "%.*RUe";
    mpfr_asprintf(&text, pattern, digits - 1, value);
    std::string result = text;
    mpfr_free_str(text);
    return result;
}

}  // namespace lossproof
