// SPDX-License-Identifier: Apache-2.0
// All use of MPFI. Its comparisons are never called; comparisons, bounds and rounding go through the MPFR end points.
#include "reference/numbers/enclosure.hpp"

#include "reference/numbers/ends.hpp"
#include "reference/numbers/mpfr_rounding.hpp"

#include <mpfi.h>
#include <mpfr.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <type_traits>

namespace lossproof {
namespace {

static_assert(MPFR_ZERO_KIND == 2 && GMP_NUMB_BITS == 64 && sizeof(mp_limb_t) == sizeof(std::uint64_t));
static_assert(std::is_trivially_copyable_v<Enclosure128>);

/// The MPFR number that lives in an end's limbs. It is only read: nothing may give it other limbs.
template <class End> __mpfr_struct view(const End& end) {
    __mpfr_struct number;
    auto* limbs = const_cast<std::uint64_t*>(end.limbs);
    mpfr_custom_init_set(&number, end.kind, end.exponent, static_cast<mpfr_prec_t>(sizeof end.limbs * 8), limbs);
    return number;
}
template <class End> void keep(End& end, mpfr_srcptr number) {
    end.kind = mpfr_custom_get_kind(number);
    if (mpfr_regular_p(number) == 0) return;
    end.exponent = mpfr_custom_get_exp(number);
    std::copy_n(static_cast<const std::uint64_t*>(mpfr_custom_get_significand(number)), std::size(end.limbs), end.limbs);
}

/// An end rounded into a long double: its leading limb, one more where that points away from the rest.
template <class End> long double long_end(const End& end, bool up) {
    static_assert(std::numeric_limits<long double>::digits == 64);
    if (std::abs(end.kind) == MPFR_ZERO_KIND) return 0;
    const int sign = end.kind < 0 ? -1 : 1;
    const bool outwards = (sign > 0) == up;
    if (std::abs(end.kind) == MPFR_INF_KIND || end.exponent > 16000)
        return sign * (outwards || std::abs(end.kind) == MPFR_INF_KIND ? HUGE_VALL : 0x1p16000L);
    if (end.exponent < -16000) return outwards ? sign * 0x1p-16000L : 0;
    const auto* leading = std::end(end.limbs) - 1;
    const bool rest = std::any_of(std::begin(end.limbs), leading, [](std::uint64_t limb) { return limb != 0; });
    const long double size = static_cast<long double>(*leading) + (rest && outwards ? 1 : 0);
    return sign * std::ldexp(size, static_cast<int>(end.exponent) - 64);
}

/// An enclosure as MPFR and MPFI read it.
struct View {
    template <int B> View(const Enclosure<B>& e) : interval{view(e.low_end), view(e.high_end)} {}  // NOLINT
    operator mpfi_srcptr() const { return &interval; }
    mpfr_srcptr low() const { return &interval.left; }
    mpfr_srcptr high() const { return &interval.right; }
    __mpfi_struct interval;
};

/// Where a thread's results arise: MPFI swaps the limbs of its results, so these belong to MPFR and are copied out.
template <int B> struct Scratch {
    Scratch() { mpfi_init2(result, B); }
    ~Scratch() { mpfi_clear(result); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    Enclosure<B> taken() const {
        Enclosure<B> e;
        keep(e.low_end, &result->left);
        keep(e.high_end, &result->right);
        return e;
    }
    mpfi_t result;
};

/// MPFR starts each thread with exponents up to 2^30 only (exp beyond 7·10⁸ would leave them); it can do 2^62. A thread's store of
/// constants and spare integers is not given back when it ends, unless it is told to.
struct MpfrThread {
    bool widened = mpfr_set_emin(mpfr_get_emin_min()) == 0 && mpfr_set_emax(mpfr_get_emax_max()) == 0;
    ~MpfrThread() { mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE); }
};

template <int B> Scratch<B>& scratch() {
    struct Thread {
        MpfrThread mpfr;
        Scratch<B> numbers;
    };
    thread_local Thread here;
    if (!here.mpfr.widened) throw std::runtime_error("MPFR refuses its own exponent range");
    return here.numbers;
}

template <int B, class F> Enclosure<B> mapped(F function, const Enclosure<B>& x) {
    auto& here = scratch<B>();
    function(here.result, View(x));
    return here.taken();
}
template <int B, class F> Enclosure<B> mapped(F function, const Enclosure<B>& x, const Enclosure<B>& y) {
    auto& here = scratch<B>();
    function(here.result, View(x), View(y));
    return here.taken();
}

/// A growing function. At a point one evaluation gives both ends: an inexact result lies between it and the next number.
template <int B, class Interval, class Point> Enclosure<B> growing(Interval interval, Point point, const Enclosure<B>& x) {
    const View at(x);
    if (!mpfr_regular_p(at.low()) || !mpfr_equal_p(at.low(), at.high())) return mapped(interval, x);
    auto& here = scratch<B>();
    const int inexact = point(&here.result->left, at.low(), MPFR_RNDD);
    if (!mpfr_regular_p(&here.result->left)) return mapped(interval, x);
    mpfr_set(&here.result->right, &here.result->left, MPFR_RNDN);
    if (inexact) mpfr_nextabove(&here.result->right);
    return here.taken();
}

/// The rounding of an enclosure whose ends round to `first` and `second`.
template <int B> typename Enclosure<B>::Rounding rounded(const Enclosure<B>& x, double first, double second) {
    if (x.is_nan()) return {.decided = false, .value = std::nan(""), .below = 0, .above = 0};
    const View at(x);
    // An underflow below MPFR's own range leaves an end at exactly 0; the sign is that of the other end.
    if (first == 0 && second == 0) {
        const int sign = mpfr_sgn(at.low()) + mpfr_sgn(at.high());
        const bool straddles = mpfr_sgn(at.low()) < 0 && mpfr_sgn(at.high()) > 0;
        first = second = std::copysign(0.0, sign < 0 ? -1.0 : 1.0);
        if (straddles) return {.decided = false, .value = 0.0, .below = x.lower(), .above = x.upper(), .vanishes = true};
    }
    const bool decided = first == second;
    const double value = first;
    if (!std::isfinite(value)) return {.decided = decided, .value = value, .below = 0, .above = 0};
    return {.decided = decided,
            .value = value,
            .below = difference(at.low(), value, MPFR_RNDD),
            .above = difference(at.high(), value, MPFR_RNDU)};
}

}  // namespace

template <int B> static Enclosure<B> of_integer(int value) {
    auto& here = scratch<B>();
    mpfi_set_si(here.result, value);
    return here.taken();
}
template <int B> Enclosure<B>::Enclosure(int value) {
    // What formulas write most, and every sum begins with.
    static const Enclosure small[] = {of_integer<B>(-1), of_integer<B>(0), of_integer<B>(1), of_integer<B>(2)};
    *this = -1 <= value && value <= 2 ? small[value + 1] : of_integer<B>(value);
}
template <int B> Enclosure<B> Enclosure<B>::from(double value) {
    auto& here = scratch<B>();
    mpfi_set_d(here.result, value);  // exact: every tier is wider than 53 bits
    return here.taken();
}

template <int B> Enclosure<B>& Enclosure<B>::operator+=(const Enclosure& o) { return *this = mapped(mpfi_add, *this, o); }
template <int B> Enclosure<B>& Enclosure<B>::operator-=(const Enclosure& o) { return *this = mapped(mpfi_sub, *this, o); }
template <int B> Enclosure<B>& Enclosure<B>::operator*=(const Enclosure& o) { return *this = mapped(mpfi_mul, *this, o); }
template <int B> Enclosure<B>& Enclosure<B>::operator/=(const Enclosure& o) { return *this = mapped(mpfi_div, *this, o); }

template <int B> bool Enclosure<B>::is_nan() const { return low_end.kind == MPFR_NAN_KIND || high_end.kind == MPFR_NAN_KIND; }
template <int B> bool Enclosure<B>::is_point() const {
    const View at(*this);
    return mpfr_equal_p(at.low(), at.high());
}
template <int B> double Enclosure<B>::middle() const {
    // MPFI's middle of [−∞, −∞] is not a number, and a pivot is chosen by middles.
    return is_point() ? lower() : mpfi_get_d(View(*this));
}
template <int B> double Enclosure<B>::lower() const { return mpfr_get_d(View(*this).low(), MPFR_RNDD); }
template <int B> double Enclosure<B>::upper() const { return mpfr_get_d(View(*this).high(), MPFR_RNDU); }
/// An end in decimal. MPFI keeps 0 as −0 at the upper end: the sign says nothing of the number, and is not shown.
static std::string end_text(mpfr_srcptr end, int digits, mpfr_rnd_t direction) {
    const std::string text = decimal(end, digits, direction);
    return mpfr_zero_p(end) != 0 && text.starts_with('-') ? text.substr(1) : text;
}
template <int B> std::string Enclosure<B>::lower_text(int digits) const { return end_text(View(*this).low(), digits, MPFR_RNDD); }
template <int B> std::string Enclosure<B>::upper_text(int digits) const { return end_text(View(*this).high(), digits, MPFR_RNDU); }

template <int B> typename Enclosure<B>::Rounding Enclosure<B>::round_into(const FormatSpec& format) const {
    const View at(*this);
    return rounded(*this, round_nearest(at.low(), format), round_nearest(at.high(), format));
}
template <int B> typename Enclosure<B>::Rounding Enclosure<B>::round_open(const FormatSpec& format) const {
    if (is_point() || is_nan()) return round_into(format);
    const View at(*this);
    return rounded(*this, round_beside(at.low(), format, 1), round_beside(at.high(), format, -1));
}

template <int B> Enclosure<B> operator-(const Enclosure<B>& x) { return mapped(mpfi_neg, x); }

template <int B> Decision operator<(const Enclosure<B>& a, const Enclosure<B>& b) {
    const View x(a), y(b);
    if (mpfr_less_p(x.high(), y.low())) return Decision::yes;
    if (mpfr_greaterequal_p(x.low(), y.high())) return Decision::no;
    return Decision::unknown;
}
template <int B> Decision operator==(const Enclosure<B>& a, const Enclosure<B>& b) {
    const View x(a), y(b);
    if (a.is_point() && b.is_point()) return decided(mpfr_equal_p(x.low(), y.low()));
    if (mpfr_less_p(x.high(), y.low()) || mpfr_less_p(y.high(), x.low())) return Decision::no;
    return Decision::unknown;
}

template <int B> Enclosure<B> hull(const Enclosure<B>& a, const Enclosure<B>& b) { return mapped(mpfi_union, a, b); }
template <int B> Enclosure<B> lowest(const Enclosure<B>& x) {
    Enclosure<B> end = x;
    end.high_end = x.low_end;
    return end;
}
template <int B> Enclosure<B> highest(const Enclosure<B>& x) {
    Enclosure<B> end = x;
    end.low_end = x.high_end;
    return end;
}
template <int B> LongInterval long_interval(const Enclosure<B>& x) {
    if (x.is_nan()) return {-HUGE_VALL, HUGE_VALL};
    return {long_end(x.low_end, false), long_end(x.high_end, true)};
}
template <int B> bool overlap(const Enclosure<B>& a, const Enclosure<B>& b) {
    const View x(a), y(b);
    return !mpfr_less_p(x.high(), y.low()) && !mpfr_less_p(y.high(), x.low()) && !a.is_nan() && !b.is_nan();
}
template <int B> bool inside(const Enclosure<B>& inner, const Enclosure<B>& outer) {
    const View x(inner), y(outer);
    return mpfr_lessequal_p(y.low(), x.low()) && mpfr_lessequal_p(x.high(), y.high());
}

template <int B> Enclosure<B> exp(const Enclosure<B>& x) { return growing(mpfi_exp, mpfr_exp, x); }
template <int B> Enclosure<B> log(const Enclosure<B>& x) { return growing(mpfi_log, mpfr_log, x); }
template <int B> Enclosure<B> log1p(const Enclosure<B>& x) { return growing(mpfi_log1p, mpfr_log1p, x); }
template <int B> Enclosure<B> expm1(const Enclosure<B>& x) { return growing(mpfi_expm1, mpfr_expm1, x); }
template <int B> Enclosure<B> sqrt(const Enclosure<B>& x) { return growing(mpfi_sqrt, mpfr_sqrt, x); }
template <int B> Enclosure<B> tanh(const Enclosure<B>& x) { return growing(mpfi_tanh, mpfr_tanh, x); }
template <int B> Enclosure<B> abs(const Enclosure<B>& x) { return mapped(mpfi_abs, x); }
template <int B> Enclosure<B> square(const Enclosure<B>& x) { return mapped(mpfi_sqr, x); }

template <int B> Enclosure<B> max(const Enclosure<B>& a, const Enclosure<B>& b) {
    if (a.is_nan() || b.is_nan()) return a.is_nan() ? a : b;
    Enclosure<B> result = a;
    const View x(a), y(b);
    if (mpfr_less_p(x.low(), y.low())) result.low_end = b.low_end;
    if (mpfr_less_p(x.high(), y.high())) result.high_end = b.high_end;
    return result;
}
template <int B> Enclosure<B> pow(const Enclosure<B>& base, const Enclosure<B>& exponent) {
    if ((exponent == 0) == Decision::yes) return Enclosure<B>(1);
    if ((base == 0) == Decision::yes) return (0 < exponent) == Decision::yes ? Enclosure<B>(0) : Enclosure<B>(1) / base;
    return exp(exponent * log(base));
}
template <int B> Enclosure<B> Pi<Enclosure<B>>::value() {
    auto& here = scratch<B>();
    mpfi_const_pi(here.result);
    return here.taken();
}

#define LOSSPROOF_INSTANTIATE(B)                                                                                                           \
    template class Enclosure<B>;                                                                                                           \
    template Enclosure<B> operator-(const Enclosure<B>&);                                                                                  \
    template Decision operator< <B>(const Enclosure<B>&, const Enclosure<B>&);                                                             \
    template Decision operator==<B>(const Enclosure<B>&, const Enclosure<B>&);                                                             \
    template Enclosure<B> hull(const Enclosure<B>&, const Enclosure<B>&);                                                                  \
    template Enclosure<B> lowest(const Enclosure<B>&);                                                                                     \
    template Enclosure<B> highest(const Enclosure<B>&);                                                                                    \
    template LongInterval long_interval(const Enclosure<B>&);                                                                              \
    template bool overlap(const Enclosure<B>&, const Enclosure<B>&);                                                                       \
    template bool inside(const Enclosure<B>&, const Enclosure<B>&);                                                                        \
    template Enclosure<B> exp(const Enclosure<B>&);                                                                                        \
    template Enclosure<B> log(const Enclosure<B>&);                                                                                        \
    template Enclosure<B> log1p(const Enclosure<B>&);                                                                                      \
    template Enclosure<B> expm1(const Enclosure<B>&);                                                                                      \
    template Enclosure<B> sqrt(const Enclosure<B>&);                                                                                       \
    template Enclosure<B> tanh(const Enclosure<B>&);                                                                                       \
    template Enclosure<B> abs(const Enclosure<B>&);                                                                                        \
    template Enclosure<B> square(const Enclosure<B>&);                                                                                     \
    template Enclosure<B> max(const Enclosure<B>&, const Enclosure<B>&);                                                                   \
    template Enclosure<B> pow(const Enclosure<B>&, const Enclosure<B>&);                                                                   \
    template struct Pi<Enclosure<B>>;
LOSSPROOF_FOR_EACH_ENCLOSURE(LOSSPROOF_INSTANTIATE)

}  // namespace lossproof
