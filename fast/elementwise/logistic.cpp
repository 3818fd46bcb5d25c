// SPDX-License-Identifier: Apache-2.0
// Operations built on σ(x) = 1/(1+e^{−x}) and ζ(x) = log(1+e^x). Every exponential has a non-positive argument.
#include "fast/elementwise/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/elementwise/logistic.cpp"
#include "hwy/foreach_target.h"
#include "fast/elementwise/common-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

/// e^{−|x|}, and 0 where it is below 2^-1096: half of the smallest number of binary64 is 2^-1075.
template <class R> HWY_INLINE R decay_or_nothing(In<R> x) {
#if HWY_NATIVE_FMA
    if constexpr (!std::is_same_v<R, Wide>) return keep(abs(x) < set(700), decay_from<R>(min(abs(x), set(700))));
    else
#endif
        return decay_from<R>(x);
}

struct OfOneLogit {
    static constexpr int inputs = 1, gradients = 1;
    template <class R> static HWY_INLINE R prepare(const In<R>* x, const double*) { return decay_or_nothing<R>(x[0]); }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return below(x[0], 680) | within(abs(x[0]), 760, 0x1p1000); }
#endif
};

/// In one word the formula is so short that preparing does not pay.
struct Sigmoid : OfOneLogit {
    template <class R>
    requires(!one_word<R>) static HWY_INLINE R prepare(const In<R>* x, const double*) { return decay_or_nothing<R>(x[0]); }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient, R decay = {}) {
        const Logistic<R> logistic(one_word<R> ? decay_or_nothing<R>(x[0]) : decay);
        value = logistic.of(x[0]);
        if constexpr (G) gradient[0] = logistic.decay / (logistic.sum * logistic.sum);
    }
};

struct LogSigmoid : OfOneLogit {
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient, R decay) {
        const Logistic<R> logistic(decay);
        value = -loose_sum(log1p_unit(logistic.decay), Kind<R>::lift(positive_part<R>(-x[0])));
        if constexpr (G) gradient[0] = logistic.of_minus(x[0]);
    }
};

struct Softplus : OfOneLogit {
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient, R decay) {
        const Logistic<R> logistic(decay);
        value = loose_sum(log1p_unit(logistic.decay), Kind<R>::lift(positive_part<R>(x[0])));
        if constexpr (G) gradient[0] = logistic.of(x[0]);
    }
};

struct Relu {
    static constexpr int inputs = 1, gradients = 1;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        const auto zero = Kind<R>::constant(0);
        value = Kind<R>::lift(where(x[0] <= zero, zero, x[0]));
        if constexpr (G) gradient[0] = Kind<R>::lift(where(x[0] <= zero, zero, Kind<R>::constant(1)));
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return below(x[0], 0x1p1000); }
#endif
};

struct Logit {
    static constexpr int inputs = 1, gradients = 1;
    static bool undefined(const Wide* x) { return x[0].v < 0 || x[0].v > 1; }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        const R p = Kind<R>::lift(x[0]), rest = Kind<R>::difference(Kind<R>::constant(1), x[0]);
        value = log_ratio(p, rest);
        if constexpr (G) gradient[0] = number<R>(1) / (p * rest);
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return within(x[0], 0x1p-900, 1); }
#endif
};

/// yζ(−z) + (1−y)ζ(z) = ζ(−|z|) + u|z| and (1−y)σ(z) − yσ(−z) = ±(u − v·e^{−|z|})/(1 + e^{−|z|}), where u weighs the wrong
/// side (y if z < 0, else 1 − y), v = 1 − u, and the sign is that of z: for y = 0 and y = 1 nothing is subtracted.
/// In one word u − v·e^{−|z|} is (u − v) − v·(e^{−|z|} − 1) for |z| < 1, or a small z beside y = ½ would be lost in the 1.
struct BinaryCrossEntropyWithLogits {
    static constexpr int inputs = 2, gradients = 1;
    static bool undefined(const Wide* x) { return x[1].v < 0 || x[1].v > 1; }
    template <class R> static HWY_INLINE auto prepare(const In<R>* x, const double*) {
#if HWY_NATIVE_FMA
        if constexpr (one_word<R>) return exp_and_expm1(-abs(x[0]));
        else
#endif
            return decay_from<R>(x[0]);
    }
    template <class R, bool G, class U> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient, U ready) {
        const In<R> z = x[0];
        const R y = Kind<R>::lift(x[1]), rest = Kind<R>::difference(Kind<R>::constant(1), x[1]);
        const auto negative = z < Kind<R>::constant(0);
        const R u = where(negative, y, rest), v = where(negative, rest, y);
        R decay, excess;
        if constexpr (one_word<R>) {
            decay = head(ready);
            excess = where(abs(z) < Kind<R>::constant(1), (u - v) - v * tail(ready), u - v * decay);
        } else {
            decay = ready;
            excess = loose_sum(u, -loose_product(v, decay));
        }
        value = loose_sum(log1p_unit(decay), weighted(u, abs(z)));
        if constexpr (G) {
            const R slope = excess / one_plus(decay);
            gradient[0] = where(negative, -slope, slope);
        }
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return below(x[0], 680) & (set(0) <= x[1]) & (x[1] <= set(1)); }
#endif
};

