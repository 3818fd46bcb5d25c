// SPDX-License-Identifier: Apache-2.0
// Losses, maps and optimiser steps, typed. Arrays are row-major N×K (see Input and Output in call.hpp), outputs belong to
// the caller, an output left out is not computed. Every function throws std::invalid_argument with one line of
// explanation, before any output is written, when sizes, labels or parameters do not fit.
//
// Units: natural logarithms. Errors: near_exact (the default) is within 0.55 ulp for the elementwise family, softmax and
// log_softmax, cross-entropies and distances; quick evaluates the same stable formulas in one word.
// Special values follow the limits of the formulas; NaN in a row makes the row NaN.
#pragma once
#include "fast/call.hpp"

#include <initializer_list>

namespace lossproof::fast {

namespace detail {
inline void call(std::string_view operation, std::initializer_list<NamedInput> inputs, std::initializer_list<NamedOutput> outputs,
                 std::initializer_list<NamedNumber> numbers, const Options& o) {
    run(operation, Call{{inputs.begin(), inputs.size()}, {outputs.begin(), outputs.size()}, {numbers.begin(), numbers.size()}, o});
}
}  // namespace detail

// Element by element: x, value and d_x are N×K; under `sum` and `mean` the value is 1×1 and d_x the gradient of it.
#define LOSSPROOF_FAST_FUNCTION(name)                                                                                                      \
    inline void name(const Input& x, const Output& value, const Output& d_x = {}, const Options& o = {}) {                                 \
        detail::call(#name, {{"x", x}}, {{"value", value}, {"d_x", d_x}}, {}, o);                                                          \
    }
LOSSPROOF_FAST_FUNCTION(exp)
LOSSPROOF_FAST_FUNCTION(log)
LOSSPROOF_FAST_FUNCTION(log1p)
LOSSPROOF_FAST_FUNCTION(expm1)
LOSSPROOF_FAST_FUNCTION(tanh)
LOSSPROOF_FAST_FUNCTION(sigmoid)
LOSSPROOF_FAST_FUNCTION(log_sigmoid)
LOSSPROOF_FAST_FUNCTION(softplus)
LOSSPROOF_FAST_FUNCTION(relu)
LOSSPROOF_FAST_FUNCTION(logit)
#undef LOSSPROOF_FAST_FUNCTION

/// logits N×K, value N×K.
inline void softmax(const Input& logits, const Output& value, const Options& o = {}) {
    detail::call("softmax", {{"logits", logits}}, {{"value", value}}, {}, o);
}
inline void log_softmax(const Input& logits, const Output& value, const Options& o = {}) {
    detail::call("log_softmax", {{"logits", logits}}, {{"value", value}}, {}, o);
}
/// logits N×K, value N (or 1×1 reduced), d_logits N×K.
inline void logsumexp(const Input& logits, const Output& value, const Output& d_logits = {}, const Options& o = {}) {
    detail::call("logsumexp", {{"logits", logits}}, {{"value", value}, {"d_logits", d_logits}}, {}, o);
}
/// labels N integers in 0…K−1, or Options::ignore_index.
inline void softmax_cross_entropy(const Input& logits, const Input& labels, const Output& value, const Output& d_logits = {},
                                  const Options& o = {}) {
    detail::call("softmax_cross_entropy", {{"logits", logits}, {"label", labels}}, {{"value", value}, {"d_logits", d_logits}}, {}, o);
}
inline void label_smoothing_cross_entropy(const Input& logits, const Input& labels, double smoothing, const Output& value,
                                          const Output& d_logits = {}, const Options& o = {}) {
    detail::call("label_smoothing_cross_entropy", {{"logits", logits}, {"label", labels}}, {{"value", value}, {"d_logits", d_logits}},
                 {{"smoothing", smoothing}}, o);
}
/// Σ_{j≠label} max(0, z_j − z_label + margin).
inline void multiclass_hinge(const Input& logits, const Input& labels, const Output& value, const Output& d_logits = {},
                             const Options& o = {}, double margin = 1) {
    detail::call("multiclass_hinge", {{"logits", logits}, {"label", labels}}, {{"value", value}, {"d_logits", d_logits}},
                 {{"margin", margin}}, o);
}
/// target N×K in [0, 1]; value N×K, or 1×1 reduced.
inline void binary_cross_entropy_with_logits(const Input& logits, const Input& target, const Output& value, const Output& d_logits = {},
                                             const Options& o = {}) {
    detail::call("binary_cross_entropy_with_logits", {{"logits", logits}, {"target", target}}, {{"value", value}, {"d_logits", d_logits}},
                 {}, o);
}

// Distributions p, q N×K, used as given (never renormalised); value N or 1×1.
#define LOSSPROOF_FAST_DIVERGENCE(name)                                                                                                    \
    inline void name(const Input& p, const Input& q, const Output& value, const Output& d_p = {}, const Output& d_q = {},                  \
                     const Options& o = {}) {                                                                                              \
        detail::call(#name, {{"p", p}, {"q", q}}, {{"value", value}, {"d_p", d_p}, {"d_q", d_q}}, {}, o);                                  \
    }
LOSSPROOF_FAST_DIVERGENCE(cross_entropy)
LOSSPROOF_FAST_DIVERGENCE(kl_divergence)
LOSSPROOF_FAST_DIVERGENCE(js_divergence)
LOSSPROOF_FAST_DIVERGENCE(squared_distance)
#undef LOSSPROOF_FAST_DIVERGENCE
inline void entropy(const Input& p, const Output& value, const Output& d_p = {}, const Options& o = {}) {
    detail::call("entropy", {{"p", p}}, {{"value", value}, {"d_p", d_p}}, {}, o);
}

// Regression: prediction and target N×K. The first group sums over each row (value N), the second is elementwise (N×K).
#define LOSSPROOF_FAST_REGRESSION(name)                                                                                                    \
    inline void name(const Input& prediction, const Input& target, const Output& value, const Output& d_prediction = {},                   \
                     const Options& o = {}) {                                                                                              \
        detail::call(#name, {{"prediction", prediction}, {"target", target}}, {{"value", value}, {"d_prediction", d_prediction}}, {}, o);  \
    }
LOSSPROOF_FAST_REGRESSION(squared_error)
LOSSPROOF_FAST_REGRESSION(half_squared_error)
LOSSPROOF_FAST_REGRESSION(mean_squared_error)
LOSSPROOF_FAST_REGRESSION(mean_absolute_error)
LOSSPROOF_FAST_REGRESSION(huber)  // δ = 1; other δ by name
LOSSPROOF_FAST_REGRESSION(smooth_l1)
LOSSPROOF_FAST_REGRESSION(log_cosh)
LOSSPROOF_FAST_REGRESSION(pseudo_huber)
LOSSPROOF_FAST_REGRESSION(poisson_nll)
#undef LOSSPROOF_FAST_REGRESSION
/// ½(log 2πv + d²/v), variance N×K or 1×1.
inline void gaussian_nll(const Input& prediction, const Input& target, const Input& variance, const Output& value,
                         const Output& d_prediction = {}, const Output& d_variance = {}, const Options& o = {}) {
    detail::call("gaussian_nll", {{"prediction", prediction}, {"target", target}, {"variance", variance}},
                 {{"value", value}, {"d_prediction", d_prediction}, {"d_variance", d_variance}}, {}, o);
}

/// One-dimensional weights; ½Σw².
inline void half_l2_penalty(const Input& weights, const Output& value, const Output& d_weights = {}, const Options& o = {}) {
    detail::call("half_l2_penalty", {{"weights", weights}}, {{"value", value}, {"d_weights", d_weights}}, {}, o);
}
/// θ − ηg, one rounding; new_theta may be theta.
inline void sgd_step(const Input& theta, const Input& grad, double learning_rate, const Output& new_theta, const Options& o = {}) {
    detail::call("sgd_step", {{"theta", theta}, {"grad", grad}}, {{"theta", new_theta}}, {{"learning_rate", learning_rate}}, o);
}

}  // namespace lossproof::fast
