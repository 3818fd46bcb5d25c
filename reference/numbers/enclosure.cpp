// SPDX-License-Identifier: Apache-2.0
// All use of Boost's interval backend. Its comparison operators are never called: on overlapping intervals they end
// the process from a noexcept function. Comparisons, bounds and rounding go through the MPFR end points.
#include "reference/numbers/enclosure.hpp"

#include "reference/numbers/ends.hpp"
#include "reference/numbers/mpfr_rounding.hpp"

#include <boost/multiprecision/mpfi.hpp>

#include <cmath>
#include <new>
#include <stdexcept>

namespace lossproof {
namespace {

namespace mp = boost::multiprecision;

constexpr int decimal_digits(int bits) { return bits == 128 ? 38 : bits == 256 ? 77 : bits == 1024 ? 308 : 1233; }
template <int B> using Number = mp::number<mp::mpfi_float_backend<decimal_digits(B)>, mp::et_off>;

template <int B> Number<B>& number(Enclosure<B>& e) { return *std::launder(reinterpret_cast<Number<B>*>(e.storage())); }
template <int B> const Number<B>& number(const Enclosure<B>& e) { return *std::launder(reinterpret_cast<const Number<B>*>(e.storage())); }
template <int B> mpfi_ptr raw(Enclosure<B>& e) { return number(e).backend().data(); }
template <int B> mpfi_srcptr raw(const Enclosure<B>& e) { return number(e).backend().data(); }
template <int B> mpfr_srcptr low(const Enclosure<B>& e) { return &raw(e)->left; }
template <int B> mpfr_srcptr high(const Enclosure<B>& e) { return &raw(e)->right; }

/// MPFR starts each thread with exponents up to 2^30 only (exp beyond 7·10⁸ would leave them); it can do 2^62. A thread's store of
/// constants and spare integers is not given back when it ends, unless it is told to.
struct MpfrThread {
    bool widened = mpfr_set_emin(mpfr_get_emin_min()) == 0 && mpfr_set_emax(mpfr_get_emax_max()) == 0;
    ~MpfrThread() { mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE); }
};

void use_full_exponent_range() {
    thread_local const MpfrThread here;
    if (!here.widened) throw std::runtime_error("MPFR refuses its own exponent range");
}

template <int B, class F> Enclosure<B> mapped(const Enclosure<B>& x, F function) {
    use_full_exponent_range();
    Enclosure<B> result;
    function(raw(result), raw(x));
    return result;
}

/// The rounding of an enclosure whose ends round to `first` and `second`.
template <int B> typename Enclosure<B>::Rounding rounded(const Enclosure<B>& x, double first, double second) {
    if (x.is_nan()) return {.decided = false, .value = std::nan(""), .below = 0, .above = 0};
    // An underflow below MPFR's own range leaves an end at exactly 0; the sign is that of the other end.
    if (first == 0 && second == 0) {
        const int sign = mpfr_sgn(low(x)) + mpfr_sgn(high(x));
        const bool straddles = mpfr_sgn(low(x)) < 0 && mpfr_sgn(high(x)) > 0;
        first = second = std::copysign(0.0, sign < 0 ? -1.0 : 1.0);
        if (straddles) return {.decided = false, .value = 0.0, .below = x.lower(), .above = x.upper(), .vanishes = true};
    }
    const bool decided = first == second;
    const double value = first;
    if (!std::isfinite(value)) return {.decided = decided, .value = value, .below = 0, .above = 0};
    return {
        .decided = decided, .value = value, .below = difference(low(x), value, MPFR_RNDD), .above = difference(high(x), value, MPFR_RNDU)};
}

}  // namespace

template <int B> Enclosure<B>::Enclosure() {
    static_assert(sizeof(Number<B>) <= size && alignof(Number<B>) <= 8);
    new (bytes_) Number<B>();
}
template <int B> Enclosure<B>::Enclosure(int value) { new (bytes_) Number<B>(value); }
template <int B> Enclosure<B> Enclosure<B>::from(double value) {
    Enclosure result;
    mpfi_set_d(raw(result), value);  // exact: every tier is wider than 53 bits
    return result;
}
template <int B> Enclosure<B>::Enclosure(const Enclosure& o) { new (bytes_) Number<B>(number(o)); }
template <int B> Enclosure<B>::Enclosure(Enclosure&& o) noexcept { new (bytes_) Number<B>(std::move(number(o))); }
template <int B> Enclosure<B>& Enclosure<B>::operator=(const Enclosure& o) {
    number(*this) = number(o);
    return *this;
}
template <int B> Enclosure<B>& Enclosure<B>::operator=(Enclosure&& o) noexcept {
    number(*this) = std::move(number(o));
    return *this;
}
template <int B> Enclosure<B>::~Enclosure() { number(*this).~number(); }

template <int B> Enclosure<B>& Enclosure<B>::operator+=(const Enclosure& o) {
    number(*this) += number(o);
    return *this;
}
template <int B> Enclosure<B>& Enclosure<B>::operator-=(const Enclosure& o) {
    number(*this) -= number(o);
    return *this;
}
template <int B> Enclosure<B>& Enclosure<B>::operator*=(const Enclosure& o) {
    number(*this) *= number(o);
    return *this;
}
template <int B> Enclosure<B>& Enclosure<B>::operator/=(const Enclosure& o) {
    number(*this) /= number(o);
    return *this;
}

