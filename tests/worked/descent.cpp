// SPDX-License-Identifier: Apache-2.0
// Gradient descent, mini-batches, momentum and weight decay: exact rational replays of the algorithms as printed.
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

using namespace lossproof;
using namespace lossproof::worked;

namespace {

struct Sample {
    Rational x, y;
};
const std::vector<Sample> samples = {{1, 2}, {2, 3}, {-1, 0}, {decimal<Rational>("0.5"), 1}};

/// The gradient of ½(wx − y)² in w.
Rational gradient_at(const Rational& w, const Sample& s) {
    return slope<Rational>("half_squared_error", {argument<Rational>({w * s.x}), argument<Rational>({s.y})})[0] * s.x;
}
Rational mean_gradient(const Rational& w, const std::vector<Sample>& batch) {
    Rational total = 0;
    for (const Sample& s : batch) total += gradient_at(w, s);
    return total / Rational(static_cast<int>(batch.size()));
}
Rational stepped(const Rational& w, const Rational& gradient, double rate) {
    return formula<Rational>("sgd_step", {argument<Rational>({w}), argument<Rational>({gradient})}, {{"learning_rate", rate}})[0];
}
/// Every batch of `size` of the samples.
std::vector<std::vector<Sample>> batches_of(std::size_t size) {
    std::vector<std::vector<Sample>> result;
    for (unsigned chosen = 0; chosen < 1u << samples.size(); ++chosen) {
        std::vector<Sample> batch;
        for (std::size_t i = 0; i < samples.size(); ++i)
            if (chosen >> i & 1) batch.push_back(samples[i]);
        if (batch.size() == size) result.push_back(batch);
    }
    return result;
}

}  // namespace

TEST_CASE("A01 gradient descent on a parabola: w after t steps is (1 - ηa)^t w", "[A01]") {
    // L = ½aw² with a = 3 and η = 1/8: the factor is 5/8.
    Rational w = 7, closed_form = 7;
    for (int t = 0; t < 10; ++t) {
        w = stepped(w, 3 * w, 0.125);
        closed_form *= Rational::read("5/8");
        CHECK(same(w, closed_form));
    }
}

TEST_CASE("A02 A03 one mini-batch that holds all samples is batch gradient descent", "[A02][A03]") {
    Rational batch = 1, mini = 1;
    for (int epoch = 0; epoch < 5; ++epoch) {
        batch = stepped(batch, mean_gradient(batch, samples), 0.25);
        for (const auto& only : batches_of(samples.size())) mini = stepped(mini, mean_gradient(mini, only), 0.25);
        CHECK(same(batch, mini));
    }
}

TEST_CASE("A03 C33 at fixed weights the mean of equal batches is the full gradient, of unequal ones it is not", "[A03][C33]") {
    const Rational w = decimal<Rational>("0.3"), full = mean_gradient(w, samples);
    const Rational equal = (mean_gradient(w, {samples[0], samples[1]}) + mean_gradient(w, {samples[2], samples[3]})) / Rational(2);
    const Rational unequal = (mean_gradient(w, {samples[0]}) + mean_gradient(w, {samples[1], samples[2], samples[3]})) / Rational(2);
    CHECK(same(equal, full));
    CHECK_FALSE(same(unequal, full));

    // Two updates in an epoch are more frequent, and end elsewhere than one: the weights move between the batches.
    const Rational half_way = stepped(w, mean_gradient(w, {samples[0], samples[1]}), 0.25);
    const Rational after_both = stepped(half_way, mean_gradient(half_way, {samples[2], samples[3]}), 0.25);
    CHECK_FALSE(same(after_both, stepped(w, full, 0.25)));
}

TEST_CASE("C44 mini-batch gradients are unbiased, with variance (σ²/m)(n-m)/(n-1) without replacement", "[C44]") {
    const Rational w = decimal<Rational>("0.3"), full = mean_gradient(w, samples);
    const int n = static_cast<int>(samples.size());
    Rational spread = 0;  // σ², over the samples
    for (const Sample& s : samples) spread += square(gradient_at(w, s) - full) / Rational(n);

    for (int m = 1; m <= n; ++m) {
        const auto batches = batches_of(m);
        const Rational count = static_cast<int>(batches.size());
        Rational mean = 0, variance = 0;
        for (const auto& batch : batches) mean += mean_gradient(w, batch) / count;
        for (const auto& batch : batches) variance += square(mean_gradient(w, batch) - full) / count;
        CHECK(same(mean, full));
        CHECK(same(variance, spread / Rational(m) * Rational(n - m) / Rational(n - 1)));
    }
}

TEST_CASE("A05 C32 momentum replayed: under a constant gradient v is g(1 - μ^t)/(1 - μ), the gain tends to 100", "[A05][C32]") {
    const Parameters parameters = {{"learning_rate", 0x1p-10}, {"momentum", 0.99}, {"weight_decay", 0.0}};
    const Rational inertia = Rational::from(0.99), g = 3;
    Rational theta = 1, v = 0, power = 1, way = 0;
    for (int t = 1; t <= 20; ++t) {
        const auto next =
            results<Rational>("momentum_step", {argument<Rational>({theta}), argument<Rational>({g}), argument<Rational>({v})}, parameters);
        theta = next[0][0], v = next[1][0];
        power *= inertia;
        way += v;
        CHECK(same(v, g * (1 - power) / (1 - inertia)));
        CHECK(same(theta, 1 - way * Rational::from(0x1p-10)));  // the rate multiplies the velocity
    }
    CHECK(print(1 / (1 - decimal<Rational>("0.99")), "100") == Print::right);
}

TEST_CASE("A06 R05 coupled weight decay and the multiplicative shrink are one number", "[A06][R05][D18]") {
    for (const std::string w : {"1", "-0.3", "1e10"}) {
        const Rational theta = decimal<Rational>(w), g = decimal<Rational>("0.7"), rate = Rational::from(0.1), decay = Rational::from(0.01);
        const Rational coupled = formula<Rational>("weight_decay_step", {argument<Rational>({theta}), argument<Rational>({g})},
                                                   {{"learning_rate", 0.1}, {"weight_decay", 0.01}})[0];
        CHECK(same(coupled, (1 - rate * decay) * theta - rate * g));
        // Momentum without inertia is the same step.
        CHECK(same(coupled, formula<Rational>("momentum_step",
                                              {argument<Rational>({theta}), argument<Rational>({g}), argument<Rational>({Rational(5)})},
                                              {{"learning_rate", 0.1}, {"momentum", 0.0}, {"weight_decay", 0.01}})[0]));
    }
}

TEST_CASE("C42 R06 with λ = 0 for biases only the weights decay", "[C42][R06]") {
    Rational weight = 1, bias = 1, kept = 1;
    const auto decayed = [](const Rational& theta, double decay) {
        return formula<Rational>("weight_decay_step", {argument<Rational>({theta}), argument<Rational>({Rational(0)})},
                                 {{"learning_rate", 0.5}, {"weight_decay", decay}})[0];
    };
    for (int t = 0; t < 10; ++t) {
        weight = decayed(weight, 0.25), bias = decayed(bias, 0);
        kept *= Rational::read("7/8");
        CHECK(same(weight, kept));
        CHECK(same(bias, Rational(1)));
    }
}