/// −y log p − (1−y) log1p(−p); a term of weight 0 is 0.
struct BinaryCrossEntropy {
    static constexpr int inputs = 2, gradients = 1;
    static bool undefined(const Wide* x) { return x[0].v < 0 || x[0].v > 1 || x[1].v < 0 || x[1].v > 1; }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        const In<R> one = Kind<R>::constant(1);
        const R p = Kind<R>::lift(x[0]), y = Kind<R>::lift(x[1]);
        const R miss = Kind<R>::difference(one, x[0]), rest = Kind<R>::difference(one, x[1]);
        value = -(weighted(y, log(p)) + weighted(rest, log1p(-p)));
        if constexpr (G) {
            const R mixed = Kind<R>::difference(x[0], x[1]) / (p * miss);
            const R sure = where(x[1] == one, -(number<R>(1) / p), mixed);
            gradient[0] = where(x[1] == Kind<R>::constant(0), number<R>(1) / miss, sure);
        }
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return within(x[0], 0x1p-400, 1) & (set(0) <= x[1]) & (x[1] <= set(1)); }
#endif
};

/// (σ(z) − y)²; for z > 0 the difference is (1−y) − σ(−z), so a confident right answer keeps its digits.
struct SquaredErrorOfSigmoid {
    static constexpr int inputs = 2, gradients = 1;
    template <class R> static HWY_INLINE R prepare(const In<R>* x, const double*) { return decay_from<R>(x[0]); }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient, R decay) {
        const Logistic<R> logistic(decay);
        const R small = logistic.decay / logistic.sum;
        const R above = Kind<R>::difference(Kind<R>::constant(1), x[1]) - small;
        const R d = where(x[0] > Kind<R>::constant(0), above, small - Kind<R>::lift(x[1]));
        value = d * d;
        if constexpr (G) gradient[0] = scaled(weighted(small / logistic.sum, d), 2);
        // σ′ is positive at every finite logit, even where it underflows: an infinite error beside it stays infinite.
        if constexpr (G && std::is_same_v<R, Wide>)
            if (std::isinf(d.v) && std::isfinite(x[0].v)) gradient[0] = d;
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return below(x[0], 300) & below(x[1], 0x1p200); }
#endif
};

BlockFunction ChooseLogistic(LogisticOperation operation, bool quick, bool gradient) {
    switch (operation) {
    case LogisticOperation::sigmoid: return choose<Sigmoid>(quick, gradient);
    case LogisticOperation::log_sigmoid: return choose<LogSigmoid>(quick, gradient);
    case LogisticOperation::softplus: return choose<Softplus>(quick, gradient);
    case LogisticOperation::relu: return choose<Relu>(quick, gradient);
    case LogisticOperation::logit: return choose<Logit>(quick, gradient);
    case LogisticOperation::bce_with_logits: return choose<BinaryCrossEntropyWithLogits>(quick, gradient);
    case LogisticOperation::bce: return choose<BinaryCrossEntropy>(quick, gradient);
    case LogisticOperation::squared_error: return choose<SquaredErrorOfSigmoid>(false, gradient);  // σ − y cancels
    }
    return nullptr;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseLogistic);
BlockFunction choose_logistic(LogisticOperation operation, bool quick, bool gradient) {
    return HWY_DYNAMIC_DISPATCH(ChooseLogistic)(operation, quick, gradient);
}
}  // namespace lossproof::fast
#endif
