// SPDX-License-Identifier: Apache-2.0
// Losses of a residual d = prediction − target; the difference is exact, whatever cancels.
#include "fast/elementwise/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/elementwise/residual.cpp"
#include "hwy/foreach_target.h"
#include "fast/elementwise/common-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

template <class R> HWY_INLINE R with_sign_of(R magnitude, R sign) {
    return where(head(sign) < Kind<R>::constant(0), -magnitude, magnitude);
}
#if HWY_NATIVE_FMA
HWY_INLINE Mask ordinary_residual(const Oct* x) { return ordinary(x[0] - x[1]); }
HWY_INLINE bool ordinary_parameter(double c) { return c > 0x1p-200 && c < 0x1p200; }
#endif

/// Parameter 0: δ. ½d² up to δ, then δ(|d| − ½δ): no square of a large residual is formed.
struct Huber {
    static constexpr int inputs = 2, gradients = 1;
    static bool undefined(const Wide* x) { return is_nan(x[0] - x[1]); }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        const R d = Kind<R>::difference(x[0], x[1]), size = abs(d), delta = number<R>(p[0]);
        const auto near = head(size - delta) <= Kind<R>::constant(0);
        value = where(near, scaled(d * d, 0.5), weighted(delta, size - scaled(delta, 0.5)));
        if constexpr (G) gradient[0] = where(near, d, with_sign_of(delta, d));
        if constexpr (std::is_same_v<R, Wide>)
            value.v = p[0] < 0 ? not_a_number : value.v, gradient[0].v = p[0] < 0 ? not_a_number : gradient[0].v;
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) { return ordinary_residual(x) & first(ordinary_parameter(p[0]) ? 8 : 0); }
#endif
};

/// Parameter 0: δ (PyTorch calls it beta). ½d²/δ below δ, then |d| − ½δ; δ = 0 leaves |d|.
struct SmoothL1 {
    static constexpr int inputs = 2, gradients = 1;
    static bool undefined(const Wide* x) { return is_nan(x[0] - x[1]); }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        const R d = Kind<R>::difference(x[0], x[1]), size = abs(d), delta = number<R>(p[0]);
        const auto near = head(size - delta) < Kind<R>::constant(0);
        value = where(near, scaled(d * (d / delta), 0.5), size - scaled(delta, 0.5));
        const R sign = where(head(d) == Kind<R>::constant(0), number<R>(0), with_sign_of(number<R>(1), d));
        if constexpr (G) gradient[0] = where(near, d / delta, sign);
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) { return ordinary_residual(x) & first(ordinary_parameter(p[0]) ? 8 : 0); }
#endif
};

/// log cosh d. With u = e^{−|d|} − 1: cosh d − 1 = u²/(2(1+u)) below 1, and |d| + log1p(e^{−2|d|}) − log 2 above.
struct LogCosh {
    static constexpr int inputs = 2, gradients = 1;
    static bool undefined(const Wide* x) { return is_nan(x[0] - x[1]); }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        const R d = Kind<R>::difference(x[0], x[1]), size = abs(d);
        const R u = expm1(-size), decay = u + number<R>(1), decay2 = decay * decay;
        const auto small = head(size) < Kind<R>::constant(1);
        const R inner = log1p_unit(where(small, scaled(u * u, 0.5) / decay, decay2));
        value = where(small, inner, (size - split_constant<R>(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56)) + inner);
        if constexpr (G) gradient[0] = with_sign_of(-(u * (u + number<R>(2))) / (decay2 + number<R>(1)), d);
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return ordinary_residual(x) & below(x[0] - x[1], 300); }
#endif
};

/// Parameter 0: δ > 0. δ²(√(1+t²) − 1) with t = d/δ, as d²/(1 + √(1+t²)).
struct PseudoHuber {
    static constexpr int inputs = 2, gradients = 1;
    static bool undefined(const Wide* x) { return is_nan(x[0] - x[1]); }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        const R d = Kind<R>::difference(x[0], x[1]), delta = number<R>(p[0]);
        const R t = d / delta, root = sqrt(t * t + number<R>(1));
        value = d * (d / (root + number<R>(1)));
        if constexpr (G) gradient[0] = d / root;
        if constexpr (std::is_same_v<R, Wide>) {
            if (!std::isinf(d.v)) return;  // the limits: slope ±δ
            value = abs(d);
            gradient[0] = with_sign_of(delta, d);
        }
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) {
        return ordinary(x[0] - x[1], 0x1p-150, 0x1p150) & first(p[0] > 0x1p-150 && p[0] < 0x1p150 ? 8 : 0);
    }
#endif
};

/// Parameter 0: τ. max(τr, (τ−1)r) with r = target − prediction.
struct Quantile {
    static constexpr int inputs = 2, gradients = 1;
    static bool undefined(const Wide* x) { return is_nan(x[0] - x[1]); }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        const R r = Kind<R>::difference(x[1], x[0]), tau = number<R>(p[0]);
        const R rest = Kind<R>::difference(Kind<R>::constant(1), Kind<R>::constant(p[0]));
        const auto above = head(r) > Kind<R>::constant(0);
        value = where(above, tau, rest) * abs(r);
        if constexpr (G) {
            const R slope = where(above, -tau, rest);
            gradient[0] = where(head(r) == Kind<R>::constant(0), number<R>(0), slope);
        }
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) {
        return ordinary(x[0] - x[1], 0x1p-200, 0x1p900) & first(ordinary_parameter(p[0]) ? 8 : 0);
    }
#endif
};

BlockFunction ChooseResidual(ResidualOperation operation, bool quick, bool gradient) {
    switch (operation) {
    case ResidualOperation::huber: return choose<Huber>(quick, gradient);
    case ResidualOperation::smooth_l1: return choose<SmoothL1>(quick, gradient);
    case ResidualOperation::log_cosh: return choose<LogCosh>(quick, gradient);
    case ResidualOperation::pseudo_huber: return choose<PseudoHuber>(quick, gradient);
    case ResidualOperation::quantile: return choose<Quantile>(quick, gradient);
    }
    return nullptr;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseResidual);
BlockFunction choose_residual(ResidualOperation operation, bool quick, bool gradient) {
    return HWY_DYNAMIC_DISPATCH(ChooseResidual)(operation, quick, gradient);
}
}  // namespace lossproof::fast
#endif
