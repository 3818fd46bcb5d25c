// SPDX-License-Identifier: Apache-2.0
#include "reference/numbers/mpfr_rounding.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lossproof {
namespace {

/// A scratch number with a precision of its own.
class Scratch {
public:
    explicit Scratch(mpfr_prec_t precision) { mpfr_init2(value_, precision); }
    ~Scratch() { mpfr_clear(value_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    operator mpfr_ptr() { return value_; }

private:
    mpfr_t value_;
};

}  // namespace

double round_nearest(mpfr_srcptr value, const FormatSpec& format) {
    if (!mpfr_regular_p(value)) return mpfr_get_d(value, MPFR_RNDN);
    const mpfr_exp_t exponent = mpfr_get_exp(value) - 1;  // |value| is in [2^exponent, 2^(exponent+1))
    const int sign = mpfr_sgn(value);
    if (exponent > format.max_exponent) return sign * std::numeric_limits<double>::infinity();
    if (exponent < format.smallest_exponent() - 1) return std::copysign(0.0, sign);
    const long quantum = std::max<long>(exponent, format.min_exponent) - format.precision + 1;
    Scratch integer(mpfr_get_prec(value));
    mpfr_mul_2si(integer, value, -quantum, MPFR_RNDN);  // exact: only the exponent moves
    mpfr_roundeven(integer, integer);
    const double rounded = std::ldexp(mpfr_get_d(integer, MPFR_RNDN), static_cast<int>(quantum));
    if (std::fabs(rounded) > largest(format)) return sign * std::numeric_limits<double>::infinity();
    return std::copysign(rounded, sign);
}

double round_beside(mpfr_srcptr value, const FormatSpec& format, int direction) {
    Scratch beside(mpfr_get_prec(value) + 8);  // one step of it is shorter than any distance between two ends
    mpfr_set(beside, value, MPFR_RNDN);
    if (direction > 0) mpfr_nextabove(beside);
    else mpfr_nextbelow(beside);
    return round_nearest(beside, format);
}

double difference(mpfr_srcptr value, double reference, mpfr_rnd_t direction) {
    Scratch result(mpfr_get_prec(value));
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
