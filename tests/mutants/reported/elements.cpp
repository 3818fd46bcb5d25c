// SPDX-License-Identifier: Apache-2.0
// Reported defects about functions of one number.
#include "tests/mutants/reported/report.hpp"

namespace reported {
namespace {

/// tracel-ai/burn #5373: log(1 + exp(x)).
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

}  // namespace

std::span<const Report> of_elements() {
    static const Report reports[] = {
        {"softplus_overflow", "softplus", "value", "", "tracel-ai/burn 5373", "early-exponential log-not-log1p",
         both([](const auto& c, bool bug) { naive_softplus(c, bug); })},
        {"softplus_slope", "softplus", "d_x", "", "tenstorrent/tt-metal PR 56397", "early-exponential threshold",
         both([](const auto& c, bool bug) { softplus_slope(c, bug, false); })},
        {"softplus_kink", "softplus", "d_x", "", "jax-ml/jax 2107", "wrong-branch",
         both([](const auto& c, bool bug) { softplus_slope(c, false, bug); })},
        {"log_sigmoid_early", "log_sigmoid", "value", "", "tenstorrent/tt-metal 53787", "threshold",
         both([](const auto& c, bool bug) { early_asymptote(c, bug); })},
        {"sigmoid_ends", "sigmoid", "value", "", "clab/dynet 1525", "early-exponential nan-on-the-way",
         both([](const auto& c, bool bug) { interchanged_ends(c, bug); })},
    };
    return reports;
}

}  // namespace reported
