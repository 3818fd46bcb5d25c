// SPDX-License-Identifier: Apache-2.0
// One loop for every elementwise operation. A formula is a struct with
//   inputs, gradients                       how many arrays it reads and differentiates
//   regular(x, p)                           lanes on which the vector formula is valid
//   run<R, G>(x, p, value, gradient)        the formula over the number type R, with its gradients when G
//   undefined(x)                            where neither value nor gradient exists, besides NaN in the data (optional)
// Lanes that are not regular, and machines without FMA, are computed by the same formula over `Wide`.
#include "fast/elementwise/block.hpp"
#include "fast/simd/exp-inl.hpp"
#include "fast/simd/log-inl.hpp"

#if defined(LOSSPROOF_FAST_ELEMENTWISE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef LOSSPROOF_FAST_ELEMENTWISE_INL
#undef LOSSPROOF_FAST_ELEMENTWISE_INL
#else
#define LOSSPROOF_FAST_ELEMENTWISE_INL
#endif

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

/// The outputs of a step stand for themselves: a NaN reaches those that read it.
template <class Formula>
inline constexpr bool is_step = requires { Formula::is_step; };

template <class Formula>
bool undefined(const Wide* x) {
    bool yes = false;
    for (int a = 0; a < Formula::inputs; ++a) yes = yes || is_nan(x[a]);
    if constexpr (requires { Formula::undefined(x); }) yes = yes || Formula::undefined(x);
    return yes;
}

template <class Formula>
HWY_NOINLINE void one_by_one(const Block& b, size_t begin, unsigned which) {
    const Wide nothing{std::numeric_limits<long double>::quiet_NaN()};
    if (b.declined) *b.declined = true;
    for (size_t lane = 0; which >> lane; ++lane) {
        if (!(which >> lane & 1)) continue;
        const size_t j = begin + lane;
        Wide x[Formula::inputs], value, gradient[2];
        for (int a = 0; a < Formula::inputs; ++a) x[a] = {b.in[a][j] + 0.0L};  // −0 reads as +0
        Formula::template run<Wide, true>(x, b.parameters, value, gradient);
        if (!is_step<Formula> && undefined<Formula>(x)) {
            value = gradient[0] = gradient[1] = nothing;
            if (b.undefined) *b.undefined = true;
        }
        if (b.value) b.value[j] = to_double(value);
        if (b.total) b.total->add(value);
        for (int g = 0; g < Formula::gradients; ++g) {
            const Wide full{gradient[g].v / b.divisor};
            if (b.gradient[g]) b.gradient[g][j] = to_double(full);
            if (b.gradient_total[g]) b.gradient_total[g]->add(full);
        }
    }
}

#if HWY_NATIVE_FMA
HWY_INLINE void add_lanes(const Sum& sum, Total& total) {
    HWY_ALIGN double high[8], low[8];
    store(sum.total.head, high);
    store(sum.total.tail, low);
    for (int j = 0; j < 8; ++j) total.add(high[j], low[j]);
}

/// 1/divisor, once a block.
template <class R>
HWY_INLINE R inverse_of(double divisor) {
    return Kind<R>::lift(set(1)) / Kind<R>::lift(set(divisor));
}

/// An infinite gradient stays infinite; in two words the product would be NaN.
HWY_INLINE Oct scaled_by(Oct x, Oct inverse) { return x * inverse; }
HWY_INLINE Two scaled_by(Two x, Two inverse) {
    return where(abs(x.head) < set(std::numeric_limits<double>::infinity()), x * inverse, x);
}

template <class Formula, class R, bool G>
HWY_INLINE void eight(const Block& b, size_t i, size_t count, R inverse, Sum& sum, Sum& gradient_sum) {
    Oct x[Formula::inputs];
    for (int a = 0; a < Formula::inputs; ++a)
        x[a] = count == 8 ? load(b.in[a] + i) : load_some(b.in[a] + i, count, 0);
    R value, gradient[2];
    Formula::template run<R, G>(x, b.parameters, value, gradient);

    const Mask regular = Formula::regular(x, b.parameters), counted = regular & first(count);
    if (b.value) count == 8 ? store(rounded(value), b.value + i) : store_some(rounded(value), b.value + i, count);
    if (b.term_head) store(head(value), b.term_head + i), store(tail(value), b.term_tail + i);
    if (b.total) sum.add(keep(counted, value));
    for (int g = 0; G && g < Formula::gradients; ++g) {
        const R d = b.divisor == 1 ? gradient[g] : scaled_by(gradient[g], inverse);
        if (b.gradient_total[g]) gradient_sum.add(keep(counted, d));
        if (!b.gradient[g]) continue;
        count == 8 ? store(rounded(d), b.gradient[g] + i) : store_some(rounded(d), b.gradient[g] + i, count);
    }
    const Mask rare = !regular & first(count);
    if (HWY_UNLIKELY(!all(!rare))) one_by_one<Formula>(b, i, bits(rare));
}

template <class Formula, class R, bool G>
void run_block(const Block& b) {
    Sum sum, gradient_sum;
    const R inverse = inverse_of<R>(b.divisor);
    for (size_t i = 0; i < b.count; i += 8)
        eight<Formula, R, G>(b, i, HWY_MIN(b.count - i, 8), inverse, sum, gradient_sum);
    if (b.total) add_lanes(sum, *b.total);
    for (Total* t : b.gradient_total)
        if (t) add_lanes(gradient_sum, *t);
}

template <class Formula>
BlockFunction choose(bool quick, bool gradient) {
    if (quick) return gradient ? run_block<Formula, Oct, true> : run_block<Formula, Oct, false>;
    return gradient ? run_block<Formula, Two, true> : run_block<Formula, Two, false>;
}
#else
template <class Formula>
void run_block(const Block& b) {
    for (size_t i = 0; i < b.count; i += 8)
        one_by_one<Formula>(b, i, b.count - i >= 8 ? 255u : (1u << (b.count - i)) - 1);
}
template <class Formula>
BlockFunction choose(bool, bool) {
    return run_block<Formula>;
}
#endif

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // include guard
