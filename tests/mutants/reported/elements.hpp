// SPDX-License-Identifier: Apache-2.0
// Reported defects about single numbers; see rows.hpp.
#pragma once
#include "tests/mutants/reported/call.hpp"

#include <algorithm>

namespace reported {

template <class T, class F> void each(const Call<T>& c, const char* output, F f) {
    if (T* y = c.out(output))
        for (std::int64_t i = 0; i < c.size(); ++i) y[i] = f(i);
}

/// tracel-ai/burn #5373, pytorch #77529: log(1 + exp(x)).
template <class T> void naive_softplus(const Call<T>& c, bool bug) {
    each(c, "value", [&, x = c.in("x")](auto i) { return bug ? std::log(std::exp(x[i]) + 1) : softplus(x[i]); });
}
/// tenstorrent/tt-metal PR 56397: an infinite exponential collapses the slope to 0. jax #2107: the slopes of max and |x| at 0.
template <class T> void softplus_slope(const Call<T>& c, bool collapses, bool at_zero) {
    each(c, "d_x", [&, x = c.in("x")](auto i) {
        const T e = std::exp(x[i]);
        if (collapses) return std::isinf(e) ? T(0) : e / (1 + e);
        if (at_zero && x[i] == 0) return T(0);
        return sigmoid(x[i]);
    });
}
/// tenstorrent/tt-metal #53787: an asymptote used far too early.
template <class T> void early_asymptote(const Call<T>& c, bool bug) {
    each(c, "value", [&, x = c.in("x")](auto i) { return bug && x[i] <= -4 ? x[i] : -softplus(-x[i]); });
}
/// clab/dynet #1525: minimum and maximum are interchanged, and hide a NaN.
template <class T> void interchanged_ends(const Call<T>& c, bool bug) {
    each(c, "value", [&, x = c.in("x")](auto i) {
        const T low = std::exp(x[i]) / (1 + std::exp(x[i])), high = 1 / (1 + std::exp(-x[i]));
        return bug ? std::fmin(T(0.5), high) + std::fmax(T(0.5), low) - T(0.5) : sigmoid(x[i]);
    });
}

/// candle #2561: from the probability. pytorch #13773: unshifted where there is a pos_weight.
template <class T> void logistic(const Call<T>& c, bool from_probability, bool unshifted) {
    const T *z = c.in("logits"), *y = c.in("target"), *w = c.in("pos_weight");
    each(c, "value", [&](auto i) {
        const T p = sigmoid(z[i]), weight = w ? w[i % c.columns] : 1;
        if (from_probability) return -(y[i] * std::log(p) + (1 - y[i]) * std::log(1 - p));
        const T left = unshifted && w ? std::log(1 + std::exp(-z[i])) : softplus(-z[i]);
        return (y[i] == 0 ? 0 : weight * y[i] * left) + (y[i] == 1 ? 0 : (1 - y[i]) * (unshifted && w ? z[i] + left : softplus(z[i])));
    });
}
/// pytorch PR 1792: slopes of a clamp and of |z| at 0.
template <class T> void logistic_slope(const Call<T>& c, bool bug) {
    const T *z = c.in("logits"), *y = c.in("target");
    each(c, "d_logits", [&](auto i) {
        if (bug && z[i] == 0) return 1 - y[i];
        return (1 - y[i]) * sigmoid(z[i]) - y[i] * sigmoid(-z[i]);
    });
}

/// pytorch #4867: ε inside the logarithms. VariationalRecurrentNeuralNetwork #10: one of the wrong sign. xgboost #213: 0·log 0.
enum class Guard { none, inside, wrong_sign, missing };
template <class T> void bernoulli(const Call<T>& c, Guard guard) {
    const T *p = c.in("p"), *y = c.in("target");
    each(c, "value", [&](auto i) {
        if (guard == Guard::inside) return -(y[i] * std::log(p[i] + T(1e-12)) + (1 - y[i]) * std::log(1 - p[i] + T(1e-12)));
        if (guard == Guard::wrong_sign) return -(y[i] * std::log(p[i] + T(1e-6)) + (1 - y[i]) * std::log(1 - p[i] - T(1e-6)));
        if (guard == Guard::missing) return -(y[i] * std::log(p[i]) + (1 - y[i]) * std::log(1 - p[i]));
        return -(y[i] == 0 ? 0 : y[i] * std::log(p[i])) - (y[i] == 1 ? 0 : (1 - y[i]) * std::log1p(-p[i]));
    });
}

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
/// darts PR 1162: σ for σ². gpytorch #2174: a half applied twice.
template <class T> void normal(const Call<T>& c, bool unsquared, bool halved) {
    const T *a = c.in("prediction"), *b = c.in("target"), sigma = c.real("sigma", 1);
    const T v = unsquared ? sigma : sigma * sigma;
    each(c, "value", [&](auto i) {
        const T u = (a[i] - b[i]) / (unsquared ? std::sqrt(sigma) : sigma);
        return (std::log(T(6.283185307179586476925) * v) + (halved ? u * u / 2 : u * u)) / 2;
    });
}

/// optimizers: kozistr #397 and #480 (where ε goes), convnetjs PR 70 (bias correction multiplied), holocron #1 (written back).
enum class AdamDefect { none, epsilon_inside, epsilon_late, multiplied, written_back };
template <class T> void adam(const Call<T>& c, AdamDefect bug) {
    const T *theta = c.in("theta"), *g = c.in("grad"), *m = c.in("state_m"), *s = c.in("state_s");
    const double b1 = c.real("beta1", 0.9), b2 = c.real("beta2", 0.999), t = c.real("t", 1);
    const T rate = c.real("learning_rate", 0.001), eps = c.real("epsilon", 1e-8);
    const T one = static_cast<T>(1 - std::pow(b1, t)), two = static_cast<T>(1 - std::pow(b2, t));
    for (std::int64_t i = 0; i < c.size(); ++i) {
        const T new_m = static_cast<T>(b1) * m[i] + static_cast<T>(1 - b1) * g[i];
        const T new_s = static_cast<T>(b2) * s[i] + static_cast<T>(1 - b2) * (g[i] * g[i]);
        const T mean = bug == AdamDefect::multiplied ? new_m * one : new_m / one,
                spread = bug == AdamDefect::multiplied ? new_s * two : new_s / two;
        T step = mean / (std::sqrt(spread) + eps);
        if (bug == AdamDefect::epsilon_inside) step = mean / (std::sqrt(spread + eps) + eps);
        if (bug == AdamDefect::epsilon_late) step = mean * (1 / std::sqrt(spread) + eps);
        if (T* out = c.out("theta")) out[i] = theta[i] - rate * step;
        if (T* out = c.out("state_m")) out[i] = bug == AdamDefect::written_back ? mean : new_m;
        if (T* out = c.out("state_s")) out[i] = new_s;
    }
}

}  // namespace reported
