// SPDX-License-Identifier: Apache-2.0
#include "tests/mutants/textbook.hpp"

using namespace lossproof;
using namespace lossproof::mutants;

TEST_CASE("the logarithm of softmax is convicted") {
    const auto trial = convicted(Mutant("log of softmax")
                                     .slips("log_softmax", "value",
                                            [](const Data& d) {
                                                const RowM p = shifted_softmax(row(d));
                                                return map(p, [&](Index j) { return log(p[j]); });
                                            }),
                                 "wrong");
    CHECK(trial.witness("log_softmax", "value")->diagnosis->name.find("log(softmax") != std::string::npos);
}

TEST_CASE("minus the logarithm of softmax at the label is convicted") {
    convicted(Mutant("nll of softmax")
                  .slips("softmax_cross_entropy", "value", [](const Data& d) { return one(-log(shifted_softmax(row(d))[label(d)])); }),
              "wrong", {Format::f64, Format::f32});
}

TEST_CASE("a softmax without the shift is convicted") {
    convicted(Mutant("no shift")
                  .slips("softmax", "value",
                         [](const Data& d) {
                             const RowM weight = weights_below(row(d), M(0));
                             return map(weight, [&](Index j) { return weight[j] / sum(weight); });
                         }),
              "wrong");
}

TEST_CASE("a log-sum-exp without the shift is convicted") {
    convicted(Mutant("no shift").slips("logsumexp", "value", [](const Data& d) { return one(log(sum(weights_below(row(d), M(0))))); }),
              "wrong");
}

TEST_CASE("log-sum-exp minus the label's logit cancels and is convicted") {
    convicted(Mutant("LSE - z").slips("softmax_cross_entropy", "value",
                                      [](const Data& d) { return one(shifted_lse(row(d)) - row(d)[label(d)]); }),
              "wrong");
}

TEST_CASE("log where log1p is needed is convicted, though the shift is there") {
    convicted(Mutant("log for log1p")
                  .slips("log_softmax", "value",
                         [](const Data& d) {
                             const M peak = largest(row(d)), total = log(sum(weights_below(row(d), peak)));
                             return map(row(d), [&](Index j) { return (row(d)[j] - peak) - total; });
                         }),
              "wrong");
}

TEST_CASE("p - 1 at a confident label is convicted") {
    convicted(Mutant("p - 1").slips("softmax_cross_entropy", "d_logits",
                                    [](const Data& d) {
                                        const RowM p = shifted_softmax(row(d));
                                        return map(p, [&](Index j) { return p[j] - indicator<M>(j, label(d)); });
                                    }),
              "wrong", {Format::f64, Format::f32});
}

TEST_CASE("a division-free softmax is convicted at large offsets") {
    convicted(Mutant("exp(z - LSE)")
                  .slips("softmax", "value",
                         [](const Data& d) {
                             const M lse = shifted_lse(row(d));
                             return map(row(d), [&](Index j) { return exp(row(d)[j] - lse); });
                         }),
              "inaccurate");
}

TEST_CASE("a label that is off by one is convicted") {
    convicted(Mutant("label + 1")
                  .slips("softmax_cross_entropy", "value",
                         [](const Data& d) { return one(stable_surprise(row(d), (label(d) + 1) % row(d).size())); }),
              "wrong");
}

TEST_CASE("a sum in single precision within double precision is convicted") {
    const auto trial = convicted(Mutant("float accumulator")
                                     .slips("softmax", "value",
                                            [](const Data& d) {
                                                const RowM weight = weights_below(row(d), largest(row(d)));
                                                float total = 0;
                                                for (const M& w : weight) total += static_cast<float>(w.value());
                                                return map(weight, [&](Index j) { return weight[j] / M(total, Format::f64); });
                                            }),
                                 "inaccurate");
    CHECK(trial.witness("softmax", "value")->ulps.has_value());
}

TEST_CASE("a Jacobian without the off-diagonal is convicted") {
    convicted(Mutant("diagonal Jacobian")
                  .slips("softmax", "J_logits",
                         [](const Data& d) {
                             const RowM p = shifted_softmax(row(d));
                             RowM jacobian;
                             for (Index i = 0; i < p.size(); ++i)
                                 for (Index j = 0; j < p.size(); ++j) jacobian.push_back(i == j ? p[i] * (1 - p[i]) : M(0));
                             return jacobian;
                         }),
              "wrong");
}

TEST_CASE("a Hessian without the outer product is convicted") {
    const auto diagonal = [](const Data& d) {
        const RowM p = shifted_softmax(row(d));
        RowM hessian;
        for (Index i = 0; i < p.size(); ++i)
            for (Index j = 0; j < p.size(); ++j) hessian.push_back(i == j ? p[i] : M(0));
        return hessian;
    };
    convicted(Mutant("diag(p)").slips("softmax_cross_entropy", "H_logits", diagonal).slips("logsumexp", "H_logits", diagonal), "wrong");
}

TEST_CASE("1 - p on the diagonal of a Hessian cancels and is convicted") {
    convicted(Mutant("p(1 - p)")
                  .slips("binary_cross_entropy_with_logits", "H_logits",
                         [](const Data& d) {
                             const M p = stable_sigmoid(number(d));
                             return one(p * (1 - p));
                         })
                  .slips("softmax_cross_entropy", "H_logits",
                         [](const Data& d) {
                             const RowM p = shifted_softmax(row(d));
                             RowM hessian;
                             for (Index i = 0; i < p.size(); ++i)
                                 for (Index j = 0; j < p.size(); ++j) hessian.push_back(p[i] * (M(i == j ? 1 : 0) - p[j]));
                             return hessian;
                         }),
              "wrong");
}

TEST_CASE("an answer of zeros is convicted") {
    convicted(
        Mutant("all zeros")
            .distorts("softmax", "value", [](const Plan&, std::vector<double>& values) { std::fill(values.begin(), values.end(), 0.0); }),
        "wrong", {Format::f64, Format::bf16});
}

TEST_CASE("an answer that is not a number is convicted") {
    convicted(Mutant("all NaN").distorts("softmax_cross_entropy", "value",
                                         [](const Plan&, std::vector<double>& values) { std::fill(values.begin(), values.end(), NAN); }),
              "wrong");
}
