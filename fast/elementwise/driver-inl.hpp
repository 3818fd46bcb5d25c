// SPDX-License-Identifier: Apache-2.0
// One loop for every elementwise operation. A formula is a struct with
//   inputs, gradients                       how many arrays it reads and differentiates
//   regular(x, p)                           lanes on which the vector formula is valid
//   run<R, G>(x, p, value, gradient)        the formula over the number type R, with its gradients when G
//   prepare<R>(x, p)                        optional: one or two words that `run` then gets as a fifth argument. It is computed for a strip
//   of
//                                           elements before the rest is: two short chains of dependent steps overlap with
//                                           their neighbours' where one long chain fills the registers and waits
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
template <class Formula> inline constexpr bool is_step = requires { Formula::is_step; };

template <class Formula, class R> inline constexpr bool prepares = requires(const In<R>* x, const double* p) {
    Formula::template prepare<R>(x, p);
};
template <class Formula, class R> HWY_INLINE auto prepared(const In<R>* x, const double* p) {
    if constexpr (prepares<Formula, R>) return Formula::template prepare<R>(x, p);
    else return R{};
}
template <class Formula, class R, bool G, class U> HWY_INLINE void evaluate(const In<R>* x, const double* p, R& value, R* gradient, U u) {
    if constexpr (prepares<Formula, R>) Formula::template run<R, G>(x, p, value, gradient, u);
    else Formula::template run<R, G>(x, p, value, gradient);
}

template <class Formula> bool undefined(const Wide* x) {
    bool yes = false;
    for (int a = 0; a < Formula::inputs; ++a) yes = yes || is_nan(x[a]);
    if constexpr (requires { Formula::undefined(x); }) yes = yes || Formula::undefined(x);
    return yes;
}

