// SPDX-License-Identifier: Apache-2.0
// The reference against Arb: other enclosures, other elementary functions, other rounding, formulas typed anew as the
// textbook has them. Every disagreement is a bug of the reference.
#include "ball.hpp"
#include "reference/oracle/certify.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <random>

namespace lossproof::second_opinion {
namespace {

using Inputs = std::vector<Balls>;
using Answers = std::vector<Balls>;  ///< the value, then the gradients

enum class Kind { logit, probability, number, positive };
struct Opinion {
    const char* operation;
    std::vector<std::pair<const char*, Kind>> inputs;
    bool rowwise;
    Parameters parameters;
    std::function<Answers(const Inputs&)> formula;
};

Ball sigmoid(const Ball& x) { return 1.0 / (1.0 + exp(-x)); }
Ball softplus(const Ball& x) { return log(1.0 + exp(x)); }
Ball total(const Balls& z) {
    return sum(z.size(), [&](auto j) { return exp(z[j]); });
}
Balls softmax(const Balls& z) {
    Balls p;
    for (const Ball& each : z) p.push_back(exp(each) / total(z));
    return p;
}
Balls mapped(const Balls& x, const std::function<Ball(std::size_t)>& entry) {
    Balls result;
    for (std::size_t j = 0; j < x.size(); ++j) result.push_back(entry(j));
    return result;
}

/// diag(p) − ppᵀ, row-major.
Balls curvature(const Balls& z) {
    const Balls p = softmax(z);
    Balls entries;
    for (std::size_t i = 0; i < p.size(); ++i)
        for (std::size_t j = 0; j < p.size(); ++j) entries.push_back(p[i] * (i == j ? 1.0 - p[j] : -p[j]));
    return entries;
}

const std::vector<Opinion>& opinions() {
    static const Parameters none;
    static const std::vector<Opinion> all{
        {"sigmoid",
         {{"x", Kind::logit}},
         false,
         none,
         [](const Inputs& i) {
             const Ball s = sigmoid(i[0][0]);
             return Answers{{s}, {s * (1.0 - s)}};
         }},
        {"log_sigmoid",
         {{"x", Kind::logit}},
         false,
         none,
         [](const Inputs& i) {
             return Answers{{log(sigmoid(i[0][0]))}, {sigmoid(-i[0][0])}};
         }},
        {"softplus",
         {{"x", Kind::logit}},
         false,
         none,
         [](const Inputs& i) {
             return Answers{{softplus(i[0][0])}, {sigmoid(i[0][0])}};
         }},
        {"logit",
         {{"x", Kind::probability}},
         false,
         none,
         [](const Inputs& i) {
             const Ball x = i[0][0];
             return Answers{{log(x / (1.0 - x))}, {1.0 / x / (1.0 - x)}};
         }},
        {"binary_cross_entropy_with_logits",
         {{"logits", Kind::logit}, {"target", Kind::probability}},
         false,
         none,
         [](const Inputs& i) {
             const Ball z = i[0][0], y = i[1][0];
             return Answers{{softplus(z) - y * z}, {sigmoid(z) - y}, {sigmoid(z) * (1.0 - sigmoid(z))}};
         }},
        {"binary_cross_entropy",
         {{"p", Kind::probability}, {"target", Kind::probability}},
         false,
         none,
         [](const Inputs& i) {
             const Ball p = i[0][0], y = i[1][0];
             return Answers{{-y * log(p) - (1.0 - y) * log(1.0 - p)}, {(p - y) / (p * (1.0 - p))}};
         }},
        {"log_cosh",
         {{"prediction", Kind::number}, {"target", Kind::number}},
         false,
         none,
         [](const Inputs& i) {
             const Ball d = i[0][0] - i[1][0];
             return Answers{{log(cosh(d))}, {tanh(d)}};
         }},
        {"pseudo_huber",
         {{"prediction", Kind::number}, {"target", Kind::number}},
         false,
         {{"delta", 0.75}},
         [](const Inputs& i) {
             const Ball d = i[0][0] - i[1][0], r = sqrt(1.0 + d * d / 0.5625);
             return Answers{{0.5625 * (r - 1.0)}, {d / r}};
         }},
        {"poisson_nll",
         {{"prediction", Kind::number}, {"target", Kind::positive}},
         false,
         none,
         [](const Inputs& i) {
             return Answers{{exp(i[0][0]) - i[1][0] * i[0][0]}, {exp(i[0][0]) - i[1][0]}};
         }},
        {"gaussian_nll",
         {{"prediction", Kind::number}, {"target", Kind::number}, {"variance", Kind::positive}},
         false,
         none,
         [](const Inputs& i) {
             const Ball d = i[0][0] - i[1][0], v = i[2][0];
             return Answers{{(log(2.0 * Ball::pi() * v) + d * d / v) / 2.0}, {d / v}, {(1.0 / v - d * d / (v * v)) / 2.0}};
         }},
        {"squared_error_of_sigmoid",
         {{"logits", Kind::logit}, {"target", Kind::probability}},
         false,
         none,
         [](const Inputs& i) {
             const Ball s = sigmoid(i[0][0]), e = s - i[1][0];
             return Answers{{e * e}, {2.0 * e * s * (1.0 - s)}};
         }},
        {"logsumexp",
         {{"logits", Kind::logit}},
         true,
         none,
         [](const Inputs& i) {
             return Answers{{log(total(i[0]))}, softmax(i[0]), curvature(i[0])};
         }},
        {"softmax",
         {{"logits", Kind::logit}},
         true,
         none,
         [](const Inputs& i) {
             return Answers{softmax(i[0]), curvature(i[0])};
         }},
        {"log_softmax",
         {{"logits", Kind::logit}},
         true,
         none,
         [](const Inputs& i) { return Answers{mapped(i[0], [&](auto j) { return i[0][j] - log(total(i[0])); })}; }},
        {"soft_maximum",
         {{"logits", Kind::logit}},
         true,
         none,
         [](const Inputs& i) {
             const Balls &z = i[0], p = softmax(z);
             const Ball mean = sum(z.size(), [&](auto j) { return p[j] * z[j]; });
             return Answers{{mean}, mapped(z, [&](auto j) { return p[j] * (1.0 + z[j] - mean); })};
         }},
        {"softmax_cross_entropy_with_distribution",
         {{"logits", Kind::logit}, {"target", Kind::probability}},
         true,
         none,
         [](const Inputs& i) {
             const Balls &z = i[0], &y = i[1], p = softmax(z), h = curvature(z);
             const Ball mass = sum(z.size(), [&](auto j) { return y[j]; });
             return Answers{{mass * log(total(z)) - sum(z.size(), [&](auto j) { return y[j] * z[j]; })},
                            mapped(z, [&](auto j) { return mass * p[j] - y[j]; }),
                            mapped(h, [&](auto k) { return mass * h[k]; })};
         }},
        {"squared_error_of_softmax",
         {{"logits", Kind::logit}, {"target", Kind::probability}},
         true,
         none,
         [](const Inputs& i) {
             const Balls &y = i[1], p = softmax(i[0]);
             const Ball mean = sum(p.size(), [&](auto j) { return p[j] * (p[j] - y[j]); });
             return Answers{{sum(p.size(), [&](auto j) { return (p[j] - y[j]) * (p[j] - y[j]); })},
                            mapped(p, [&](auto j) { return 2.0 * p[j] * (p[j] - y[j] - mean); })};
         }},
        {"entropy",
         {{"p", Kind::probability}},
         true,
         none,
         [](const Inputs& i) {
             return Answers{{-sum(i[0].size(), [&](auto j) { return i[0][j] * log(i[0][j]); })},
                            mapped(i[0], [&](auto j) { return -(log(i[0][j]) + 1.0); })};
         }},
        {"cross_entropy",
         {{"p", Kind::probability}, {"q", Kind::probability}},
         true,
         none,
         [](const Inputs& i) {
             const Balls &p = i[0], &q = i[1];
             return Answers{{-sum(p.size(), [&](auto j) { return p[j] * log(q[j]); })},
                            mapped(p, [&](auto j) { return -log(q[j]); }),
                            mapped(p, [&](auto j) { return -(p[j] / q[j]); })};
         }},
        {"kl_divergence",
         {{"p", Kind::probability}, {"q", Kind::probability}},
         true,
         none,
         [](const Inputs& i) {
             const Balls &p = i[0], &q = i[1];
             return Answers{{sum(p.size(), [&](auto j) { return p[j] * (log(p[j]) - log(q[j])); })},
                            mapped(p, [&](auto j) { return log(p[j] / q[j]) + 1.0; }),
                            mapped(p, [&](auto j) { return -(p[j] / q[j]); })};
         }},
        {"js_divergence",
         {{"p", Kind::probability}, {"q", Kind::probability}},
         true,
         none,
         [](const Inputs& i) {
             const Balls &p = i[0], &q = i[1];
             const auto half = [](const Ball& a, const Ball& b) { return log(2.0 * a / (a + b)) / 2.0; };
             return Answers{{sum(p.size(), [&](auto j) { return p[j] * half(p[j], q[j]) + q[j] * half(q[j], p[j]); })},
                            mapped(p, [&](auto j) { return half(p[j], q[j]); }),
                            mapped(p, [&](auto j) { return half(q[j], p[j]); })};
         }},
        {"negative_log_likelihood",
         {{"p", Kind::probability}},
         true,
         none,
         [](const Inputs& i) {
             return Answers{{-sum(i[0].size(), [&](auto j) { return log(i[0][j]); })},
                            mapped(i[0], [&](auto j) { return -1.0 / i[0][j]; })};
         }},
    };
    return all;
}

double drawn(Kind kind, Format format, std::mt19937_64& random) {
    std::normal_distribution<double> normal(0, 3);
    std::uniform_real_distribution<double> unit(0, 1);
    const double magnitude = std::exp2(std::uniform_int_distribution<int>(-9, 7)(random));
    if (kind == Kind::logit || kind == Kind::number) return round_to(format, normal(random) * (kind == Kind::logit ? magnitude / 4 : 1));
    if (kind == Kind::positive) return round_to(format, 0.01 + std::fabs(normal(random)));
    return std::min(1 - 2 * unit_roundoff(format), std::max(0.001, round_to(format, unit(random))));
}

}  // namespace

TEST_CASE("the reference and Arb round to the same numbers", "[arb]") {
    std::mt19937_64 random(20240229);
    std::size_t compared = 0, open = 0;
    for (const Opinion& opinion : opinions())
        for (const Format format : all_formats)
            for (int round = 0; round < 45; ++round) {
                const std::int64_t rows = 8, columns = opinion.rowwise ? 1 + round % 5 : 3;
                Case question{.operation = opinion.operation, .format = format, .parameters = opinion.parameters, .inputs = {}};
                for (const auto& [name, kind] : opinion.inputs) {
                    Tensor tensor{.shape = {rows, columns}, .values = {}, .integral = false};
                    for (int k = 0; k < rows * columns; ++k) tensor.values.push_back(round_to(format, drawn(kind, format, random)));
                    question.inputs[name] = tensor;
                }
                const Certificate certificate(question);
                const std::size_t length = opinion.rowwise ? columns : 1;
                for (std::size_t group = 0; group < rows * columns / length; ++group) {
                    Inputs inputs;
                    for (const auto& [name, kind] : opinion.inputs) {
                        const auto& values = question.inputs.find(name)->second.values;
                        inputs.emplace_back(values.begin() + group * length, values.begin() + (group + 1) * length);
                    }
                    const Answers answers = opinion.formula(inputs);
                    for (std::size_t out = 0; out < answers.size(); ++out)
                        for (std::size_t j = 0; j < answers[out].size(); ++j) {
                            const auto& certified = certificate.outputs().at(out);
                            const Answer& answer = certified.answers.at(group * answers[out].size() + j);
                            const auto second = answers[out][j].rounded(spec(format));
                            if (!second || !answer.decided()) {
                                ++open;
                                continue;
                            }
                            ++compared;
                            INFO(opinion.operation << ' ' << certified.name << ' ' << name(format) << " group " << group << " entry " << j);
                            if (answer.rounded != *second) CHECK(answer.rounded == *second);
                        }
                }
            }
    CHECK(compared >= 100000);
    CHECK(open * 20 < compared);
}

}  // namespace lossproof::second_opinion
