// SPDX-License-Identifier: Apache-2.0
// Entropies and divergences: x·log y forms of distributions, terms that a row adds up.
#include "fast/elementwise/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/elementwise/information.cpp"
#include "hwy/foreach_target.h"
#include "fast/elementwise/common-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

#if HWY_NATIVE_FMA
/// log(base) of ordinary size, for the terms that are divided by it.
HWY_INLINE Mask ordinary_unit(const double* c) { return first(std::fabs(c[0]) > 0x1p-60 && std::fabs(c[0]) < 0x1p60 ? 8 : 0); }
HWY_INLINE Mask zero_or_probability(Oct p) { return (p == set(0)) | within(p, 0x1p-200, 0x1p200); }
#endif

/// x/log(base); in nats x itself.
template <class R> HWY_INLINE R in_base(R x, const double* c) { return c[0] == 1 && c[1] == 0 ? x : x / split_constant<R>(c[0], c[1]); }

/// x where it is not 0, else 1: something a logarithm may be taken of when the term is dropped anyway.
template <class R> HWY_INLINE In<R> or_one(In<R> x) { return where(x == Kind<R>::constant(0), Kind<R>::constant(1), x); }
/// Parameters 0 and 1 here and below: log(base) in two words. −p log p, and 0 at 0.
struct Entropy {
    static constexpr int inputs = 1, gradients = 1;
    static bool undefined(const Wide* x) { return x[0].v < 0; }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* c, R& value, R* gradient) {
        const R zero = number<R>(0);
        const auto absent = x[0] == Kind<R>::constant(0);
        const R log_p = log(Kind<R>::lift(or_one<R>(x[0])));
        value = where(absent, zero, in_base(-(log_p * Kind<R>::lift(x[0])), c));
        if constexpr (G) gradient[0] = where(absent, number<R>(c[0] > 0 ? infinity : -infinity), in_base(-(log_p + number<R>(1)), c));
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* c) { return ordinary_unit(c) & zero_or_probability(x[0]); }
#endif
};

/// −p log q, and 0 where p = 0.
struct CrossEntropy {
    static constexpr int inputs = 2, gradients = 2;
    static bool undefined(const Wide* x) { return x[0].v < 0 || x[1].v < 0; }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* c, R& value, R* gradient) {
        const R p = Kind<R>::lift(x[0]), q = Kind<R>::lift(x[1]);
        const R log_q = in_base(log(q), c);
        value = where(x[0] == Kind<R>::constant(0), number<R>(0), -weighted(log_q, p));
        if constexpr (G) {
            gradient[0] = -log_q;
            gradient[1] = where(x[0] == Kind<R>::constant(0), number<R>(0), -in_base(p / q, c));
        }
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* c) {
        return ordinary_unit(c) & zero_or_probability(x[0]) & within(x[1], 0x1p-200, 0x1p200);
    }
#endif
};

/// Wide only: q = 0, both 0, infinities, and numbers that are no probabilities.
inline void kl_at_the_edge(Wide p, Wide q, bool base_above_one, Wide& value, Wide* gradient) {
    if (q.v != 0) return;
    const double up = base_above_one ? infinity : -infinity;
    value.v = p.v == 0 ? 0 : up;
    gradient[0].v = p.v == 0 ? not_a_number : up;
    gradient[1].v = p.v == 0 ? 0 : -up;
}

/// p log(p/q) as (p − q) − p·log1pmx((q − p)/p): the second part is ≥ 0, the first adds up exactly, so nothing cancels
/// when p and q are close. Far apart the logarithm itself is used.
template <class R> HWY_INLINE R careful_kl(R p, R excess, R log_q_over_p) {
    const auto near = abs(head(excess)) < head(p) * Kind<R>::constant(0.04);
    const R far = -(p * log_q_over_p);
#if HWY_NATIVE_FMA
    if constexpr (std::is_same_v<R, Two>)
        if (all(!near)) return far;
#endif
    return where(near, -(p * log1pmx_series(where(near, excess / p, number<R>(0)))) - excess, far);
}

/// quick: p·log(p/q) as it stands, which is as good as the data when p and q differ.
struct KullbackLeibler {
    static constexpr int inputs = 2, gradients = 2;
    static bool undefined(const Wide* x) { return x[0].v < 0 || x[1].v < 0; }
    /// q/p; log_ratio has its own way in the wide.
    template <class R> static HWY_INLINE R prepare(const In<R>* x, const double*) {
        return Kind<R>::lift(x[1]) / Kind<R>::lift(or_one<R>(x[0]));
    }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* c, R& value, R* gradient, R ratio) {
        const R zero = number<R>(0);
        const auto absent = x[0] == Kind<R>::constant(0);
        const In<R> safe = or_one<R>(x[0]);
        const R p = Kind<R>::lift(safe), q = Kind<R>::lift(x[1]);
        const R excess = Kind<R>::difference(x[1], safe), log_q_over_p = log_of_quotient(q, p, ratio);
        if constexpr (one_word<R>) {
            value = in_base(where(absent, zero, -(p * log_q_over_p)), c);
        } else {
            value = in_base(where(absent, zero, careful_kl(p, excess, log_q_over_p)), c);
        }
        if constexpr (G) {
            gradient[0] = where(absent, number<R>(c[0] > 0 ? -infinity : infinity), in_base(number<R>(1) - log_q_over_p, c));
            gradient[1] = where(absent, zero, -in_base(p / q, c));
        }
        if constexpr (std::is_same_v<R, Wide>) kl_at_the_edge(x[0], x[1], c[0] > 0, value, gradient);
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* c) {
        return ordinary_unit(c) & zero_or_probability(x[0]) & within(x[1], 0x1p-200, 0x1p200);
    }
