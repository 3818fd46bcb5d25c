// SPDX-License-Identifier: Apache-2.0
// Where the lectures disagree in notation: how the catalogue reads them, and what it costs to convert.
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

using namespace lossproof;
using namespace lossproof::worked;

TEST_CASE("X1 sum and mean differ by the number of rows, in value and in gradient", "[X1]") {
    const auto reduced = [](const std::string& reduction, std::string_view output) {
        const Tensors inputs = {{"prediction", tensor({2, 1}, {3, 5})}, {"target", tensor({2, 1}, {1, 4})}};
        return rounded(asking("squared_error", inputs, {{"reduction", reduction}}), output);
    };
    CHECK(reduced("sum", "value")[0] == 5.0);
    CHECK(reduced("mean", "value")[0] == 2.5);
    CHECK(reduced("sum", "d_prediction") == std::vector<double>{4, 2});
    CHECK(reduced("mean", "d_prediction") == std::vector<double>{2, 1});
}

TEST_CASE("X2 the four squared errors: factors 1, 1/K, 1 and 1/2", "[X2]") {
    const auto of = [](std::string_view name) {
        return formula<Rational>(name, {figures<Rational>({"1.5", "-2", "1"}), figures<Rational>({"0", "1", "0"})})[0];
    };
    CHECK(same(of("squared_error"), Rational::read("49/4")));
    CHECK(same(of("mean_squared_error"), Rational::read("49/12")));
    CHECK(same(of("half_squared_error"), Rational::read("49/8")));
}

TEST_CASE("X3 the coefficient of ½‖w‖² is twice that of Σw²", "[X3]") {
    const auto w = [] { return figures<Rational>({"3", "-4"}); };
    CHECK(same(formula<Rational>("l2_penalty", {w()})[0], Rational(25)));
    CHECK(same(formula<Rational>("half_l2_penalty", {w()})[0] * 2, Rational(25)));
}

TEST_CASE("X4 linear scores are Wx + b with one row of W a class", "[X4]") {
    const auto scores = formula<Rational>(
        "linear_scores", {figures<Rational>({"1", "10"}), matrix<Rational>(2, {"1", "2", "3", "4"}), figures<Rational>({"0", "100"})});
    CHECK(same(scores[0], Rational(21)));  // Wᵀx would be 31
    CHECK(same(scores[1], Rational(143)));
}

TEST_CASE("X5 the bias of the soft-margin objective enters with a minus", "[X5]") {
    const auto objective = [](double bias) {
        const Tensors inputs = {{"x", row({0.5})}, {"label", labels({1})}, {"weights", flat({1})}, {"bias", flat({bias})}};
        return rounded(asking("soft_margin_svm_objective", inputs, {{"alpha", 0.0}}))[0];
    };
    CHECK(objective(0.25) == 0.75);  // 1 − (0.5 − 0.25)
    CHECK(objective(-0.25) == 0.25);
}

TEST_CASE("X6 the hinge is the plain sum over the other classes, not divided and not the largest", "[X6]") {
    CHECK(same(formula<Rational>("multiclass_hinge", {figures<Rational>({"0", "1", "2"}), label<Rational>(0)})[0], Rational(2 + 3)));
}

TEST_CASE("X8 information is in nats unless a base is given", "[X8]") {
    const auto information = [](Parameters parameters) {
        return certified(asking("self_information", {{"p", row({0.125})}}, std::move(parameters)))[0];
    };
    CHECK(print(information({}), "2.07944154167983592825") == Print::rounded);
    CHECK(print(information({{"base", 2.0}}), "3.00000000000000000000") == Print::rounded);
}

TEST_CASE("X10 the target types: index, one-hot, sign, {0,1} and real", "[X10]") {
    const Real by_index = formula<Real>("softmax_cross_entropy", {figures<Real>({"0.5", "0"}), label<Real>(0)})[0];
    const Real by_one_hot =
        formula<Real>("softmax_cross_entropy_with_distribution", {figures<Real>({"0.5", "0"}), figures<Real>({"1", "0"})})[0];
    const Real by_bit = formula<Real>("binary_cross_entropy_with_logits", {figures<Real>({"0.5"}), figures<Real>({"1"})})[0];
    CHECK(agree(by_index, by_one_hot));
    CHECK(agree(by_index, by_bit));
    CHECK(same(formula<Rational>("binary_hinge", {figures<Rational>({"0.5"}), label<Rational>(1)})[0], decimal<Rational>("0.5")));
    CHECK(same(formula<Rational>("squared_error", {figures<Rational>({"0.5"}), figures<Rational>({"0.25"})})[0],
               decimal<Rational>("0.0625")));
}

TEST_CASE("X11 X14 the softmax is the whole row, and its classes count from 0", "[X11][X14]") {
    const auto p = formula<Real>("softmax", {figures<Real>({"0", "1", "2"})});
    CHECK(p.size() == 3);
    CHECK(agree(-log(p[0]), formula<Real>("softmax_cross_entropy", {figures<Real>({"0", "1", "2"}), label<Real>(0)})[0]));
    CHECK_THROWS_AS(Plan(asking("softmax_cross_entropy", {{"logits", row({0, 1, 2})}, {"label", labels({3})}})), UsageError);
}

TEST_CASE("X12 X13 the first argument p is the truth, the second q the model", "[X12][X13]") {
    // Where the truth is 0 nothing is lost; where the model alone is 0 everything is.
    CHECK(rounded(asking("kl_divergence", {{"p", row({1, 0})}, {"q", row({0.5, 0.5})}}))[0] == 0x1.62e42fefa39efp-1);
    CHECK(rounded(asking("kl_divergence", {{"p", row({0.5, 0.5})}, {"q", row({1, 0})}}))[0] == std::numeric_limits<double>::infinity());
}

TEST_CASE("X15 which class gets the sigmoid: the three lectures agree once d = f0 - f1", "[X15]") {
    const auto p = formula<Real>("softmax", {figures<Real>({"0.7", "0.2"})});
    CHECK(agree(p[0], formula<Real>("sigmoid", {figures<Real>({"0.5"})})[0]));   // class 0 has σ(f₀ − f₁)
    CHECK(agree(p[1], formula<Real>("sigmoid", {figures<Real>({"-0.5"})})[0]));  // class 1 has σ(β·x), β = β₁ − β₀
}

TEST_CASE("X16 losses are minimised: the likelihood's loss falls as the likelihood grows", "[X16]") {
    const auto nll = [](const std::string& p) { return formula<Real>("negative_log_likelihood", {figures<Real>({p})})[0]; };
    CHECK(less(nll("0.9"), nll("0.1")));
}
