// SPDX-License-Identifier: Apache-2.0
// Softmax, standard normalisation and log-sum-exp: the slides' figures.
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;
using namespace lossproof::worked;

namespace {

Row<Real> softmax(const std::vector<std::string>& z) { return formula<Real>("softmax", {figures<Real>(z)}); }
Real log_sum_exp_of(const std::vector<std::string>& z) { return formula<Real>("logsumexp", {figures<Real>(z)})[0]; }

}  // namespace

TEST_CASE("N10 softmax (1,2): printed [0.27, 0.73], rounded", "[N10]") {
    const auto p = softmax({"1", "2"});
    CHECK(print(p[0], "0.27") == Print::rounded);
    CHECK(print(p[1], "0.73") == Print::rounded);
    CHECK(print(p[0], "0.26894142136999512075") == Print::rounded);
    CHECK(print(p[1], "0.73105857863000487925") == Print::rounded);
}

TEST_CASE("N11 softmax (10,20): printed [0, 1], which no softmax attains", "[N11][E11]") {
    const auto p = softmax({"10", "20"});
    CHECK(print(p[0], "0") == Print::rounded);
    CHECK(print(p[1], "1") == Print::rounded);
    // As numbers rather than roundings 0 and 1 are wrong: the probabilities lie strictly between.
    CHECK(less(Real(0), p[0]));
    CHECK(less(p[1], Real(1)));
    CHECK(print(p[0], "0.000045397868702434394505") == Print::rounded);
    CHECK(print(p[1], "0.99995460213129756561") == Print::rounded);
}

TEST_CASE("N12 standard normalisation of (1,2) and (10,20): printed [1/3, 2/3] twice, right", "[N12][C12]") {
    for (const auto& x : {std::vector<std::string>{"1", "2"}, {"10", "20"}}) {
        const auto p = formula<Rational>("standard_normalization", {figures<Rational>(x)});
        CHECK(same(p[0], Rational::read("1/3")));
        CHECK(same(p[1], Rational::read("2/3")));
    }
    // Softmax of the same two rows differs: it depends on differences, not on proportions.
    CHECK(less(softmax({"10", "20"})[0], softmax({"1", "2"})[0]));
}

TEST_CASE("N25 softmax (0.1,0.2) + c: invariant over the reals, not when the sum rounds", "[N25][D02]") {
    const auto after_shift = [](double c) { return certified(asking("softmax", {{"logits", row({0.1 + c, 0.2 + c})}}))[0]; };
    const Real truth = softmax({"0.1", "0.2"})[0];

    CHECK(print(truth, "0.4750208125211") == Print::rounded);
    CHECK(print(after_shift(1e8), "0.4750208102915") == Print::rounded);
    CHECK(print(after_shift(1e15), "0.4688") == Print::rounded);
    CHECK(print(after_shift(1e16), "0.5") == Print::right);
    // The reference is exact about the data it is given; what moved is the data.
    for (const double c : {1e8, 1e15, 1e16}) CHECK(print(after_shift(c), "0.4750208125211") == Print::wrong);
}

TEST_CASE("N26 the correctly rounded softmax sums to 1 within 1.43 units of roundoff", "[N26][D12]") {
    for (const int classes : {2, 3, 10, 100, 1000}) {
        std::vector<double> z;
        for (int j = 0; j < classes; ++j) z.push_back(std::ldexp((j * 37) % 101 - 50, -4));
        Rational total = 0;
        for (const double p : rounded(asking("softmax", {{"logits", row(z)}}))) total += Rational::from(p);
        // Each entry is off by at most u times itself, so the exact sum of the rounded entries is off by at most u.
        CHECK_FALSE(less(Rational::from(unit_roundoff(Format::f64)), abs(total - Rational(1))));
    }
}

TEST_CASE("N27 exp(1000): printed \"won't work\", right in binary64; softmax1 gives NaN and softmax2 the answer", "[N27][A13][O05][O06]") {
    CHECK(print(exp(Real(1000)), "1.97007111401704699e434") == Print::rounded);
    // The largest x whose exponential still rounds to a finite binary64.
    const Real overflow = Real::from(0x1p1023) * 2 - Real::from(0x1p970);
    CHECK(print(log(overflow), "709.782712893384") == Print::rounded);

    const Case question = asking("softmax", {{"logits", row({1000, 0})}});
    CHECK(std::isnan(textbook(question)[0]));  // version 1: ∞/∞
    CHECK(rounded(question)[0] == 1.0);
    CHECK(std::isnan(textbook(asking("softmax", {{"logits", row({-746, -746})}}))[0]));  // version 1: 0/0
    CHECK(rounded(asking("softmax", {{"logits", row({-746, -746})}}))[0] == 0.5);
}

TEST_CASE("N32 LSE - max for (0,0,0), (1,2,3), (10,0,0), (100,0,-5): \"about 0\" needs a gap", "[N32][C25]") {
    CHECK(print(log_sum_exp_of({"0", "0", "0"}), "1.0986") == Print::rounded);
    CHECK(print(log_sum_exp_of({"1", "2", "3"}) - 3, "0.40761") == Print::rounded);
    CHECK(print(log_sum_exp_of({"10", "0", "0"}) - 10, "9.0796e-5") == Print::rounded);
    CHECK(print(log_sum_exp_of({"100", "0", "-5"}) - 100, "3.7451e-44") == Print::rounded);
    for (const auto& z : {std::vector<std::string>{"1", "2", "3"}, {"10", "0", "0"}, {"100", "0", "-5"}}) {
        const Real excess = log_sum_exp_of(z) - Figure<Real>(z[0] == "1" ? "3" : z[0]).value;
        CHECK(less(Real(0), excess));
        CHECK(less(excess, log(Real(3))));  // log K is attained by equal logits only
    }
}

TEST_CASE("N34 a lead of one logit multiplies the probability by e = 2.718281828459045, right to its digits", "[N34][E7]") {
    const auto p = softmax({"-0.25", "0.75", "3"});
    CHECK(print(p[1] / p[0], "2.718281828459045") == Print::rounded);
    CHECK(agree(p[1] / p[0], exp(Real(1))));
    // The misprint fᵢ − fᵢ = 1 has no solution: a logit less itself is 0.
    const Rational f = decimal<Rational>("0.75");
    CHECK(same(f - f, Rational(0)));
}

TEST_CASE("N36 two classes with β = β₁ - β₀: the probabilities sum to exactly 1", "[N36][O15][D34]") {
    // With e = exp(−β·x) > 0 the slide's two fractions are e/(1+e) and 1/(1+e).
    for (const std::string e : {"0.001", "1", "2.5", "1e20"}) {
        const Rational odds = decimal<Rational>(e);
        CHECK(same(odds / (1 + odds) + 1 / (1 + odds), Rational(1)));
    }
    // And they are the softmax of (β₀·x, β₁·x), here 0.3 and -0.4.
    const auto p = softmax({"0.3", "-0.4"});
    const Real odds = exp(decimal<Real>("0.7"));
    CHECK(agree(p[0], odds / (1 + odds)));
    CHECK(agree(p[1], 1 / (1 + odds)));
}

TEST_CASE("Q19 version 2 of softmax is the one to use", "[Q19]") {
    // Over the reals both are the same function (law D02); in binary64 version 1 has no answer from 710 on (N27).
    CHECK(std::isfinite(rounded(asking("softmax", {{"logits", row({710, 709})}}))[0]));
    CHECK_FALSE(std::isfinite(textbook(asking("softmax", {{"logits", row({710, 709})}}))[0]));
}