template <class Formula> HWY_NOINLINE void one_by_one(const Block& b, size_t begin, unsigned which) {
    const Wide nothing{std::numeric_limits<long double>::quiet_NaN()};
    if (b.declined) *b.declined = true;
    for (size_t lane = 0; which >> lane; ++lane) {
        if (!(which >> lane & 1)) continue;
        const size_t j = begin + lane;
        Wide x[Formula::inputs], value, gradient[2];
        for (int a = 0; a < Formula::inputs; ++a) x[a] = {b.in[a][j] + 0.0L};  // −0 reads as +0
        evaluate<Formula, Wide, true>(x, b.parameters, value, gradient, prepared<Formula, Wide>(x, b.parameters));
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
template <class R> HWY_INLINE R inverse_of(double divisor) { return Kind<R>::lift(set(1)) / Kind<R>::lift(set(divisor)); }

/// An infinite gradient stays infinite; in two words the product would be NaN.
HWY_INLINE Oct scaled_by(Oct x, Oct inverse) { return x * inverse; }
HWY_INLINE Two scaled_by(Two x, Two inverse) { return where(abs(x.head) < set(std::numeric_limits<double>::infinity()), x * inverse, x); }

/// What was prepared for a strip of elements.
inline constexpr size_t strip = 512;
struct Strip {
    HWY_ALIGN double head[strip], tail[strip];
    HWY_INLINE void put(Oct u, size_t i) { store(u, head + i); }
    HWY_INLINE void put(Two u, size_t i) { store(u.head, head + i), store(u.tail, tail + i); }
    HWY_INLINE void get(Oct& u, size_t i) const { u = load(head + i); }
    HWY_INLINE void get(Two& u, size_t i) const { u = {load(head + i), load(tail + i)}; }
};

template <int Inputs, bool Whole> HWY_INLINE void load_inputs(Oct* x, const Block& b, size_t i, size_t count) {
    for (int a = 0; a < Inputs; ++a) x[a] = Whole ? load(b.in[a] + i) : load_some(b.in[a] + i, count, 0);
}

/// x·factor with one rounding that counts.
HWY_INLINE Oct rounded_product(Oct x, Oct factor) { return x * factor; }
HWY_INLINE Oct rounded_product(Two x, Two factor) {
    const Oct rest = fma(x.head, factor.tail, x.tail * factor.head);
    const Mask finite = abs(x.head) < set(std::numeric_limits<double>::infinity());
    return fma(x.head, factor.head, keep(finite, rest)) + set(0);
}

/// Elements [i, i+count): eight of them, or what is left of the block.
template <class Formula, class R, bool G, bool Whole, class U>
HWY_INLINE void eight(const Block& b, size_t i, size_t count, U u, R inverse, Sum& sum, Sum& gradient_sum) {
    const auto put = [&](Oct y, double* out) HWY_ATTR { Whole ? store(y, out + i) : store_some(y, out + i, count); };
    Oct x[Formula::inputs];
    load_inputs<Formula::inputs, Whole>(x, b, i, count);
    R value, gradient[2];
    evaluate<Formula, R, G>(x, b.parameters, value, gradient, u);

    const Mask regular = Formula::regular(x, b.parameters), counted = Whole ? regular : regular & first(count);
    if (b.value) put(rounded(value), b.value);
    if (b.term_head) store(head(value), b.term_head + i), store(tail(value), b.term_tail + i);
    if (b.total) sum.add(keep(counted, value));
    for (int g = 0; G && g < Formula::gradients; ++g) {
        if (b.gradient_total[g]) gradient_sum.add(keep(counted, scaled_by(gradient[g], inverse)));
        if (b.gradient[g]) put(b.divisor == 1 ? rounded(gradient[g]) : rounded_product(gradient[g], inverse), b.gradient[g]);
    }
    const Mask rare = Whole ? !regular : !regular & first(count);
    if (HWY_UNLIKELY(!all(!rare))) one_by_one<Formula>(b, i, bits(rare));
}

template <class Formula, class R> HWY_INLINE void prepare_strip(const Block& b, size_t begin, size_t end, Strip& prepared_strip) {
    Oct x[Formula::inputs];
    size_t i = begin;
    for (; i + 8 <= end; i += 8) {
        load_inputs<Formula::inputs, true>(x, b, i, 8);
        prepared_strip.put(prepared<Formula, R>(x, b.parameters), i - begin);
    }
    if (i == end) return;
    load_inputs<Formula::inputs, false>(x, b, i, end - i);
    prepared_strip.put(prepared<Formula, R>(x, b.parameters), i - begin);
}

template <class Formula, class R, bool G> void run_block(const Block& b) {
    Sum sum, gradient_sum;
    const R inverse = inverse_of<R>(b.divisor);
    Strip ready;
    for (size_t begin = 0, end; begin < b.count; begin = end) {
        end = HWY_MIN(begin + strip, b.count);
        if constexpr (prepares<Formula, R>) prepare_strip<Formula, R>(b, begin, end, ready);
        decltype(prepared<Formula, R>(nullptr, nullptr)) u{};
        size_t i = begin;
        for (; i + 8 <= end; i += 8) {
            if constexpr (prepares<Formula, R>) ready.get(u, i - begin);
            eight<Formula, R, G, true>(b, i, 8, u, inverse, sum, gradient_sum);
        }
        if (i == end) continue;
        if constexpr (prepares<Formula, R>) ready.get(u, i - begin);
        eight<Formula, R, G, false>(b, i, end - i, u, inverse, sum, gradient_sum);
    }
    if (b.total) add_lanes(sum, *b.total);
    for (Total* t : b.gradient_total)
        if (t) add_lanes(gradient_sum, *t);
}

template <class Formula> BlockFunction choose(bool quick, bool gradient) {
    if (quick) return gradient ? run_block<Formula, Oct, true> : run_block<Formula, Oct, false>;
    return gradient ? run_block<Formula, Two, true> : run_block<Formula, Two, false>;
}
#else
template <class Formula> void run_block(const Block& b) {
    for (size_t i = 0; i < b.count; i += 8) one_by_one<Formula>(b, i, b.count - i >= 8 ? 255u : (1u << (b.count - i)) - 1);
}
template <class Formula> BlockFunction choose(bool, bool) { return run_block<Formula>; }
#endif

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // include guard
