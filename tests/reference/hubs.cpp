// SPDX-License-Identifier: Apache-2.0
// Condition numbers by hubs against the sum over every slope of every entry.
#include "reference/oracle/certify.hpp"
#include "reference/oracle/condition.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace lossproof;

namespace {

/// Σ |xᵢ|·|∂ᵢ| of one component, from its own sweep.
double summed(const Plan& plan, const Unit& unit, Index component) {
    double total = 0;
    const auto derivatives = derivatives_of(plan, unit, 0, component);
    for (const auto& entry : derivatives.entries()) {
        const std::string name(plan.operation().inputs[entry.input].name);
        total += std::fabs(plan.question().inputs.find(name)->second.values[entry.place]) * std::fabs(entry.slope.middle());
    }
    return total;
}

Case row_case(const char* operation, std::int64_t length, std::mt19937_64& random) {
    Case question{.operation = operation, .format = Format::f64, .parameters = {}, .inputs = {}};
    std::normal_distribution<double> normal(0, 3);
    const Operation& of = operation_named(operation);
    for (const Parameter& parameter : of.parameters)
        if (parameter.fallback.empty() && !parameter.optional) question.parameters.emplace(std::string(parameter.name), 0.25);
    for (const Input& input : of.inputs) {
        if (input.optional || input.meaning == Meaning::position) continue;
        Tensor tensor{.shape = {1, length}, .values = {}};
        if (input.meaning == Meaning::class_index) tensor = {.shape = {1}, .values = {2}, .integral = true};
        else
            for (std::int64_t j = 0; j < length; ++j)
                tensor.values.push_back(input.letter == "z" ? normal(random) : std::fabs(normal(random)));
        question.inputs.emplace(std::string(input.name), tensor);
    }
    return question;
}

}  // namespace

TEST_CASE("a long row's condition numbers are those of its entries swept one by one", "[condition]") {
    std::mt19937_64 random(5);
    for (const char* operation :
         {"softmax", "log_softmax", "logsumexp", "softmax_cross_entropy", "soft_maximum", "label_smoothing_cross_entropy",
          "squared_error_of_softmax", "softmax_cross_entropy_with_distribution", "standard_normalization", "likelihood"})
        for (const std::int64_t length : {17, 40}) {
            const Plan plan(row_case(operation, length, random));
            for (const bool gradient : {false, true}) {
                if (gradient && plan.operation().gradients.front().starts_with("J_")) continue;  // a Jacobian: short rows only
                const Unit unit{.gradient = gradient, .group = 0};
                const auto kappas = conditions_of(plan, unit, 0);
                INFO(operation << (gradient ? " gradient" : " value") << " of " << length);
                for (Index j = 0; j < kappas.size(); ++j) CHECK(kappas[j] == Approx(summed(plan, unit, j)).epsilon(1e-9));
            }
        }
}

TEST_CASE("derivatives are asked for by datum, and say whether they are a subdifferential", "[condition]") {
    const Case question{
        .operation = "relu", .format = Format::f64, .parameters = {}, .inputs = {{"x", {.shape = {3, 1}, .values = {-1, 0, 2}}}}};
    const Plan plan(question);
    CHECK_FALSE(derivatives_of(plan, {.group = 0}, 0, 0).met_kink());
    const auto kink = derivatives_of(plan, {.group = 1}, 0, 0);
    CHECK(kink.met_kink());
    CHECK(kink.find(0, 0) == nullptr);  // another element's
    REQUIRE(kink.find(0, 1));
    CHECK(kink.find(0, 1)->lower() == 0);
    CHECK(kink.find(0, 1)->upper() == 1);
}
