// SPDX-License-Identifier: Apache-2.0
// Weight penalties, weight decay, Adam's first step and the vanishing gradient: the slides' figures.
#include "reference/functions/network.hpp"
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

using namespace lossproof;
using namespace lossproof::worked;

namespace {

Rational penalty(std::string_view name, const std::vector<std::string>& weights) {
    return formula<Rational>(name, {figures<Rational>(weights)})[0];
}

const std::vector<std::string> peaked = {"1", "0", "0", "0"}, diffuse = {"0.25", "0.25", "0.25", "0.25"}, ones = {"1", "1", "1", "1"};

/// Adam's first step from zero moments over ρ·sign g, for β = (0.9, 0.999) and ε = 1e-8 in exact decimals.
struct FirstStep {
    const Real beta1 = decimal<Real>("0.9"), beta2 = decimal<Real>("0.999"), epsilon = decimal<Real>("1e-8");
    Real g;
    explicit FirstStep(std::string_view gradient) : g(decimal<Real>(gradient)) {}
    Real mean() const { return (1 - beta1) * g; }
    Real spread() const { return (1 - beta2) * square(g); }
    Real as_printed() const { return mean() / sqrt(spread() + epsilon); }
    Real outside() const { return mean() / (sqrt(spread()) + epsilon); }
    Real corrected() const { return mean() / (1 - beta1) / (sqrt(spread() / (1 - beta2)) + epsilon); }
};

/// What an operation does to a weight of 0 at rate 1 in its first step, sign turned.
Real first_step_of(std::string operation, double gradient) {
    const Parameters parameters = {{"learning_rate", 1.0}, {"beta1", 0.9}, {"beta2", 0.999}, {"epsilon", 1e-8}, {"t", std::int64_t{1}}};
    return -certified(asking(std::move(operation),
                             {{"theta", flat({0})}, {"grad", flat({gradient})}, {"state_m", flat({0})}, {"state_s", flat({0})}},
                             parameters),
                      "theta")[0];
}

}  // namespace

TEST_CASE("N09 equal scores, R(w) = 1 and 0.25: right and exact; the sum of absolute values cannot tell", "[N09][C11]") {
    for (const auto& weights : {peaked, diffuse})
        CHECK(same(formula<Rational>("linear_scores", {figures<Rational>(ones), matrix<Rational>(4, weights)})[0], Rational(1)));
    CHECK(print(penalty("l2_penalty", peaked), "1") == Print::right);
    CHECK(print(penalty("l2_penalty", diffuse), "0.25") == Print::right);
    CHECK(same(penalty("l1_penalty", peaked), Rational(1)));
    CHECK(same(penalty("l1_penalty", diffuse), Rational(1)));
}

TEST_CASE("N20 the first step of Adam: as printed, with epsilon outside, and bias-corrected", "[N20][E14]") {
    CHECK(print(FirstStep("1").as_printed(), "3.16226184889866") == Print::rounded);
    CHECK(print(FirstStep("1").outside(), "3.16227666017") == Print::rounded);
    CHECK(print(FirstStep("1").corrected(), "0.99999999") == Print::rounded);
    CHECK(print(FirstStep("1e-4").as_printed(), "0.09995") == Print::rounded);
    CHECK(print(FirstStep("1e-4").outside(), "3.1523") == Print::rounded);
    CHECK(print(FirstStep("1e-4").corrected(), "0.9999") == Print::rounded);
    CHECK(print(FirstStep("1e-8").as_printed(), "1.0e-5") == Print::rounded);
    CHECK(print(FirstStep("1e-8").outside(), "0.0969") == Print::rounded);
    CHECK(print(FirstStep("1e-8").corrected(), "0.5") == Print::rounded);
    // At a gradient of 1e-8 the printed form moves 5·10⁴ times less than the corrected one.
    CHECK(print(FirstStep("1e-8").corrected() / FirstStep("1e-8").as_printed(), "5e4") == Print::rounded);
}

TEST_CASE("N20 the operations adam_step and adam_step_as_printed take those first steps", "[N20][E14]") {
    // Their parameters are the binary64 numbers nearest to 0.9, 0.999 and 1e-8, which move the twelfth digit at most.
    CHECK(print(first_step_of("adam_step_as_printed", 1), "3.1622618489") == Print::rounded);
    CHECK(print(first_step_of("adam_step", 1), "0.99999999") == Print::rounded);
    CHECK(print(first_step_of("adam_step_as_printed", 1e-4), "0.09995") == Print::rounded);
    CHECK(print(first_step_of("adam_step", 1e-4), "0.9999") == Print::rounded);
    CHECK(print(first_step_of("adam_step_as_printed", 1e-8), "1.0e-5") == Print::rounded);
    CHECK(print(first_step_of("adam_step", 1e-8), "0.5") == Print::rounded);
}

