// SPDX-License-Identifier: Apache-2.0
// Reported defects about rows of logits and of probabilities; see reported_logistic.cpp.
#include "tests/mutants/textbook.hpp"

using namespace lossproof;
using namespace lossproof::mutants;

TEST_CASE("FluxML/NNlib.jl PR 43: the running maximum starts at 0, so a row far below it underflows") {
    convicted(Mutant("max with 0")
                  .slips("softmax", "value",
                         [](const Data& d) {
                             const RowM weight = weights_below(row(d), max(M(0), largest(row(d))));
                             return map(weight, [&](Index j) { return weight[j] / sum(weight); });
                         }),
              "wrong");
}

TEST_CASE("manassharma07/crysx_nn #7: one maximum for the whole batch") {
    convicted(Mutant("maximum of the batch")
                  .lies("softmax", "value",
                        [](const Plan& plan, const Plan::Output&) {
                            const Tensor& z = plan.question().inputs.at("logits");
                            const double peak = *std::max_element(z.values.begin(), z.values.end());
                            std::vector<double> values;
                            for (std::int64_t n = 0; n < z.rows(); ++n) {
                                double total = 0;
                                for (std::int64_t k = 0; k < z.columns(); ++k)
                                    total += std::exp(z.values[static_cast<std::size_t>(n * z.columns() + k)] - peak);
                                for (std::int64_t k = 0; k < z.columns(); ++k)
                                    values.push_back(std::exp(z.values[static_cast<std::size_t>(n * z.columns() + k)] - peak) / total);
                            }
                            return values;
                        }),
              "wrong");
}

TEST_CASE("open-edge-platform/geti PR 1507: infinite exponentials share the mass, finite and summing to 1") {
    convicted(Mutant("repaired infinities")
                  .slips("softmax", "value",
                         [](const Data& d) {
                             const RowM weight = weights_below(row(d), M(0));
                             int infinite = 0;
                             for (const M& w : weight) infinite += std::isinf(w.value()) ? 1 : 0;
                             if (infinite > 0)
                                 return map(weight, [&](Index j) { return std::isinf(weight[j].value()) ? M(1) / infinite : M(0); });
                             return shifted_softmax(row(d));
                         }),
              "wrong");
}

TEST_CASE("BasisResearch/dynestyx PR 183: log-softmax as z - LSE(z) loses the normalisation under a large offset") {
    convicted(Mutant("z - LSE").slips("log_softmax", "value",
                                      [](const Data& d) {
                                          const M lse = shifted_lse(row(d));
                                          return map(row(d), [&](Index j) { return row(d)[j] - lse; });
                                      }),
              "wrong", {Format::f32});
}

TEST_CASE("stan-dev/math #646: log-sum-exp of nothing but -inf is not a number") {
    convicted(Mutant("-inf - -inf")
                  .slips("logsumexp", "value",
                         [](const Data& d) {
                             Index k = 0;
                             for (Index j = 1; j < row(d).size(); ++j) k = row(d)[k].value() < row(d)[j].value() ? j : k;
                             return one(row(d)[k] + log1p(sum_except(row(d), k, [&](Index j) { return exp(row(d)[j] - row(d)[k]); })));
                         }),
              "wrong");
}

TEST_CASE("mlpack/mlpack #3468: the gradient of log-softmax with its sign turned") {
    convicted(Mutant("δ + p").slips("log_softmax", "J_logits",
                                    [](const Data& d) {
                                        const RowM p = shifted_softmax(row(d));
                                        RowM jacobian;
                                        for (Index i = 0; i < p.size(); ++i)
                                            for (Index j = 0; j < p.size(); ++j) jacobian.push_back(indicator<M>(i, j) + p[j]);
                                        return jacobian;
                                    }),
              "wrong");
}

TEST_CASE("pytorch/pytorch #11752: cross-entropy of two equal logits of 1e8 is 0 in binary32") {
    convicted(Mutant("LSE before the difference")
                  .slips("softmax_cross_entropy", "value",
                         [](const Data& d) {
                             const RowM& z = row(d);
                             const M total = largest(z) + log1p(sum(weights_below(z, largest(z))) - 1);
                             return one(total - z[label(d)]);
                         }),
              "wrong", {Format::f32});
}

TEST_CASE("NVIDIA/Megatron-LM #7452: a complete row is reduced once more, so that log 2 is added") {
    convicted(Mutant("+ log 2").slips("softmax_cross_entropy", "value",
                                      [](const Data& d) { return one(stable_surprise(row(d), label(d)) + M::from(std::log(2.0))); }),
              "wrong");
}