#endif
};

/// ψ(d) = (1+d)log(1+d) + (1−d)log(1−d) = d² + d⁴/6 + …, for small d.
template <class R> HWY_INLINE R psi(R d) {
    const R one = number<R>(1);
    return scaled(d * d, 2) + ((one + d) * log1pmx_series(d) + (one - d) * log1pmx_series(-d));
}

/// ½log(p/m) and ½log(q/m) when one of them is infinite: the other is nothing beside it.
inline void js_at_infinity(Wide p, Wide q, Wide* gradient) {
    if (p.v == q.v) return;
    gradient[0].v = p.v == infinity ? not_a_number : -infinity;
    gradient[1].v = q.v == infinity ? not_a_number : -infinity;
}

/// log(2x/both) for x = p or q and d = ±(p − q)/both. In one word 2x/both near 1 would lose what log1p(d) keeps.
template <class R> HWY_INLINE R log_share(In<R> x, R both, [[maybe_unused]] R d) {
#if HWY_NATIVE_FMA
    if constexpr (one_word<R>) {
        const Mask small = d < set(-0.5);
        return where(small, log(scaled(or_one<R>(x), 2) / both), log1p(where(small, set(0), d)));
    }
#endif
    return log_ratio(scaled(Kind<R>::lift(or_one<R>(x)), 2), both);
}

/// ½p log(p/m) + ½q log(q/m) with m = (p+q)/2; near p = q it is ¼(p+q)ψ((p−q)/(p+q)), where every part is ≥ 0.
struct JensenShannon {
    static constexpr int inputs = 2, gradients = 2;
    static bool undefined(const Wide* x) { return x[0].v < 0 || x[1].v < 0; }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        const auto zero = Kind<R>::constant(0);
        const R both = Kind<R>::sum(x[0], x[1]), d = Kind<R>::difference(x[0], x[1]) / both;
        const R p = Kind<R>::lift(x[0]), q = Kind<R>::lift(x[1]);
        const R log_p = log_share(x[0], both, d), log_q = log_share(x[1], both, -d);
        const auto near = abs(head(d)) < Kind<R>::constant(0.04);
        const R far = where(x[0] == zero, number<R>(0), p * log_p) + where(x[1] == zero, number<R>(0), q * log_q);
        value = where(near, scaled(both * psi(where(near, d, number<R>(0))), 0.25), scaled(far, 0.5));
        if constexpr (G) {
            gradient[0] = where(x[0] == zero, number<R>(-infinity), scaled(log_p, 0.5));
            gradient[1] = where(x[1] == zero, number<R>(-infinity), scaled(log_q, 0.5));
        }
        if constexpr (std::is_same_v<R, Wide>) {
            if (both.v == 0) value.v = 0, gradient[0].v = gradient[1].v = not_a_number;
            if (both.v == infinity) js_at_infinity(x[0], x[1], gradient);
        }
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) {
        return zero_or_probability(x[0]) & zero_or_probability(x[1]) & (set(0) < x[0] + x[1]);
    }
#endif
};

/// −log p.
struct Surprise {
    static constexpr int inputs = 1, gradients = 1;
    static bool undefined(const Wide* x) { return x[0].v < 0; }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        value = -log(Kind<R>::lift(x[0]));
        if constexpr (G) gradient[0] = -(number<R>(1) / Kind<R>::lift(x[0]));
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return within(x[0], 0x1p-400, 0x1p400); }
#endif
};

BlockFunction ChooseInformation(InformationOperation operation, bool quick, bool gradient) {
    switch (operation) {
    case InformationOperation::entropy: return choose<Entropy>(quick, gradient);
    case InformationOperation::cross_entropy: return choose<CrossEntropy>(quick, gradient);
    case InformationOperation::kl: return choose<KullbackLeibler>(quick, gradient);
    case InformationOperation::js: return choose<JensenShannon>(quick, gradient);
    case InformationOperation::surprise: return choose<Surprise>(quick, gradient);
    }
    return nullptr;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseInformation);
BlockFunction choose_term(InformationOperation operation, bool quick, bool gradient) {
    return HWY_DYNAMIC_DISPATCH(ChooseInformation)(operation, quick, gradient);
}
}  // namespace lossproof::fast
#endif