TEST_CASE("N21 ε=1e-3, λ=1e-4: three shrinks of a weight on one slide, 1e-4, 2e-7 and 1e-7", "[N21][E5][C35]") {
    const Rational epsilon = decimal<Rational>("1e-3"), lambda = decimal<Rational>("1e-4");
    const Rational in_words = lambda;                   // "decreasing weights by λw"
    const Rational of_the_loss = epsilon * 2 * lambda;  // a step on λΣw², whose gradient is 2λw
    const Rational of_the_update = epsilon * lambda;    // θ − ε(∇ + λθ)

    CHECK(print(of_the_update, "1e-7") == Print::right);
    CHECK(print(of_the_loss, "2e-7") == Print::right);
    CHECK(print(in_words, "1e-4") == Print::right);
    CHECK(print(of_the_loss, "1e-4") == Print::wrong);  // E5: the words are not what either formula does
    CHECK(print(of_the_update, "1e-4") == Print::wrong);
    CHECK(same(of_the_loss, of_the_update * 2));

    const Case step =
        asking("weight_decay_step", {{"theta", flat({1})}, {"grad", flat({0})}}, {{"learning_rate", 1e-3}, {"weight_decay", 1e-4}});
    CHECK(print(1 - certified(step, "theta")[0], "1.0000000000e-7") == Print::rounded);
}

TEST_CASE("N21 in binary32 the decay of 1e-7 is 19.2 % too strong, 0.8876 instead of 0.9048 after a million steps", "[N21]") {
    const Rational factor = 1 - decimal<Rational>("1e-7");
    const double kept = factor.rounded(spec(Format::f32));
    CHECK(kept == 1 - 0x1p-23);
    CHECK(print(1 - Rational::from(kept), "1.1920929e-7") == Print::rounded);
    CHECK(print((1 - Rational::from(kept)) / decimal<Rational>("1e-7") - 1, "0.192") == Print::rounded);

    const Real steps = 1000000;
    CHECK(print(exp(steps * log(Real::from(kept))), "0.8876") == Print::rounded);
    CHECK(print(exp(steps * log(1 - decimal<Real>("1e-7"))), "0.9048") == Print::rounded);
}

TEST_CASE("C07 a decay below half a unit of roundoff does nothing in binary32", "[C07][D18]") {
    const auto after = [](double decay) {
        return rounded(asking("weight_decay_step", {{"theta", flat({1})}, {"grad", flat({0})}},
                              {{"learning_rate", 1.0}, {"weight_decay", decay}}, Format::f32),
                       "theta")[0];
    };
    CHECK(after(0x1p-25) == 1.0);  // ηα = u/2: the tie goes to 1
    CHECK(after(0x1.000002p-25) < 1.0);
    // Over the reals |1 − ηα| < 1 exactly for 0 < ηα < 2; at 2 the weight only changes its sign.
    CHECK(after(2.0) == -1.0);
    CHECK(after(1.5) == -0.5);
    CHECK(after(2.5) == -1.5);
}

TEST_CASE("N35 three sigmoid layers: the product of slopes is at most 1/64, right", "[N35][C34]") {
    const Rational steepest = activation_slope(Activation::sigmoid, Rational(0));
    CHECK(same(steepest, Rational::read("1/4")));
    CHECK(same(steepest * steepest * steepest, Rational::read("1/64")));
    // Away from 0 every slope is smaller, so a quarter a layer is the best case.
    for (const std::string o : {"0.01", "-0.01", "1", "-3"})
        CHECK(less(activation_slope(Activation::sigmoid, decimal<Real>(o)), decimal<Real>("0.25")));
    // A rectifier passes 0 or 1.
    CHECK(same(activation_slope(Activation::relu, Rational(3)), Rational(1)));
    CHECK(same(activation_slope(Activation::relu, Rational(-3)), Rational(0)));
}

TEST_CASE("Q12 a small weight is a small sensitivity: a linear score moves by w for each unit of x", "[Q12][C08]") {
    const auto score = [](const std::string& x) {
        return formula<Rational>("linear_scores", {figures<Rational>({x, "2"}), matrix<Rational>(2, {"0.375", "-1"})})[0];
    };
    CHECK(same(score("3") - score("2"), decimal<Rational>("0.375")));
}