TEST_CASE("NVIDIA/Megatron-LM #7464: label smoothing spreads over the classes of one shard") {
    convicted(Mutant("local classes")
                  .slips("label_smoothing_cross_entropy", "value",
                         [](const Data& d) {
                             const RowM& z = row(d);
                             const Index shard = std::max<Index>(1, z.size() / 2);
                             M spread = 0;
                             for (Index j = 0; j < shard; ++j) spread += stable_surprise(z, j);
                             const M smoothing = d.given["smoothing"];
                             return one((1 - smoothing) * stable_surprise(z, label(d)) + smoothing * spread / static_cast<int>(shard));
                         }),
              "wrong");
}

TEST_CASE("chainer/chainer #2715: only one built-in value of ignore_index is obeyed") {
    convicted(Mutant("ignore -1 alone")
                  .lies("softmax_cross_entropy", "value",
                        [](const Plan& plan, const Plan::Output& output) {
                            Case other = plan.question();
                            const auto given = other.parameters.find("ignore_index");
                            // A label outside 0…K−1 would not even be read, so only an ignored class of the range shows the slip.
                            if (given != other.parameters.end() && std::get<std::int64_t>(given->second) >= 0)
                                other.parameters.erase(given);
                            return Mutant::certified(Plan(other), output.name);
                        }),
              "wrong");
}

TEST_CASE("pytorch/pytorch #20406: an ignored row is never written") {
    convicted(Mutant("ignored rows unwritten")
                  .distorts("nll", "value",
                            [](const Plan& plan, std::vector<double>& values) {
                                for (Index g = 0; g < plan.groups() && plan.reduction() == Reduction::none; ++g)
                                    if (plan.ignored(g)) values[g] = NAN;
                            }),
              "wrong");
}

TEST_CASE("FluxML/Flux.jl PR 1166: cross-entropy of probabilities with a 0 is not a number") {
    convicted(Mutant("0 log 0").slips("cross_entropy", "value",
                                      [](const Data& d) {
                                          const M nats = -sum(row(d), [&](Index j) { return row(d)[j] * log(row(d, 1)[j]); });
                                          return one(d.given.has("base") ? nats / log(d.given["base"]) : nats);
                                      }),
              "wrong");
}

TEST_CASE("google-deepmind/optax PR 1786: the gradient of KL at a target of exactly 0 is not a number") {
    convicted(Mutant("gradient of p log p")
                  .slips("kl_divergence", "d_p",
                         [](const Data& d) {
                             const M unit = d.given.has("base") ? log(d.given["base"]) : M(1);
                             return map(row(d), [&](Index j) {
                                 const M p = row(d)[j], q = row(d, 1)[j];
                                 return p.value() == 0 ? M::from(NAN) : (log(p) - log(q) + 1) / unit;
                             });
                         }),
              "wrong");
}

TEST_CASE("scipy/scipy #20710: the ratio p/q overflows before its logarithm is taken") {
    convicted(Mutant("log of the ratio")
                  .slips("kl_divergence", "value",
                         [](const Data& d) {
                             const M nats = sum(row(d), [&](Index j) {
                                 const M p = row(d)[j];
                                 return p.value() == 0 ? M(0) : p * log(p / row(d, 1)[j]);
                             });
                             return one(d.given.has("base") ? nats / log(d.given["base"]) : nats);
                         }),
              "wrong");
}

TEST_CASE("huawei-noah/Efficient-Computing #12: the entropy in decimal digits") {
    convicted(Mutant("log10").distorts("entropy", "value",
                                       [](const Plan&, std::vector<double>& values) {
                                           for (double& v : values) v /= std::log(10.0);
                                       }),
              "inaccurate");
}

TEST_CASE("ServiceNow/Fast-LLM #228: the logits' scale is missing from the gradient") {
    convicted(Mutant("no 1/τ").distorts("info_nce", "d_logits",
                                        [](const Plan& plan, std::vector<double>& values) {
                                            for (double& v : values) v *= std::get<double>(plan.question().parameters.at("temperature"));
                                        }),
              "wrong");
}

TEST_CASE("keras-team/keras #8083: the label's masked score competes as a 0") {
    convicted(Mutant("masked by a product")
                  .slips("multiclass_hinge", "value",
                         [](const Data& d) {
                             const RowM& z = row(d);
                             return one(sum(z, [&](Index j) {
                                 return max(M(0), ((1 - indicator<M>(j, label(d))) * z[j] - z[label(d)]) + d.given["margin"]);
                             }));
                         }),
              "wrong");
}
