// SPDX-License-Identifier: Apache-2.0
// Pieces the formulas share, each over the three number types.
#include "fast/elementwise/driver-inl.hpp"

#if defined(LOSSPROOF_FAST_COMMON_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSPROOF_FAST_COMMON_INL
#undef LOSSPROOF_FAST_COMMON_INL
#else
#define LOSSPROOF_FAST_COMMON_INL
#endif

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class R> HWY_INLINE R number(double c) { return Kind<R>::lift(Kind<R>::constant(c)); }

#if HWY_NATIVE_FMA
template <class R> inline constexpr bool one_word = std::is_same_v<R, Oct>;
#else
template <class R> inline constexpr bool one_word = false;
#endif

/// A constant or prepared parameter that one double does not hold: high + low.
template <class R> HWY_INLINE R split_constant(double high, double low) {
    if constexpr (std::is_same_v<R, Wide>) return {static_cast<long double>(high) + low};
#if HWY_NATIVE_FMA
    else if constexpr (std::is_same_v<R, Two>) return {set(high), set(low)};
    else return set(high);
#endif
}

/// w·x, loose, and 0 where one of them is 0 even if the other is infinite.
template <class R, class X> HWY_INLINE R weighted(R w, X x) {
    if constexpr (std::is_same_v<R, Wide>) {
        if (is_nan(w) || is_nan(x)) return {not_a_number};
        return {w.v == 0 || x.v == 0 ? 0 : w.v * x.v};
    } else {
        return loose_product(w, x);
    }
}

/// log(a/b) where a/b is known: the wide path turns to log1p where a ≈ b, the two-word quotient is close enough to 1.
template <class R> HWY_INLINE R log_of_quotient(R a, R b, R quotient) {
    if constexpr (std::is_same_v<R, Wide>) {
        const Wide t = (a - b) / b;  // 0 for equals
        return std::fabs(t.v) < 0.25L ? log1p(t) : log(quotient);
    } else if constexpr (one_word<R>) {
        return log(quotient);
    } else {
        return drop((a.head == b.head) & (a.tail == b.tail), log(quotient));  // exactly 0 for equals
    }
}
template <class R> HWY_INLINE R log_ratio(R a, R b) { return log_of_quotient(a, b, a / b); }

/// e^x for −680 < x < 709.
#if HWY_NATIVE_FMA
template <class R> HWY_INLINE R ordinary_exp(Oct x) {
    const R e = exp_calm_of<R>(x);
    if constexpr (std::is_same_v<R, Two>) return quick_sum(e.head, e.tail);
    else return e;
}
#endif
template <class R> Wide ordinary_exp(Wide x) { return exp(x); }

/// Formulas of σ(x) prepare e^{−|x|}.
template <class R> HWY_INLINE R decay_from(In<R> x) { return ordinary_exp<R>(-abs(x)); }

/// e^{−|x|} and 1 + e^{−|x|}: σ(|x|) = 1/sum, σ(−|x|) = decay/sum, ζ(−|x|) = log1p(decay).
template <class R> struct Logistic {
    R decay, sum;
    HWY_INLINE explicit Logistic(R e) : decay(e), sum(one_plus(e)) {}
    HWY_INLINE R of(In<R> x) const { return where(x < Kind<R>::constant(0), decay, number<R>(1)) / sum; }
    HWY_INLINE R of_minus(In<R> x) const { return where(x < Kind<R>::constant(0), number<R>(1), decay) / sum; }
};

template <class R> HWY_INLINE In<R> positive_part(In<R> x) { return where(x < Kind<R>::constant(0), Kind<R>::constant(0), x); }

#if HWY_NATIVE_FMA
HWY_INLINE Mask within(Oct x, double low, double high) { return (set(low) < x) & (x < set(high)); }
HWY_INLINE Mask below(Oct x, double high) { return abs(x) < set(high); }
/// Zero or of ordinary size: squares, cubes and quotients of such numbers neither overflow nor lose their tails.
HWY_INLINE Mask ordinary(Oct x, double low = 0x1p-200, double high = 0x1p200) { return (x == set(0)) | within(abs(x), low, high); }
#endif

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // include guard
