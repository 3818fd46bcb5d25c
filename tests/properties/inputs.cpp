// SPDX-License-Identifier: Apache-2.0
// What entries say of their inputs is true: shapes are checked before anything reads, and answers have the declared lengths.
#include "properties/generators/strata.hpp"
#include "properties/generators/traits.hpp"
#include "reference/oracle/certify.hpp"
#include "reference/oracle/condition.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace lossproof;

namespace {

/// One index more along a dimension; the new numbers repeat the first ones, so that nothing but the shape is new.
Case longer_along(Case question, const std::string& input, std::size_t dimension) {
    Tensor& tensor = question.inputs.at(input);
    const std::int64_t old = tensor.shape[dimension]++;
    const auto size = static_cast<std::int64_t>(tensor.values.size()) / old * (old + 1);
    for (std::int64_t i = 0; static_cast<std::int64_t>(tensor.values.size()) < size; ++i) tensor.values.push_back(tensor.values[i]);
    return question;
}

/// How often a letter stands in the shapes of the inputs that are there.
int uses_of(const Operation& operation, const Case& question, Dim dim) {
    int count = 0;
    for (const Input& input : operation.inputs)
        if (question.inputs.contains(input.name)) count += static_cast<int>(std::count(input.shape.begin(), input.shape.end(), dim));
    return count;
}

bool refuses_shape(const Case& question) {
    try {
        Certificate(question).outputs();
        return false;
    } catch (const UsageError&) {
        return true;
    }
}

std::string complaint_about_shapes(const Operation& operation, const Case& question) {
    for (const Input& input : operation.inputs) {
        const auto tensor = question.inputs.find(input.name);
        if (tensor == question.inputs.end() || tensor->second.values.empty()) continue;
        for (std::size_t d = 0; d < input.shape.size(); ++d) {
            const bool free = input.shape[d] != Dim::one && uses_of(operation, question, input.shape[d]) == 1;
            if (refuses_shape(longer_along(question, std::string(input.name), d)) == free)
                return std::string(input.name) + " " + text(input.shape) + ": dimension " + std::to_string(d);
        }
        Case flatter = question;
        flatter.inputs.at(std::string(input.name)).shape.push_back(1);
        if (!refuses_shape(flatter)) return std::string(input.name) + ": a dimension too many";
    }
    return {};
}

std::string complaint_about_answers(const Operation& operation, const Plan& plan) {
    const auto number = [](double v) { return Machine::from(v); };
    const auto group = plan.load<Machine>(
        0, [&](double v, Index, Index) { return number(v); }, number);
    for (const bool gradient : {false, true}) {
        const auto formula = std::get<Formula<Machine>>(gradient ? operation.gradient : operation.value);
        const auto rows = formula ? formula(group) : std::vector<Row<Machine>>();
        for (const auto& output : plan.outputs()) {
            if (output.gradient != gradient) continue;
            if (output.slot >= rows.size()) return output.name + ": declared, not answered";
            if (rows[output.slot].size() != plan.length(output))
                return output.name + ": " + std::to_string(rows[output.slot].size()) + " numbers, declared " +
                       std::to_string(plan.length(output));
        }
    }
    return {};
}

template <class Check> std::string first_complaint(Check check) {
    for (const Operation& operation : catalogue())
        for (const Case& question : draw(operation, Format::f64, "moderate", 11, 6)) {
            const std::string complaint = check(operation, question);
            if (!complaint.empty()) return std::string(operation.name) + ": " + complaint + " in " + compact_text(question);
        }
    return {};
}

}  // namespace

TEST_CASE("a shape that contradicts another input or its own declaration is refused", "[inputs]") {
    CHECK(first_complaint([](const Operation& operation, const Case& question) {
              Case plain = question;
              plain.inputs.erase("variance");  // may be [1,1] beside anything
              return complaint_about_shapes(operation, plain);
          }) == "");
}

TEST_CASE("formulas answer with the lengths that their entries declare", "[inputs]") {
    CHECK(first_complaint(
              [](const Operation& operation, const Case& question) { return complaint_about_answers(operation, Plan(question)); }) == "");
}

TEST_CASE("a shape's complaint says what was expected, in letters and in numbers", "[inputs]") {
    const Case question{.operation = "softmax_cross_entropy",
                        .format = Format::f64,
                        .parameters = {},
                        .inputs = {{"logits", {.shape = {2, 3}, .values = {1, 2, 3, 4, 5, 6}}},
                                   {"label", {.shape = {3}, .values = {0, 1, 2}, .integral = true}}}};
    CHECK_THROWS_WITH(Plan(question), "softmax_cross_entropy: input 'label' has shape [3], expected [N] = [2]");
    Case scores{.operation = "linear_scores",
                .format = Format::f64,
                .parameters = {},
                .inputs = {{"x", {.shape = {1, 2}, .values = {1, 2}}}, {"weights", {.shape = {2, 3}, .values = {1, 2, 3, 4, 5, 6}}}}};
    CHECK_THROWS_WITH(Plan(scores), "linear_scores: input 'weights' has shape [2,3], expected [K,D] = [K,2]");
    Case pairs{.operation = "info_nce",
               .format = Format::f64,
               .parameters = {},
               .inputs = {{"logits", {.shape = {2, 3}, .values = {1, 2, 3, 4, 5, 6}}}}};
    CHECK_THROWS_WITH(Plan(pairs), "info_nce: input 'logits' has shape [2,3], expected [N,N]");
}

TEST_CASE("a [1,1] variance serves every element, and nothing else may be spread", "[inputs]") {
    const Tensor four{.shape = {2, 2}, .values = {1, 2, 3, 4}}, one{.shape = {1, 1}, .values = {2}};
    Case question{.operation = "gaussian_nll",
                  .format = Format::f64,
                  .parameters = {},
                  .inputs = {{"prediction", four}, {"target", four}, {"variance", one}}};
    CHECK(Plan(question).outputs().back().shape == std::vector<std::int64_t>{1, 1});
    question.inputs["target"] = one;
    CHECK_THROWS_AS(Plan(question), UsageError);
}

TEST_CASE("an operation whose derivative jumps where numbers are drawn says so", "[inputs]") {
    // Duals meet the kink in what the stratum near_kink draws, or nobody would know that it is one.
    for (const Operation& operation : catalogue()) {
        if (operation.gradients.empty() || operation.abrupt) continue;
        const Traits traits(operation);
        bool met = false;
        for (const Case& question : draw(operation, Format::f64, traits.kink ? "near_kink" : "dyadic", 3, 8)) {
            const Plan plan(question);
            for (Index g = 0; g < plan.groups(); ++g) {
                if (plan.special(g, false) || plan.special(g, true)) continue;
                const auto derivatives = derivatives_of(plan, {.group = g}, operation.differentiated(), 0);
                for (const auto& [input, place, slope] : derivatives.entries())
                    met |= !slope.is_nan() && std::isfinite(slope.upper()) && slope.upper() - slope.lower() > 0.25;
            }
        }
        INFO(operation.name);
        CHECK((!met || traits.kink));
    }
}
