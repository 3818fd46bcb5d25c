// SPDX-License-Identifier: Apache-2.0
// Likelihood losses, element by element, and the margin losses of a score f and a label ±1.
#include "fast/elementwise/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/elementwise/likelihood.cpp"
#include "hwy/foreach_target.h"
#include "fast/elementwise/common-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

/// ½(log 2πv + d²/v) at v = 0: the limits in v with d fixed; at v = ∞ the logarithm outgrows everything.
template <class R> HWY_INLINE void at_no_variance(R d, R v, R& value, R* gradient) {
    if (v.v == infinity) value.v = infinity, gradient[0].v = is_nan(gradient[0]) ? not_a_number : gradient[0].v;
    if (v.v != 0) return;
    const bool hit = d.v == 0;
    value.v = hit ? -infinity : infinity;
    gradient[0].v = hit ? 0 : std::copysign(infinity, static_cast<double>(d.v));
    gradient[1].v = hit ? infinity : -infinity;
}

/// Inputs: prediction, target, variance v.
struct GaussianNll {
    static constexpr int inputs = 3, gradients = 2;
    static bool undefined(const Wide* x) { return is_nan(x[0] - x[1]) || x[2].v < 0; }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        const R d = Kind<R>::difference(x[0], x[1]), v = Kind<R>::lift(x[2]);
        value = scaled(log(split_constant<R>(0x1.921fb54442d18p+2, 0x1.1a62633145c07p-52) * v) + d * d / v, 0.5);
        if constexpr (G) {
            gradient[0] = d / v;
            if constexpr (std::is_same_v<R, Wide>) gradient[1] = scaled(number<R>(1) / v - (d / v) * (d / v), 0.5);
            else gradient[1] = scaled((v - d * d) / (v * v), 0.5);
        }
        if constexpr (std::is_same_v<R, Wide>) at_no_variance<R>(d, v, value, gradient);
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return ordinary(x[0] - x[1], 0x1p-200, 0x1p150) & within(x[2], 0x1p-150, 0x1p150); }
#endif
};

/// Parameter 0: σ; v = σ² exactly.
struct GaussianNllOfSigma {
    static constexpr int inputs = 2, gradients = 1;
    static bool undefined(const Wide* x) { return is_nan(x[0] - x[1]); }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        const R d = Kind<R>::difference(x[0], x[1]), v = Kind<R>::product(Kind<R>::constant(p[0]), Kind<R>::constant(p[0]));
        value = scaled(log(split_constant<R>(0x1.921fb54442d18p+2, 0x1.1a62633145c07p-52) * v) + d * d / v, 0.5);
        if constexpr (G) {
            gradient[0] = d / v;
        }
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) {
        return ordinary(x[0] - x[1], 0x1p-200, 0x1p150) & first(p[0] > 0x1p-75 && p[0] < 0x1p75 ? 8 : 0);
    }
#endif
};

/// Log rate x and count t: e^x − tx.
struct PoissonNll {
    static constexpr int inputs = 2, gradients = 1;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        const R rate = exp(Kind<R>::lift(x[0]));
        value = rate - weighted(Kind<R>::lift(x[1]), x[0]);
        if constexpr (G) gradient[0] = rate - x[1];
        if constexpr (std::is_same_v<R, Wide>) {
            if (x[0].v == infinity && std::isfinite(x[1].v)) value.v = infinity;  // e^x outgrows tx
        }
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return below(x[0], 600) & ordinary(x[0], 0x1p-300, 0x1p20) & ordinary(x[1]); }
#endif
};

/// Parameters 0 and 1: log(base) in two words. −log p / log(base).
struct SelfInformation {
    static constexpr int inputs = 1, gradients = 1;
    static bool undefined(const Wide* x) { return x[0].v < 0; }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        const R unit = split_constant<R>(p[0], p[1]);
        value = -(log(Kind<R>::lift(x[0])) / unit);
        if constexpr (G) gradient[0] = -(number<R>(1) / (Kind<R>::lift(x[0]) * unit));
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) {
        return within(x[0], 0x1p-400, 0x1p400) & first(std::fabs(p[0]) > 0x1p-100 && std::fabs(p[0]) < 0x1p100 ? 8 : 0);
    }
