// SPDX-License-Identifier: Apache-2.0
// Defects that were reported in public, taken up as ideas and written anew over our operations. Each names the project and
// the thread; nothing was copied. Those that stay finite and plausible are the ones that measure a judge.
#include "tests/mutants/textbook.hpp"

using namespace lossproof;
using namespace lossproof::mutants;

TEST_CASE("clab/dynet #1525: the branches of the sigmoid are swapped, 0.5 far out") {
    convicted(Mutant("swapped branches")
                  .slips("sigmoid", "value",
                         [](const Data& d) {
                             const M e = exp(abs(number(d)));
                             if (std::isinf(e.value())) return one(M(1) / 2);
                             return one(number(d).value() < 0 ? 1 / (1 + e) : e / (1 + e));
                         }),
              "wrong");
}

TEST_CASE("tenstorrent/tt-metal #53787: log-sigmoid follows its asymptote from -4 on") {
    convicted(Mutant("asymptote at -4")
                  .slips("log_sigmoid", "value",
                         [](const Data& d) { return one(number(d).value() <= -4 ? number(d) : -stable_softplus(-number(d))); }),
              "inaccurate", {Format::f64, Format::f32});
}

TEST_CASE("tenstorrent/tt-metal PR 56397: the slope of softplus drops to 0 once exp overflows") {
    convicted(Mutant("slope after overflow")
                  .slips("softplus", "d_x",
                         [](const Data& d) {
                             const M e = exp(number(d));
                             return one(std::isinf(e.value()) ? M(0) : e / (1 + e));
                         }),
              "wrong", {Format::f32});
}

TEST_CASE("tracel-ai/burn #5373: softplus overflows") {
    convicted(Mutant("log1p(exp(x))").slips("softplus", "value", [](const Data& d) { return one(log1p(exp(number(d)))); }), "wrong");
}

TEST_CASE("jax-ml/jax #2107: the slope of softplus at exactly 0 is 0") {
    const auto trial = convicted(
        Mutant("slope 0 at 0")
            .slips("softplus", "d_x", [](const Data& d) { return one(number(d).value() == 0 ? M(0) : stable_sigmoid(number(d))); }),
        "wrong");
    CHECK(trial.witness("softplus", "d_x")->question.inputs.front().numbers.front() == "0x0p+0");
}

TEST_CASE("pytorch/pytorch PR 1792: the gradient of a stable form taken through abs is wrong at logit 0") {
    convicted(Mutant("gradient through abs")
                  .slips("binary_cross_entropy_with_logits", "d_logits",
                         [](const Data& d) {
                             const M z = number(d), y = number(d, 1);
                             if (z.value() == 0) return one(-y);
                             return one((1 - y) * stable_sigmoid(z) - y * stable_sigmoid(-z));
                         }),
              "wrong");
}

TEST_CASE("huggingface/candle #2561: cross-entropy by way of the sigmoid") {
    convicted(Mutant("logs of sigmoids")
                  .slips("binary_cross_entropy_with_logits", "value",
                         [](const Data& d) {
                             const M p = stable_sigmoid(number(d)), y = number(d, 1);
                             return one(-(y * log(p) + (1 - y) * log(1 - p)));
                         }),
              "wrong", {Format::f32});
}

TEST_CASE("pytorch/pytorch #4867: an epsilon inside the logarithm caps a certain mistake at 27.6") {
    convicted(Mutant("log(p + 1e-12)")
                  .slips("binary_cross_entropy", "value",
                         [](const Data& d) {
                             const M p = number(d), y = number(d, 1), epsilon = M::from(1e-12);
                             return one(-(y * log(p + epsilon) + (1 - y) * log(1 - p + epsilon)));
                         }),
              "wrong");
}

TEST_CASE("keras-team/keras #9664: the slope of the clip kills the gradient of a probability near 0 or 1") {
    convicted(Mutant("gradient of the clip")
                  .slips("binary_cross_entropy", "d_p",
                         [](const Data& d) {
                             const M p = number(d), y = number(d, 1);
                             const bool clipped = p.value() < 1e-7 || p.value() > 1 - 1e-7;
                             return one(clipped ? M(0) : (p - y) / (p * (1 - p)));
                         }),
              "wrong");
}

TEST_CASE("dmlc/xgboost #213: 0 times the logarithm of 0 is not a number") {
    convicted(Mutant("0 log 0").slips("binary_cross_entropy", "value",
                                      [](const Data& d) {
                                          const M p = number(d), y = number(d, 1);
                                          return one(-(y * log(p) + (1 - y) * log1p(-p)));
                                      }),
              "wrong");
}

TEST_CASE("google-deepmind/optax #1267: the focal gradient is not a number where γ < 1 and p is 1") {
    convicted(
        Mutant("pow(1 - p, γ - 1)")
            .slips("focal_loss", "d_logits",
                   [](const Data& d) {
                       const M s = number(d, 1).value() == 1 ? number(d) : -number(d), sign = number(d, 1).value() == 1 ? M(1) : M(-1);
                       const M gamma = d.given["gamma"], p = stable_sigmoid(s), rest = 1 - p;
                       const M weight = !d.given.has("alpha") ? M(1) : number(d, 1).value() == 1 ? d.given["alpha"] : 1 - d.given["alpha"];
                       return one(sign * weight *
                                  (-gamma * pow(rest, gamma - 1) * p * rest * stable_softplus(-s) - pow(rest, gamma) * rest));
                   }),
        "wrong");
}

TEST_CASE("qubvel/segmentation_models #187: alpha weighs both classes") {
    convicted(Mutant("alpha for both")
                  .slips("focal_loss", "value",
                         [](const Data& d) {
                             const M s = number(d, 1).value() == 1 ? number(d) : -number(d);
                             const M weight = d.given.has("alpha") ? d.given["alpha"] : M(1);
                             return one(weight * pow(stable_sigmoid(-s), d.given["gamma"]) * stable_softplus(-s));
                         }),
              "inaccurate");
}
