// SPDX-License-Identifier: Apache-2.0
// The multi-layer perceptron: forward, the printed chain of derivatives, and back-propagation against two other ways to
// the same gradient, dual numbers and exact central differences.
#include "reference/functions/network.hpp"
#include "reference/oracle/condition.hpp"
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

using namespace lossproof;
using namespace lossproof::worked;

namespace {

Tensors network() {
    return {{"x", row({0.5, -1.25})},           {"weights0", tensor({3, 2}, {0.75, -0.5, 1, 0.25, -0.375, 0.625})},
            {"bias0", flat({0.125, 1.5, 0.5})}, {"weights1", tensor({2, 3}, {1.5, -0.25, 0.5, 0.875, 0.375, -1})},
            {"bias1", flat({0.25, 0.75})},      {"weights2", tensor({2, 2}, {0.625, -0.75, 1.25, 0.5})},
            {"target", row({0.25, 1})}};
}
Case asked(const std::string& activation, Tensors inputs = network()) {
    return asking("mlp", std::move(inputs), {{"activation", activation}});
}

Rational loss(const Tensors& inputs) { return Evaluator<Rational>(Plan(asked("relu", inputs)))({})[1][0]; }

}  // namespace

TEST_CASE("A07 back-propagation through the network is the dual numbers' derivative, in every weight and bias", "[A07][A08][D13]") {
    for (const std::string activation : {"sigmoid", "relu"}) {
        const Plan plan(asked(activation));
        const auto by_dual = derivatives_of(plan, {}, 1, 0);
        const auto propagated = Evaluator<Real>(plan)({.gradient = true});
        REQUIRE(propagated.size() == 5);
        for (Index g = 0; g < 5; ++g) {
            const auto input = static_cast<Index>(plan.operation().gradient_inputs[g]);
            CHECK(by_dual.find(input, propagated[g].size()) == nullptr);
            for (Index j = 0; j < propagated[g].size(); ++j) {
                REQUIRE(by_dual.find(input, j));
                CHECK(agree(propagated[g][j], *by_dual.find(input, j)));
            }
        }
    }
}

TEST_CASE("A07 between the kinks of rectifiers a central difference of the loss is its derivative, exactly", "[A07][O17]") {
    // In one weight the outputs are then affine and the loss is a parabola, whose central difference is exact.
    const Plan plan(asked("relu"));
    const auto propagated = Evaluator<Rational>(plan)({.gradient = true});
    const double h = 0x1p-10;
    for (Index g = 0; g < 5; ++g) {
        const std::string name = plan.operation().gradients[g].substr(2);
        for (Index j = 0; j < propagated[g].size(); ++j) {
            Tensors ahead = network(), behind = network();
            ahead.at(name).values[j] += h, behind.at(name).values[j] -= h;
            CHECK(same((loss(ahead) - loss(behind)) / (2 * Rational::from(h)), propagated[g][j]));
        }
    }
}

TEST_CASE("A07 A08 the printed chain for scalar layers, factor by factor", "[A07][A08][C34]") {
    const auto number = [](const char* text) { return decimal<Real>(text); };
    const Real x = number("0.5"), w0 = number("2"), b0 = number("-0.25"), w1 = number("1.5"), b1 = number("0.125"), w2 = number("-3"),
               y = number("0.75");
    const auto sigma = [](const Real& o) { return activated(Activation::sigmoid, o); };
    const auto sigma_slope = [](const Real& o) { return activation_slope(Activation::sigmoid, o); };
    const Real o1 = w0 * x + b0, a1 = sigma(o1), o2 = w1 * a1 + b1, a2 = sigma(o2), o3 = w2 * a2, a3 = sigma(o3);

    const auto weight = [](const char* text) { return matrix<Real>(1, {text}); };
    const auto bias = [](const char* text) { return figures<Real>({text}); };
    const auto gradients =
        results<Real>("mlp", {weight("0.5"), weight("2"), bias("-0.25"), weight("1.5"), bias("0.125"), weight("-3"), weight("0.75")},
                      {{"activation", std::string("sigmoid")}}, true);
    const Real output_part = (a3 - y) * sigma_slope(o3);
    CHECK(agree(gradients[4][0], output_part * a2));
    CHECK(agree(gradients[2][0], output_part * w2 * sigma_slope(o2) * a1));
    CHECK(agree(gradients[0][0], output_part * w2 * sigma_slope(o2) * w1 * sigma_slope(o1) * x));
}

TEST_CASE("A09 the forward pass is three affine maps with the activation between", "[A09][O18]") {
    for (const std::string activation : {"sigmoid", "relu"}) {
        const Activation phi = activation == "relu" ? Activation::relu : Activation::sigmoid;
        const auto inputs = network();
        const auto whole = Evaluator<Real>(Plan(asked(activation)))({})[0];

        const auto weights = [&](const char* name) {
            Matrix<Real> w{static_cast<Index>(inputs.at(name).rows()), static_cast<Index>(inputs.at(name).columns()), {}};
            for (const double v : inputs.at(name).values) w.entries.push_back(Real::from(v));
            return w;
        };
        const auto bias0 = weights("bias0").entries, bias1 = weights("bias1").entries;
        const auto hidden = activated(phi, affine(weights("weights0"), weights("x").entries, &bias0));
        const auto outputs =
            activated(phi, affine<Real>(weights("weights2"), activated(phi, affine(weights("weights1"), hidden, &bias1)), nullptr));
        for (Index i = 0; i < 2; ++i) CHECK(agree(whole[i], outputs[i]));
    }
}

TEST_CASE("Q21 nobody has to compute gradients by hand: the dual numbers find 2(f - y) for a square", "[Q21]") {
    const Plan plan(asking("squared_error", {{"prediction", row({3})}, {"target", row({1})}}));
    CHECK(same(*derivatives_of(plan, {}, 0, 0).find(0, 0), Real(4)));
}
