// SPDX-License-Identifier: Apache-2.0
// The errors of the slides that are sentences, types and shorthand: each with a small witness.
#include "reference/functions/network.hpp"
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;
using namespace lossproof::worked;

TEST_CASE("E16 the logarithm undoes the exponential; it does not make it saturate", "[E16][C23]") {
    const auto x = [] { return figures<Real>({"-40"}); };
    // The probability saturates: its slope is 4e-18. The slope of its logarithm is all but 1.
    CHECK(slope<Real>("sigmoid", {x()})[0].upper() < 1e-17);
    CHECK(slope<Real>("log_sigmoid", {x()})[0].lower() > 1 - 1e-15);
    // As printed it would be the other way about.
    CHECK(less(slope<Real>("sigmoid", {x()})[0], slope<Real>("log_sigmoid", {x()})[0]));
}

TEST_CASE("E17 not every negative log-likelihood grows with the error: the variance may explain it", "[E17][C02]") {
    const auto loss = [](const std::string& residual, const std::string& variance) {
        return formula<Real>("gaussian_nll", {figures<Real>({residual}), figures<Real>({"0"}), figures<Real>({variance})})[0];
    };
    CHECK(less(loss("1", "1"), loss("0", "100")));  // no error at all costs more than an error of 1
    CHECK(less(loss("1", "1"), loss("2", "1")));    // at one variance the sentence is true
}

TEST_CASE("E18 WᵀW is a matrix; the squared norm is its trace", "[E18][R01]") {
    // W = (1 2; 3 4): WᵀW = (10 14; 14 20).
    const Rational gram[2][2] = {{Rational(1 + 9), Rational(2 + 12)}, {Rational(2 + 12), Rational(4 + 16)}};
    const Rational norm = formula<Rational>("l2_penalty", {figures<Rational>({"1", "2", "3", "4"})})[0];
    CHECK(same(norm, gram[0][0] + gram[1][1]));
    CHECK(same(norm, Rational(30)));
}

TEST_CASE("E19 the minimiser of one sample's loss is not the minimiser of their mean", "[E19][L02]") {
    const auto loss = [](const std::string& f, const std::string& y) {
        return formula<Rational>("squared_error", {figures<Rational>({f}), figures<Rational>({y})})[0];
    };
    // With a free x the first argmin is one for each sample, 0 and 4 here; the mean has the one minimiser 2.
    CHECK(same(loss("0", "0"), Rational(0)));
    CHECK(same(loss("4", "4"), Rational(0)));
    const auto mean = [&](const std::string& f) { return (loss(f, "0") + loss(f, "4")) / Rational(2); };
    CHECK(less(mean("2"), mean("0")));
    CHECK(less(mean("2"), mean("4")));
}

TEST_CASE("E20 the bias-trick example is unusable: its first row has four numbers of five; the other two rows agree", "[E20][O02][D19]") {
    const std::vector<std::string> x = {"24", "15", "331", "-10"}, extended = {"24", "15", "331", "-10", "1"};
    const auto with_bias = [&](const std::vector<std::string>& weights, const std::string& bias) {
        return formula<Rational>("linear_scores", {figures<Rational>(x), matrix<Rational>(4, weights), figures<Rational>({bias})})[0];
    };
    const auto in_one = [&](const std::vector<std::string>& weights) {
        return formula<Rational>("linear_scores", {figures<Rational>(extended), matrix<Rational>(5, weights)})[0];
    };

    CHECK(same(with_bias({"-0.5", "0.6", "1.5", "-0.2"}, "-1.3"), in_one({"-0.5", "0.6", "1.5", "-0.2", "-1.3"})));
    CHECK(same(with_bias({"-0.2", "0.8", "0.3", "0.4"}, "3.6"), in_one({"-0.2", "0.8", "0.3", "0.4", "3.6"})));
    // Four numbers against five entries are no proper question.
    const Case first_row =
        asking("linear_scores", {{"x", row({24, 15, 331, -10, 1})}, {"weights", tensor({1, 4}, {0.75, 0.125, 1.25, 0.75})}});
    CHECK_THROWS_AS(Plan(first_row), UsageError);
}

TEST_CASE("E21 a left-to-right product of weights is not the gradient once the layers are matrices", "[E21][A07]") {
    // Two linear layers o = W₁W₀x: handed back is W₀ᵀ(W₁ᵀδ), which the printed order W₁W₀δ misses.
    const Matrix<Rational> below{2, 2, figures<Rational>({"1", "2", "0", "1"}).values},
        above{2, 2, figures<Rational>({"1", "0", "3", "1"}).values};
    const Row<Rational> delta = figures<Rational>({"1", "0"}).values, active = figures<Rational>({"1", "1"}).values;

    const Row<Rational> correct = handed_back(below, handed_back(above, delta, Activation::relu, active), Activation::relu, active);
    const Row<Rational> printed = affine<Rational>(above, affine<Rational>(below, delta, nullptr), nullptr);
    CHECK(same(correct[0], Rational(1)));
    CHECK(same(correct[1], Rational(2)));
    CHECK_FALSE((same(printed[0], correct[0]) && same(printed[1], correct[1])));
    // For scalars the order does not matter and the printed chain is right.
    const Matrix<Rational> w0{1, 1, figures<Rational>({"2"}).values}, w1{1, 1, figures<Rational>({"3"}).values};
    const Row<Rational> one = figures<Rational>({"5"}).values;
    CHECK(same(handed_back(w0, handed_back(w1, one, Activation::relu, one), Activation::relu, one)[0],
               affine<Rational>(w1, affine<Rational>(w0, one, nullptr), nullptr)[0]));
}
