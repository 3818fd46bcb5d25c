// SPDX-License-Identifier: Apache-2.0
// Reported defects about steps of optimizers and penalties.
#include "tests/mutants/reported/report.hpp"

namespace reported {
namespace {

/// Where ε goes (kozistr #397 and #480), bias correction multiplied (convnetjs PR 70) or written back (holocron #1).
enum class AdamDefect { none, epsilon_inside, epsilon_late, multiplied, written_back };
template <class T> void adam(const Call<T>& c, AdamDefect bug) {
    const T *theta = c.in("theta"), *g = c.in("grad"), *m = c.in("state_m"), *s = c.in("state_s");
    const double b1 = c.exact("beta1"), b2 = c.exact("beta2"), t = c.exact("t");
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
Answer adam_with(AdamDefect defect) {
    return both([defect](const auto& c, bool bug) { adam(c, bug ? defect : AdamDefect::none); });
}

/// chainer #7335: the decay is added to a gradient that is still multiplied by the loss scale, here 128.
template <class T> void decay_before_unscaling(const Call<T>& c, bool bug) {
    const T *theta = c.in("theta"), *g = c.in("grad");
    const T rate = c.real("learning_rate", 0.1), decay = c.real("weight_decay", 0);
    for (std::int64_t i = 0; i < c.size(); ++i)
        c.out("theta")[i] = theta[i] - rate * (bug ? g[i] + decay * theta[i] / 128 : g[i] + decay * theta[i]);
}

/// keras-adamw #39: the penalty of one name decays as the other's.
template <class T> void other_penalty(const Call<T>& c, bool bug) {
    const T* w = c.in("weights");
    for (std::int64_t i = 0; i < c.size(); ++i)
        c.out("d_weights")[i] = bug ? 2 * w[i] : w[i] > 0 ? T(1) : w[i] < 0 ? T(-1) : w[i] == 0 ? T(0) : w[i];
}

}  // namespace

std::span<const Report> of_steps() {
    static const Report reports[] = {
        {"adam_eps_inside", "adam_step", "theta", "", "kozistr/pytorch_optimizer 397", "", adam_with(AdamDefect::epsilon_inside)},
        {"adam_eps_late", "adam_step", "theta", "", "kozistr/pytorch_optimizer 480", "zero-log-zero nan-on-the-way",
         adam_with(AdamDefect::epsilon_late)},
        {"adam_multiplied", "adam_step", "theta", "", "karpathy/convnetjs PR 70", "constant-factor", adam_with(AdamDefect::multiplied)},
        {"adam_written_back", "adam_step", "theta state_m state_s", "", "frgfm/holocron 1", "constant-factor",
         adam_with(AdamDefect::written_back)},
        {"decay_before_unscaling", "weight_decay_step", "theta", "weight_decay", "chainer/chainer 7335", "constant-factor",
         both([](const auto& c, bool bug) { decay_before_unscaling(c, bug); })},
        {"l1_as_l2", "l1_penalty", "d_weights", "", "OverLordGoldDragon/keras-adamw 39", "other-operation",
         both([](const auto& c, bool bug) { other_penalty(c, bug); })},
    };
    return reports;
}

}  // namespace reported
