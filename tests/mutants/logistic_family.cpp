// SPDX-License-Identifier: Apache-2.0
#include "tests/mutants/textbook.hpp"

using namespace lossproof;
using namespace lossproof::mutants;

TEST_CASE("1 - sigmoid(-x) is convicted") {
    convicted(Mutant("1 - sigmoid").slips("sigmoid", "value", [](const Data& d) { return one(1 - stable_sigmoid(-number(d))); }), "wrong",
              {Format::f64, Format::f16});
}

TEST_CASE("softplus with the threshold 20 is convicted, finite and plausible as it is") {
    convicted(Mutant("threshold 20")
                  .slips("softplus", "value",
                         [](const Data& d) {
                             const M x = number(d);
                             return one(x.value() > 20 ? x : stable_softplus(x));
                         }),
              "inaccurate");
}

TEST_CASE("the same threshold is invisible in binary16, and acquitted there") {
    Mutant mutant = Mutant("threshold 20").slips("softplus", "value", [](const Data& d) {
        const M x = number(d);
        return one(x.value() > 20 ? x : stable_softplus(x));
    });
    CHECK(on_trial(mutant, {"softplus"}, {Format::f16}).verdict() == reports::RunVerdict::held);
}

TEST_CASE("the logarithm of the sigmoid is convicted") {
    convicted(Mutant("log of sigmoid").slips("log_sigmoid", "value", [](const Data& d) { return one(log(1 / (1 + exp(-number(d))))); }),
              "wrong");
}

TEST_CASE("logarithms clamped at -100 are convicted") {
    const auto trial = convicted(Mutant("clamp -100")
                                     .slips("binary_cross_entropy", "value",
                                            [](const Data& d) {
                                                const M p = number(d), y = number(d, 1);
                                                return one((y - 1) * max(log1p(-p), M(-100)) - y * max(log(p), M(-100)));
                                            }),
                                 "wrong");  // undeclared, it is a finite loss for an infinite one
    CHECK(trial.witness("binary_cross_entropy", "value")->diagnosis->name.find("−100") != std::string::npos);
}

TEST_CASE("probabilities clipped to 1e-7 are convicted") {
    convicted(Mutant("clip 1e-7")
                  .slips("binary_cross_entropy", "value",
                         [](const Data& d) {
                             const M p = max(M::from(1e-7), -max(-number(d), M::from(1e-7) - 1)), y = number(d, 1);
                             return one(-(y * log(p) + (1 - y) * log1p(-p)));
                         }),
              "wrong");
}

TEST_CASE("subnormal results flushed to zero are convicted") {
    const auto trial = convicted(Mutant("flush to zero")
                                     .distorts("sigmoid", "value",
                                               [](const Plan& plan, std::vector<double>& values) {
                                                   for (double& v : values)
                                                       if (std::fabs(v) < std::ldexp(1.0, spec(plan.format()).min_exponent)) v = 0;
                                               }),
                                 "wrong", {Format::f64, Format::f32});
    CHECK(trial.witness("sigmoid", "value")->diagnosis->name.find("flush") != std::string::npos);
}

TEST_CASE("a gradient with its sign turned is convicted") {
    convicted(Mutant("sign turned")
                  .distorts("binary_cross_entropy_with_logits", "d_logits",
                            [](const Plan&, std::vector<double>& values) {
                                for (double& v : values) v = -v;
                            }),
              "wrong");
}

TEST_CASE("sigmoid(z) - y is convicted where both are nearly 1") {
    convicted(Mutant("sigmoid - y")
                  .slips("binary_cross_entropy_with_logits", "d_logits",
                         [](const Data& d) { return one(stable_sigmoid(number(d)) - number(d, 1)); }),
              "wrong");
}
