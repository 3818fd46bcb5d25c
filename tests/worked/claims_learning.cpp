// SPDX-License-Identifier: Apache-2.0
// Claims of the slides about minimisers, gradients and regularisers, with exact rational witnesses.
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

using namespace lossproof;
using namespace lossproof::worked;

TEST_CASE("C17 the minimiser on a sample is not the true minimiser: no three flips of a fair coin average to 1/2", "[C17]") {
    // The true risk E(f − y)² of a fair coin is least at 1/2, the empirical one at the mean of the sample.
    for (int sample = 0; sample < 8; ++sample) {
        const int heads = (sample & 1) + (sample >> 1 & 1) + (sample >> 2 & 1);
        const Rational mean = Rational(heads) / Rational(3);
        CHECK_FALSE(same(mean, Rational::read("1/2")));
        const auto empirical = [&](const Rational& f) { return Rational(heads) * square(f - 1) + Rational(3 - heads) * square(f); };
        CHECK(less(empirical(mean), empirical(Rational::read("1/2"))));
    }
}

TEST_CASE("C21 the squared error of a sigmoid has its steepest gradient, 8/27, at probability 1/3", "[C21]") {
    // |d/dz (σ − 1)²| = 2σ(1−σ)² as a function of σ, with the target 1.
    const auto steepness = [](const Rational& p) { return 2 * p * square(1 - p); };
    CHECK(same(steepness(Rational::read("1/3")), Rational::read("8/27")));
    for (int i = 0; i <= 100; ++i) CHECK_FALSE(less(Rational::read("8/27"), steepness(Rational(i) / Rational(100))));
    // The operation attains it at z = log(1/2) up to rounding, and fades on both sides.
    const auto gradient = [](double z) {
        return abs(certified(asking("squared_error_of_sigmoid", {{"logits", row({z})}, {"target", row({1})}}), "d_logits")[0]);
    };
    CHECK(print(gradient(-0.6931471805599453), "0.296296296296296296") == Print::rounded);
    CHECK(gradient(-40).upper() < 1e-16);
    CHECK(gradient(40).upper() < 1e-34);
}

TEST_CASE("C29 mean and median minimise; with an even number the whole middle interval does", "[C29]") {
    const std::vector<std::string> data = {"1", "2", "4", "10"};
    const auto total = [&](std::string_view name, const std::string& c) {
        Rational sum = 0;
        for (const auto& y : data) sum += formula<Rational>(name, {figures<Rational>({c}), figures<Rational>({y})})[0];
        return sum;
    };
    for (const std::string c : {"4.24", "4.26", "2", "4"}) CHECK(less(total("squared_error", "4.25"), total("squared_error", c)));
    for (const std::string c : {"2", "2.5", "3.75", "4"}) CHECK(same(total("mean_absolute_error", c), Rational(11)));
    for (const std::string c : {"1.99", "4.01"}) CHECK(less(Rational(11), total("mean_absolute_error", c)));
}

TEST_CASE("C11 L2 prefers the diffuse of two equal scorers, L1 is indifferent", "[C11]") {
    const auto penalty = [](std::string_view name, const std::vector<std::string>& w) {
        return formula<Rational>(name, {figures<Rational>(w)})[0];
    };
    CHECK(less(penalty("l2_penalty", {"0.5", "0.5"}), penalty("l2_penalty", {"1", "0"})));
    CHECK(same(penalty("l1_penalty", {"0.5", "0.5"}), penalty("l1_penalty", {"1", "0"})));
}

TEST_CASE("C35 refuted: adding λΣw² shrinks by 2ελw a step, not by λw", "[C35][E5]") {
    const Rational w = decimal<Rational>("0.8"), rate = decimal<Rational>("0.001"), lambda = decimal<Rational>("0.0001");
    const Rational gradient = slope<Rational>("l2_penalty", {argument<Rational>({w})})[0] * lambda;
    const Rational shrink = w - (w - rate * gradient);
    CHECK(same(shrink, 2 * rate * lambda * w));
    CHECK_FALSE(same(shrink, lambda * w));
    // The update the slide prints, θ − ε(∇ + λθ), belongs to (λ/2)Σw².
    CHECK(same(slope<Rational>("half_l2_penalty", {argument<Rational>({w})})[0] * lambda * rate, rate * lambda * w));
}

TEST_CASE("C05 how much easier: the ratio of the gradients of cross-entropy and squared error at a lead of 10", "[C05]") {
    const auto z = [] { return figures<Real>({"10", "0"}); };
    const Real entropic = slope<Real>("softmax_cross_entropy", {z(), label<Real>(1)})[0];
    const Real squared = slope<Real>("squared_error_of_softmax", {z(), figures<Real>({"0", "1"})})[0];
    // For two classes the squared error's gradient is 4p₀²p₁ and that of cross-entropy p₀: the ratio is 1/(4p₀p₁).
    const auto p = formula<Real>("softmax", {z()});
    CHECK(agree(entropic / squared, 1 / (4 * p[0] * p[1])));
    CHECK((entropic / squared).lower() > 5000);
}

TEST_CASE("I06 accuracy is a step function of the logits, cross-entropy is not: the reason to train on the latter", "[I06]") {
    const auto correct = [](double z) { return rounded(asking("softmax", {{"logits", row({z, 0})}}))[0] > 0.5 ? 1 : 0; };
    const auto loss = [](double z) {
        return certified(asking("softmax_cross_entropy", {{"logits", row({z, 0})}, {"label", labels({0})}}))[0];
    };
    CHECK(correct(0.25) == correct(0.5));
    CHECK(correct(-0.25) == correct(-0.5));
    CHECK(less(loss(0.5), loss(0.25)));
    CHECK(less(loss(-0.25), loss(-0.5)));
}
