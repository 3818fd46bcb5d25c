// SPDX-License-Identifier: Apache-2.0
// Reported defects about regression losses and margins.
#include "tests/mutants/reported/report.hpp"

namespace reported {
namespace {

/// on-policy #47: the negative side is forgotten.
template <class T> void one_sided_huber(const Call<T>& c, bool bug) {
    const T *a = c.in("prediction"), *b = c.in("target"), delta = c.real("delta", 1);
    each(c, "value", [&](auto i) {
        const T e = a[i] - b[i], size = std::fabs(e);
        if (size < delta) return e * e / 2;
        return bug && e < 0 ? T(0) : delta * (size - delta / 2);
    });
}
/// pytorch PR 17447: β only moves the switch point.
template <class T> void switch_only(const Call<T>& c, bool bug) {
    const T *a = c.in("prediction"), *b = c.in("target"), delta = c.real("delta", 1);
    each(c, "value", [&](auto i) {
        const T size = std::fabs(a[i] - b[i]);
        if (bug) return size < delta ? size * size / 2 : size - T(0.5);
        return size < delta ? size * (size / delta) / 2 : size - delta / 2;
    });
}
/// scipy PR 15312: √(1 + u²) − 1.
template <class T> void cancelling_root(const Call<T>& c, bool bug) {
    const T *a = c.in("prediction"), *b = c.in("target"), delta = c.real("delta", 1);
    each(c, "value", [&](auto i) {
        const T e = a[i] - b[i], u = e / delta;
        if (bug) return delta * delta * (std::sqrt(1 + u * u) - 1);
        const T root = std::hypot(T(1), u);
        return std::isinf(e) ? std::fabs(e) : delta * std::fabs(e) * (std::fabs(u) / (1 + root));
    });
}
/// dlib #1169: the slope of another loss than the value's.
template <class T> void half_a_slope(const Call<T>& c, bool bug) {
    const T *a = c.in("prediction"), *b = c.in("target");
    each(c, "d_prediction", [&](auto i) { return (bug ? 1 : 2) * (a[i] - b[i]); });
}
/// σ for σ² (darts PR 1162), a half applied twice (gpytorch #2174), the residual over σ instead of σ² (d3rlpy #192).
enum class Normal { right, unsquared, halved, once };
template <class T> void normal(const Call<T>& c, Normal how) {
    const T *a = c.in("prediction"), *b = c.in("target"), sigma = c.real("sigma", 1);
    const T v = how == Normal::unsquared ? sigma : sigma * sigma;
    each(c, "value", [&](auto i) {
        const T d = a[i] - b[i], u = d / (how == Normal::unsquared ? std::sqrt(sigma) : sigma);
        const T square = how == Normal::halved ? u * u / 2 : how == Normal::once ? d * u : u * u;
        return (std::log(T(6.283185307179586476925) * v) + square) / 2;
    });
}
Answer normal_with(Normal defect) {
    return both([defect](const auto& c, bool bug) { normal(c, bug ? defect : Normal::right); });
}

/// pisa #854: n log n of a count of 0.
template <class T> void nothing_counted(const Call<T>& c, bool bug) {
    const T *mean = c.in("prediction"), *n = c.in("target");
    each(c, "value", [&](auto i) {
        if (bug) return 2 * ((n[i] * std::log(n[i]) - n[i]) - (n[i] * std::log(mean[i]) - mean[i]));
        if (n[i] == 0) return 2 * mean[i];
        const T apart = n[i] - mean[i], close = apart / mean[i];
        return 2 * (n[i] * (std::fabs(close) < T(0.5) ? std::log1p(close) : std::log(n[i]) - std::log(mean[i])) - apart);
    });
}

/// stdlib-js #13111: the slope of a square without its 2.
template <class T> void modified_huber(const Call<T>& c, bool bug) {
    const T* f = c.in("prediction");
    each(c, "d_prediction", [&](auto i) {
        const T sign = static_cast<T>(c.labels()[i]), agreement = sign * f[i];
        if (agreement < -1) return -4 * sign;
        return agreement >= 1 ? T(0) : (bug ? -1 : -2) * sign * (1 - agreement);
    });
}

/// pytorch #16413: shapes that broadcast.
template <class T> std::int32_t broadcast_targets(const Call<T>& c, bool bug) {
    const Pairs pairs(c.shape_of("prediction"), c.shape_of("target"), bug);
    T sum = 0;
    for (std::int64_t i = 0; i < pairs.size(); ++i) {
        const T d = c.in("prediction")[pairs.first(i)] - c.in("target")[pairs.second(i)];
        sum += d * d;
        if ((i + 1) % pairs.columns != 0) continue;
        c.out("value")[i / pairs.columns] = sum / static_cast<T>(pairs.columns);
        sum = 0;
    }
    return pairs.refused() ? LOSSPROOF_FAILED : LOSSPROOF_OK;
}

}  // namespace

std::span<const Report> of_regression() {
    static const Report reports[] = {
        {"huber_one_side", "huber", "value", "delta", "marlbenchmark/on-policy 47", "wrong-branch",
         both([](const auto& c, bool bug) { one_sided_huber(c, bug); })},
        {"smooth_l1_switch", "smooth_l1", "value", "delta", "pytorch/pytorch PR 17447", "constant-factor option term-missing",
         both([](const auto& c, bool bug) { switch_only(c, bug); })},
        {"pseudo_huber_root", "pseudo_huber", "value", "delta", "scipy/scipy PR 15312", "cancellation large-difference",
         both([](const auto& c, bool bug) { cancelling_root(c, bug); })},
        {"squared_error_half", "squared_error", "d_prediction", "", "davisking/dlib 1169", "constant-factor",
         both([](const auto& c, bool bug) { half_a_slope(c, bug); })},
        {"squared_error_broadcast", "mean_squared_error", "value", "", "pytorch/pytorch 16413", "outside_contract",
         both([](const auto& c, bool bug) { return broadcast_targets(c, bug); }), Kind::validation},
        {"gaussian_unsquared", "gaussian_nll", "value", "sigma", "unit8co/darts PR 1162", "option", normal_with(Normal::unsquared)},
        {"gaussian_halved", "gaussian_nll", "value", "sigma", "cornellius-gp/gpytorch 2174", "constant-factor",
         normal_with(Normal::halved)},
        {"gaussian_once", "gaussian_nll", "value", "sigma", "takuseno/d3rlpy 192", "constant-factor", normal_with(Normal::once)},
        {"poisson_no_count", "poisson_deviance", "value", "", "icecube/pisa 854", "zero-log-zero nan-on-the-way",
         both([](const auto& c, bool bug) { nothing_counted(c, bug); }), Kind::defect,
         "log n! by n log n − n: the deviance asks for the second term alone"},
        {"modified_huber_slope", "modified_huber", "d_prediction", "", "stdlib-js/stdlib 13111", "constant-factor",
         both([](const auto& c, bool bug) { modified_huber(c, bug); })},
    };
    return reports;
}

}  // namespace reported
