// SPDX-License-Identifier: Apache-2.0
// Optimiser steps. Output 0 is θ⁺; further outputs are the new state, exact before its own rounding.
#include "fast/elementwise/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/elementwise/step.cpp"
#include "hwy/foreach_target.h"
#include "fast/elementwise/common-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

#if HWY_NATIVE_FMA
HWY_INLINE Mask ordinary_arguments(const Oct* x, int count, const double* p, int parameters) {
    Mask yes = first(8);
    for (int a = 0; a < count; ++a) yes = yes & ordinary(x[a]);
    for (int i = 0; i < parameters; ++i) yes = yes & ordinary(set(p[i]));
    return yes;
}
#endif

/// Inputs: θ, g. Parameters: η. θ − ηg.
struct Sgd {
    static constexpr int inputs = 2, gradients = 0;
    static constexpr bool is_step = true;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        (void)gradient;
        value = Kind<R>::lift(x[0]) - Kind<R>::product(Kind<R>::constant(p[0]), x[1]);
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) { return ordinary_arguments(x, 2, p, 1); }
#endif
};

/// Inputs: θ, g. Parameters: η, λ. θ − η(g + λθ); the shrinking is never folded into 1 − ηλ.
struct WeightDecay {
    static constexpr int inputs = 2, gradients = 0;
    static constexpr bool is_step = true;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        (void)gradient;
        const R direction = weighted(number<R>(p[1]), x[0]) + Kind<R>::lift(x[1]);
        value = Kind<R>::lift(x[0]) - number<R>(p[0]) * direction;
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) { return ordinary_arguments(x, 2, p, 2); }
#endif
};

/// Inputs: θ, g, v. Parameters: η, μ, λ. v⁺ = μv + g + λθ, θ⁺ = θ − ηv⁺.
struct Momentum {
    static constexpr int inputs = 3, gradients = 1;
    static constexpr bool is_step = true;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        const R decay = weighted(number<R>(p[2]), x[0]);
        gradient[0] = (Kind<R>::product(Kind<R>::constant(p[1]), x[2]) + Kind<R>::lift(x[1])) + decay;
        value = Kind<R>::lift(x[0]) - number<R>(p[0]) * gradient[0];
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) { return ordinary_arguments(x, 3, p, 3); }
#endif
};

#if HWY_NATIVE_FMA
/// The root needs s⁺ > 0 or ε > 0.
HWY_INLINE Mask ordinary_adam(const Oct* x, const double* p) {
    const Mask moves = (set(0) < x[3]) | !(x[1] == set(0)) | (set(0) < set(p[3]));
    return ordinary_arguments(x, 4, p, 4) & !(x[3] < set(0)) & moves;
}
#endif

/// βx + (1 − β)y.
template <class R> HWY_INLINE R moving_average(double beta, In<R> x, R y) {
    return weighted(number<R>(beta), x) + Kind<R>::difference(Kind<R>::constant(1), Kind<R>::constant(beta)) * y;
}

/// Inputs: θ, g, m, s. Parameters: η, β1, β2, ε, then 1 − β1^t and 1 − β2^t in two words each (Kingma and Ba 2015).
struct Adam {
    static constexpr int inputs = 4, gradients = 2;
    static constexpr bool is_step = true;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        const R m = gradient[0] = moving_average<R>(p[1], x[2], Kind<R>::lift(x[1]));
        const R s = gradient[1] = moving_average<R>(p[2], x[3], Kind<R>::product(x[1], x[1]));
        const R first_moment = m / split_constant<R>(p[4], p[5]), second = s / split_constant<R>(p[6], p[7]);
        value = Kind<R>::lift(x[0]) - number<R>(p[0]) * first_moment / (sqrt(second) + number<R>(p[3]));
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) { return ordinary_adam(x, p); }
#endif
};

/// Without bias correction, ε under the root: θ − η·m⁺/√(s⁺+ε).
struct AdamAsPrinted {
    static constexpr int inputs = 4, gradients = 2;
    static constexpr bool is_step = true;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double* p, R& value, R* gradient) {
        const R m = gradient[0] = moving_average<R>(p[1], x[2], Kind<R>::lift(x[1]));
        const R s = gradient[1] = moving_average<R>(p[2], x[3], Kind<R>::product(x[1], x[1]));
        value = Kind<R>::lift(x[0]) - number<R>(p[0]) * m / sqrt(s + number<R>(p[3]));
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double* p) { return ordinary_adam(x, p); }
#endif
};

BlockFunction ChooseStep(StepOperation operation, bool quick, bool gradient) {
    switch (operation) {
    case StepOperation::sgd: return choose<Sgd>(quick, gradient);
    case StepOperation::weight_decay: return choose<WeightDecay>(quick, gradient);
    case StepOperation::momentum: return choose<Momentum>(quick, gradient);
    case StepOperation::adam: return choose<Adam>(quick, gradient);
    case StepOperation::adam_as_printed: return choose<AdamAsPrinted>(quick, gradient);
    }
    return nullptr;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseStep);
BlockFunction choose_step(StepOperation operation, bool quick, bool gradient) {
    return HWY_DYNAMIC_DISPATCH(ChooseStep)(operation, quick, gradient);
}
}  // namespace lossproof::fast
#endif
