// SPDX-License-Identifier: Apache-2.0
// Distances of predictions and weights from something, terms that a row adds up.
#include "fast/elementwise/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/elementwise/distance.cpp"
#include "hwy/foreach_target.h"
#include "fast/elementwise/common-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

/// d² with d = x − y, exact. ∞ − ∞ is NaN in its own place, and leaves the slopes of a row's other entries alone.
struct Squared {
    static constexpr int inputs = 2, gradients = 2;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        const R d = Kind<R>::difference(x[0], x[1]);
        value = loose_product(d, d);
        if constexpr (G) gradient[1] = -(gradient[0] = scaled(d, 2));
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return ordinary(x[0] - x[1]); }
#endif
};

struct HalfSquared {
    static constexpr int inputs = 2, gradients = 1;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        const R d = Kind<R>::difference(x[0], x[1]);
        value = scaled(loose_product(d, d), 0.5);
        if constexpr (G) gradient[0] = d;
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return ordinary(x[0] - x[1]); }
#endif
};

/// |d|, with slope 0 at 0.
struct Absolute {
    static constexpr int inputs = 2, gradients = 1;
    template <class R, bool G> static HWY_INLINE void run(const In<R>* x, const double*, R& value, R* gradient) {
        const R d = Kind<R>::difference(x[0], x[1]);
        value = abs(d);
        if constexpr (G) gradient[0] = scaled(d, 0);  // NaN for ∞ − ∞
        if constexpr (G) gradient[0] = where(head(d) > Kind<R>::constant(0), number<R>(1), gradient[0]);
        if constexpr (G) gradient[0] = where(head(d) < Kind<R>::constant(0), number<R>(-1), gradient[0]);
    }
#if HWY_NATIVE_FMA
    static Mask regular(const Oct* x, const double*) { return below(x[0], 0x1p1000) & below(x[1], 0x1p1000); }
#endif
};

BlockFunction ChooseDistance(DistanceOperation operation, bool quick, bool gradient) {
    switch (operation) {
    case DistanceOperation::squared: return choose<Squared>(quick, gradient);
    case DistanceOperation::half_squared: return choose<HalfSquared>(quick, gradient);
    case DistanceOperation::absolute: return choose<Absolute>(quick, gradient);
    }
    return nullptr;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseDistance);
BlockFunction choose_term(DistanceOperation operation, bool quick, bool gradient) {
    return HWY_DYNAMIC_DISPATCH(ChooseDistance)(operation, quick, gradient);
}
}  // namespace lossproof::fast
#endif