#endif
};

/// base^γ: by multiplication for the small whole γ in use, else through the logarithm.
template <class R> HWY_INLINE R power(R base, R log_of_base, double gamma) {
    if constexpr (std::is_same_v<R, Wide>) return pow(base, {gamma});
    else {
        if (gamma != 2 && gamma != 1 && gamma != 0) return exp(log_of_base * number<R>(gamma));
        return gamma == 0 ? number<R>(1) : gamma == 1 ? base : base * base;
    }
}

/// Parameters 0 and 1: γ, and α or NaN. a·σ(−s)^γ·ζ(−s) with s = (2y−1)z.
struct Focal {
    static constexpr int inputs = 2, gradients = 1;
    static bool undefined(const Wide* x) { return x[1].v != 0 && x[1].v != 1; }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        const In<R> one = Kind<R>::constant(1);
        const auto positive = x[1] == one;
        const In<R> s = where(positive, x[0], -x[0]);
        const Logistic<R> logistic(decay_from<R>(s));
        const R log_decay = log1p_unit(logistic.decay);
        const R surprise = log_decay + Kind<R>::lift(positive_part<R>(-s));    // ζ(−s)
        const R log_miss = -(log_decay + Kind<R>::lift(positive_part<R>(s)));  // log σ(−s)
        const R miss = logistic.of_minus(s);
        R weight = power(miss, log_miss, p[0]);
        if (p[1] == p[1]) {
            const In<R> alpha = Kind<R>::constant(p[1]);
            weight = weight * where(positive, Kind<R>::lift(alpha), Kind<R>::difference(one, alpha));
        }
        value = weight * surprise;
        if constexpr (G) {
            const R slope = weight * (weighted(number<R>(p[0]) * logistic.of(s), surprise) + miss);
            gradient[0] = where(positive, -slope, slope);
        }
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) {
        const double limit = std::fmin(300.0, 500 / (p[0] + 1));
        return below(x[0], limit) & ((x[1] == set(0)) | (x[1] == set(1)));
    }
#endif
};

/// Parameter 0: the margin Δ. max(0, Δ − ỹf), and its square; Δ − ỹf is exact.
template <bool Squared> struct Hinge {
    static constexpr int inputs = 2, gradients = 1;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        const R t = Kind<R>::difference(Kind<R>::constant(p[0]), x[0] * x[1]);
        const auto idle = head(t) <= Kind<R>::constant(0);
        const R active = where(idle, number<R>(0), t);
        value = Squared ? active * active : active;
        if constexpr (G) {
            const R label = Kind<R>::lift(x[1]);
            gradient[0] = Squared ? scaled(active * label, -2) : where(idle, number<R>(0), -label);
        }
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) {
        return Squared ? ordinary(set(p[0]) - x[0] * x[1]) : below(x[0], 0x1p1000) & first(std::fabs(p[0]) < 0x1p1000 ? 8 : 0);
    }
#endif
};

BlockFunction ChooseLikelihood(LikelihoodOperation operation, bool quick, bool gradient) {
    switch (operation) {
    case LikelihoodOperation::gaussian: return choose<GaussianNll>(quick, gradient);
    case LikelihoodOperation::gaussian_of_sigma: return choose<GaussianNllOfSigma>(quick, gradient);
    case LikelihoodOperation::poisson: return choose<PoissonNll>(quick, gradient);
    case LikelihoodOperation::self_information: return choose<SelfInformation>(quick, gradient);
    case LikelihoodOperation::focal: return choose<Focal>(quick, gradient);
    case LikelihoodOperation::hinge: return choose<Hinge<false>>(quick, gradient);
    case LikelihoodOperation::squared_hinge: return choose<Hinge<true>>(quick, gradient);
    }
    return nullptr;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseLikelihood);
BlockFunction choose_likelihood(LikelihoodOperation operation, bool quick, bool gradient) {
    return HWY_DYNAMIC_DISPATCH(ChooseLikelihood)(operation, quick, gradient);
}
}  // namespace lossproof::fast
#endif
