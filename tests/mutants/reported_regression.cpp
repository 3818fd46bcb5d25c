// SPDX-License-Identifier: Apache-2.0
// Reported defects about residuals, penalties and optimisers; see reported_logistic.cpp.
#include "tests/mutants/textbook.hpp"

using namespace lossproof;
using namespace lossproof::mutants;

namespace {

M variance(const Data& d) {
    if (d.inputs[2].present) return number(d, 2);
    return d.given.has("sigma") ? square(d.given["sigma"]) : M(1);
}
const M two_pi = M::from(6.283185307179586);

struct Moments {
    M mean, spread, corrected_mean, corrected_spread;
};
Moments moments(const Data& d) {
    const M g = number(d, 1), beta1 = d.given["beta1"], beta2 = d.given["beta2"], t = M::from(d.given.integer("t"));
    const M mean = beta1 * number(d, 2) + (1 - beta1) * g, spread = beta2 * number(d, 3) + (1 - beta2) * g * g;
    return {mean, spread, mean / (1 - pow(beta1, t)), spread / (1 - pow(beta2, t))};
}
RowM stepped(const Data& d, const M& direction) { return one(number(d) - d.given["learning_rate"] * direction); }

}  // namespace

TEST_CASE("marlbenchmark/on-policy #47: a large negative residual costs nothing") {
    convicted(Mutant("no left arm")
                  .slips("huber", "value",
                         [](const Data& d) {
                             const M r = residual(d), delta = d.given["delta"];
                             if (abs(r).value() < delta.value()) return one(r * r / 2);
                             return one(r.value() > 0 ? delta * (r - delta / 2) : M(0));
                         }),
              "wrong");
}

TEST_CASE("pytorch/pytorch PR 17447: the smooth L1 parameter moves the switch and leaves a jump there") {
    convicted(Mutant("switch alone")
                  .slips("smooth_l1", "value",
                         [](const Data& d) {
                             const M r = abs(residual(d));
                             return one(r.value() < d.given["delta"].value() ? r * r / 2 : r - M(1) / 2);
                         }),
              "wrong");
}

TEST_CASE("scipy/scipy PR 15312: a pseudo-Huber loss of a small residual is 0") {
    convicted(Mutant("sqrt(1 + t²) - 1")
                  .slips("pseudo_huber", "value",
                         [](const Data& d) {
                             const M delta = d.given["delta"], t = residual(d) / delta;
                             return one(delta * delta * (sqrt(1 + t * t) - 1));
                         }),
              "wrong");
}

TEST_CASE("davisking/dlib #1169: half the gradient of the squared error") {
    convicted(Mutant("no factor 2")
                  .slips("squared_error", "d_prediction",
                         [](const Data& d) { return map(row(d), [&](Index j) { return row(d)[j] - row(d, 1)[j]; }); }),
              "wrong");  // a finite number beside ∞ − ∞, where the slope overflows
}

TEST_CASE("unit8co/darts PR 1162: the standard deviation is passed where the variance is expected") {
    convicted(Mutant("σ for σ²")
                  .slips("gaussian_nll", "value",
                         [](const Data& d) {
                             const M v = sqrt(variance(d));
                             return one((log(two_pi * v) + square(residual(d)) / v) / 2);
                         }),
              "wrong");
}

TEST_CASE("cornellius-gp/gpytorch #2174: the half is applied twice to the quadratic term") {
    convicted(Mutant("½ twice").slips(
                  "gaussian_nll", "value",
                  [](const Data& d) { return one((log(two_pi * variance(d)) + square(residual(d)) / (2 * variance(d))) / 2); }),
              "wrong");
}

TEST_CASE("kozistr/pytorch_optimizer #397: ε both under the root and beside it") {
    convicted(Mutant("ε twice").slips("adam_step", "theta",
                                      [](const Data& d) {
                                          const M epsilon = d.given["epsilon"];
                                          return stepped(d, moments(d).corrected_mean /
                                                                (sqrt(moments(d).corrected_spread + epsilon) + epsilon));
                                      }),
              "inaccurate");
}

TEST_CASE("kozistr/pytorch_optimizer #480: ε is added after the division, so that a zero gradient gives 0 times infinity") {
    convicted(Mutant("ε too late")
                  .slips("adam_step", "theta",
                         [](const Data& d) {
                             return stepped(d, moments(d).corrected_mean * (1 / sqrt(moments(d).corrected_spread) + d.given["epsilon"]));
                         }),
              "wrong");
}

TEST_CASE("karpathy/convnetjs PR 70: the bias correction multiplies") {
    convicted(Mutant("times (1 - β^t)")
                  .slips("adam_step", "theta",
                         [](const Data& d) {
                             const Moments now = moments(d);
                             const M t = M::from(d.given.integer("t")), mean = now.mean * (1 - pow(d.given["beta1"], t)),
                                     spread = now.spread * (1 - pow(d.given["beta2"], t));
                             return stepped(d, mean / (sqrt(spread) + d.given["epsilon"]));
                         }),
              "wrong");
}

TEST_CASE("frgfm/holocron #1: the corrected moment is written back into the state") {
    convicted(Mutant("state corrected").slips("adam_step", "state_m", [](const Data& d) { return one(moments(d).corrected_mean); }),
              "wrong");
}

TEST_CASE("google-deepmind/optax #1754: ε = 1e-8 is 0 in binary16, and so it is to everybody who computes there") {
    Mutant held = Mutant("ε in binary16").slips("adam_step", "theta", [](const Data& d) {
        const M epsilon(d.given.number("epsilon"), Format::f16);
        return stepped(d, moments(d).corrected_mean / (sqrt(moments(d).corrected_spread) + epsilon));
    });
    CHECK(on_trial(held, {"adam_step"}, {Format::f16}).verdict() == reports::RunVerdict::held);
    CHECK(on_trial(held, {"adam_step"}, {Format::f32}).verdict() == reports::RunVerdict::fell_short);  // which has that number
}

TEST_CASE("chainer/chainer #7335: the decay is scaled down with the loss") {
    convicted(Mutant("decay / 128")
                  .slips("weight_decay_step", "theta",
                         [](const Data& d) { return stepped(d, (128 * number(d, 1) + d.given["weight_decay"] * number(d)) / 128); }),
              "wrong");  // and the scaled gradient overflows
}

TEST_CASE("OverLordGoldDragon/keras-adamw #39: l1 decays as l2") {
    convicted(Mutant("l1 as l2")
                  .slips("l1_penalty", "d_weights", [](const Data& d) { return map(row(d), [&](Index j) { return 2 * row(d)[j]; }); }),
              "wrong");
}

TEST_CASE("tinygrad/tinygrad PR 4327: the sum of a mean overflows in binary16") {
    limited(
        Mutant("sum before division")
            .slips("mean_absolute_error", "value",
                   [](const Data& d) { return one(sum(row(d), [&](Index j) { return abs(row(d)[j] - row(d, 1)[j]); }) / count(row(d))); }),
        {Format::f16});
}

TEST_CASE("tinygrad/tinygrad PR 1427: a mean over classes and samples alike") {
    convicted(Mutant("mean of everything")
                  .distorts("negative_log_likelihood", "value",
                            [](const Plan& plan, std::vector<double>& values) {
                                for (double& v : values) v /= static_cast<double>(plan.row_length());
                            }),
              "inaccurate");
}