template <int B> bool Enclosure<B>::is_nan() const { return mpfr_nan_p(low(*this)) || mpfr_nan_p(high(*this)); }
template <int B> bool Enclosure<B>::is_point() const { return !is_nan() && mpfr_equal_p(low(*this), high(*this)); }
template <int B> double Enclosure<B>::middle() const {
    // MPFI's middle of [−∞, −∞] is not a number, and a pivot is chosen by middles.
    return is_point() ? lower() : mpfi_get_d(raw(*this));
}
template <int B> double Enclosure<B>::lower() const { return mpfr_get_d(low(*this), MPFR_RNDD); }
template <int B> double Enclosure<B>::upper() const { return mpfr_get_d(high(*this), MPFR_RNDU); }
template <int B> std::string Enclosure<B>::lower_text(int digits) const { return decimal(low(*this), digits, MPFR_RNDD); }
template <int B> std::string Enclosure<B>::upper_text(int digits) const { return decimal(high(*this), digits, MPFR_RNDU); }

template <int B> typename Enclosure<B>::Rounding Enclosure<B>::round_into(const FormatSpec& format) const {
    return rounded(*this, round_nearest(low(*this), format), round_nearest(high(*this), format));
}
template <int B> typename Enclosure<B>::Rounding Enclosure<B>::round_open(const FormatSpec& format) const {
    if (is_point() || is_nan()) return round_into(format);
    return rounded(*this, round_beside(low(*this), format, 1), round_beside(high(*this), format, -1));
}

template <int B> Enclosure<B> operator-(const Enclosure<B>& x) { return mapped(x, mpfi_neg); }

template <int B> Decision operator<(const Enclosure<B>& a, const Enclosure<B>& b) {
    if (mpfr_less_p(high(a), low(b))) return Decision::yes;
    if (mpfr_greaterequal_p(low(a), high(b))) return Decision::no;
    return Decision::unknown;
}
template <int B> Decision operator==(const Enclosure<B>& a, const Enclosure<B>& b) {
    if (a.is_point() && b.is_point()) return decided(mpfr_equal_p(low(a), low(b)));
    if (mpfr_less_p(high(a), low(b)) || mpfr_less_p(high(b), low(a))) return Decision::no;
    return Decision::unknown;
}

template <int B> Enclosure<B> hull(const Enclosure<B>& a, const Enclosure<B>& b) {
    Enclosure<B> result;
    mpfi_union(raw(result), raw(a), raw(b));
    return result;
}
template <int B> Enclosure<B> lowest(const Enclosure<B>& x) {
    return mapped(x, [](mpfi_ptr end, mpfi_srcptr all) { mpfi_set_fr(end, &all->left); });
}
template <int B> Enclosure<B> highest(const Enclosure<B>& x) {
    return mapped(x, [](mpfi_ptr end, mpfi_srcptr all) { mpfi_set_fr(end, &all->right); });
}
template <int B> bool overlap(const Enclosure<B>& a, const Enclosure<B>& b) {
    return !mpfr_less_p(high(a), low(b)) && !mpfr_less_p(high(b), low(a)) && !a.is_nan() && !b.is_nan();
}
template <int B> bool inside(const Enclosure<B>& inner, const Enclosure<B>& outer) {
    return mpfr_lessequal_p(low(outer), low(inner)) && mpfr_lessequal_p(high(inner), high(outer));
}

template <int B> Enclosure<B> exp(const Enclosure<B>& x) { return mapped(x, mpfi_exp); }
template <int B> Enclosure<B> log(const Enclosure<B>& x) { return mapped(x, mpfi_log); }
template <int B> Enclosure<B> log1p(const Enclosure<B>& x) { return mapped(x, mpfi_log1p); }
template <int B> Enclosure<B> expm1(const Enclosure<B>& x) { return mapped(x, mpfi_expm1); }
template <int B> Enclosure<B> sqrt(const Enclosure<B>& x) { return mapped(x, mpfi_sqrt); }
template <int B> Enclosure<B> tanh(const Enclosure<B>& x) { return mapped(x, mpfi_tanh); }
template <int B> Enclosure<B> abs(const Enclosure<B>& x) { return mapped(x, mpfi_abs); }
template <int B> Enclosure<B> square(const Enclosure<B>& x) { return mapped(x, mpfi_sqr); }

template <int B> Enclosure<B> max(const Enclosure<B>& a, const Enclosure<B>& b) {
    if (a.is_nan() || b.is_nan()) return a.is_nan() ? a : b;
    Enclosure<B> result;
    mpfr_max(&raw(result)->left, low(a), low(b), MPFR_RNDD);
    mpfr_max(&raw(result)->right, high(a), high(b), MPFR_RNDU);
    return result;
}
template <int B> Enclosure<B> pow(const Enclosure<B>& base, const Enclosure<B>& exponent) {
    if ((exponent == 0) == Decision::yes) return Enclosure<B>(1);
    if ((base == 0) == Decision::yes) return (0 < exponent) == Decision::yes ? Enclosure<B>(0) : Enclosure<B>(1) / base;
    return exp(exponent * log(base));
}
template <int B> Enclosure<B> Pi<Enclosure<B>>::value() {
    Enclosure<B> result;
    mpfi_const_pi(raw(result));
    return result;
}

#define LOSSPROOF_INSTANTIATE(B)                                                                                                           \
    template class Enclosure<B>;                                                                                                           \
    template Enclosure<B> operator-(const Enclosure<B>&);                                                                                  \
    template Decision operator< <B>(const Enclosure<B>&, const Enclosure<B>&);                                                             \
    template Decision operator==<B>(const Enclosure<B>&, const Enclosure<B>&);                                                             \
    template Enclosure<B> hull(const Enclosure<B>&, const Enclosure<B>&);                                                                  \
    template Enclosure<B> lowest(const Enclosure<B>&);                                                                                     \
    template Enclosure<B> highest(const Enclosure<B>&);                                                                                    \
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
