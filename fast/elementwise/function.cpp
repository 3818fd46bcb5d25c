// SPDX-License-Identifier: Apache-2.0
// The elementary functions themselves, with their derivatives.
#include "fast/elementwise/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/elementwise/function.cpp"
#include "hwy/foreach_target.h"
#include "fast/elementwise/common-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

struct Exp {
    static constexpr int inputs = 1, gradients = 1;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        if constexpr (one_word<R>) value = exp_tight(x[0]);
        else value = ordinary_exp<R>(x[0]);
        if constexpr (G) gradient[0] = value;
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return within(x[0], -660, 709); }
#endif
};

struct Log {
    static constexpr int inputs = 1, gradients = 1;
    static bool undefined(const Wide* x) { return x[0].v < 0; }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        value = log(Kind<R>::lift(x[0]));
        if constexpr (G) gradient[0] = number<R>(1) / Kind<R>::lift(x[0]);
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return within(x[0], 0x1p-900, 0x1p900); }
#endif
};

struct Log1p {
    static constexpr int inputs = 1, gradients = 1;
    static bool undefined(const Wide* x) { return x[0].v < -1; }
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        value = log1p(Kind<R>::lift(x[0]));
        if constexpr (G) gradient[0] = number<R>(1) / Kind<R>::sum(Kind<R>::constant(1), x[0]);
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return within(x[0], -1, 0x1p900) & ordinary(x[0], 0x1p-400, 0x1p900); }
#endif
};

struct Expm1 {
    static constexpr int inputs = 1, gradients = 1;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        value = expm1(Kind<R>::lift(x[0]));
        if constexpr (G) gradient[0] = exp(Kind<R>::lift(x[0]));
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return ordinary(x[0], 0x1p-400, 660); }
#endif
};

/// With e = e^{−2|x|} and u = e − 1: tanh|x| = −u/(2+u), and its slope 4e/(1+e)², where 1 + u would be nothing for large x.
struct Tanh {
    static constexpr int inputs = 1, gradients = 1;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        const R exponent = Kind<R>::lift(abs(x[0]) * Kind<R>::constant(-2)), u = expm1(exponent);
        const R size = -(u / (u + number<R>(2)));
        value = where(x[0] < Kind<R>::constant(0), -size, size);
        if constexpr (G) {
            const R e = exp(exponent), above_one = e + number<R>(1);
            gradient[0] = scaled(e / (above_one * above_one), 4);
        }
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return ordinary(x[0], 0x1p-400, 300); }
#endif
};

BlockFunction ChooseFunction(FunctionOperation operation, bool quick, bool gradient) {
    switch (operation) {
    case FunctionOperation::exp: return choose<Exp>(quick, gradient);
    case FunctionOperation::log: return choose<Log>(quick, gradient);
    case FunctionOperation::log1p: return choose<Log1p>(quick, gradient);
    case FunctionOperation::expm1: return choose<Expm1>(quick, gradient);
    case FunctionOperation::tanh: return choose<Tanh>(quick, gradient);
    }
    return nullptr;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseFunction);
BlockFunction choose_function(FunctionOperation operation, bool quick, bool gradient) {
    return HWY_DYNAMIC_DISPATCH(ChooseFunction)(operation, quick, gradient);
}
}  // namespace lossproof::fast
#endif
