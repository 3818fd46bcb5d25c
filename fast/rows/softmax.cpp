// SPDX-License-Identifier: Apache-2.0
// logsumexp, softmax, log_softmax, soft_maximum.
#include "fast/rows/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fast/rows/softmax.cpp"
#include "hwy/foreach_target.h"
#include "fast/rows/calm-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace lossproof::fast::HWY_NAMESPACE {

struct LogSumExp {
    static constexpr int inputs = 1;
    static constexpr bool is_map = false;
    static constexpr WideRow wide = wide_logsumexp;
#if HWY_NATIVE_FMA
    template <class R, class P> static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const auto s = exponentials<R, true>(panel, panel.wanted());
        declined = s.declined();
        value = log1p(s.rest) + s.peak;
        if (panel.wanted()) store_probabilities(panel, s, whole<R>(1) / (s.sum * set(panel.task.divisor)));
    }
#endif
};

struct Softmax {
    static constexpr int inputs = 1;
    static constexpr bool is_map = true;
    static constexpr WideRow wide = wide_softmax;
#if HWY_NATIVE_FMA
    template <class R, class P> static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const auto s = exponentials<R, false>(panel, true);
        declined = s.declined();
        value = whole<R>(0);
        store_probabilities(panel, s, whole<R>(1) / s.sum);
    }
#endif
};

#if HWY_NATIVE_FMA
/// (z − peak) − log Σ e^{z−peak} in a calm row. In two words peak and logarithm are one number; in one word their sum would
/// swallow a small logarithm.
template <class R> struct Calm;
template <> struct Calm<Two> {
    Two both;
    HWY_INLINE Calm(Oct peak, Two log_sum) : both(log_sum + peak) {}
    HWY_INLINE Oct operator()(Oct z) const {
        const Two d = exact_difference(z, both.head);
        return rounded(Two{d.head, d.tail - both.tail});
    }
};
template <> struct Calm<Oct> {
    Oct peak, log_sum;
    HWY_INLINE Calm(Oct p, Oct l) : peak(p), log_sum(l) {}
    HWY_INLINE Oct operator()(Oct z) const { return (z - peak) - log_sum; }
};
#endif

struct LogSoftmax {
    static constexpr int inputs = 1;
    static constexpr bool is_map = true;
    static constexpr WideRow wide = wide_log_softmax;
#if HWY_NATIVE_FMA
    template <class R, class P> static HWY_INLINE void run(P& panel, R& value, Mask& declined) {
        const auto s = exponentials<R, true>(panel, false);
        declined = s.declined();
        value = whole<R>(0);
        const R log_sum = log1p(s.rest);
        const Calm<R> calm(s.peak, log_sum);
        if (HWY_LIKELY(all(s.calm))) {
            for (std::int64_t i = 0; i < panel.steps; ++i) panel.store(i, calm(panel.load(0, i)));
            return;
        }
        const Oct minus_infinity = set(-std::numeric_limits<double>::infinity());
        for (std::int64_t i = 0; i < panel.steps; ++i) {
            const Oct z = panel.load(0, i);
            const Oct careful = rounded(Kind<R>::difference(z, s.peak) - log_sum);
            panel.store(i, where(z == minus_infinity, z, where(s.calm, calm(z), careful)));
        }
    }
#endif
};

RowFunction ChooseSoftmax(SoftmaxOperation operation, bool quick) {
    switch (operation) {
    case SoftmaxOperation::logsumexp: return choose_rows<LogSumExp>(quick);
    case SoftmaxOperation::softmax: return choose_rows<Softmax>(quick);
    case SoftmaxOperation::log_softmax: return choose_rows<LogSoftmax>(quick);
    }
    return nullptr;
}

}  // namespace lossproof::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lossproof::fast {
HWY_EXPORT(ChooseSoftmax);
RowFunction choose_softmax(SoftmaxOperation operation, bool quick) { return HWY_DYNAMIC_DISPATCH(ChooseSoftmax)(operation, quick); }
}  // namespace lossproof::fast
#endif
