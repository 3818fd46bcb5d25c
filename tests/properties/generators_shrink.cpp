// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/strata.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace lossproof;

namespace {

const std::vector<double>& logits(const Case& question) { return question.inputs.at("logits").values; }

}  // namespace

TEST_CASE("shrinking ends at the simplest case that still fails", "[generators]") {
    const auto fails = [](const Case& c) { return *std::max_element(logits(c).begin(), logits(c).end()) > 3; };
    for (const Case& drawn : draw(*find_operation("softmax_cross_entropy"), Format::f64, "moderate", 3, 20)) {
        if (!fails(drawn)) continue;
        const Case small = shrink(drawn, fails, 1000);
        REQUIRE(fails(small));
        // One row; three classes, because fewer have symmetries of their own; and a number of few bits, about as small as it can be.
        CHECK(small.inputs.at("logits").rows() == 1);
        CHECK(logits(small).size() <= 3);
        const double culprit = *std::max_element(logits(small).begin(), logits(small).end());
        CHECK(culprit * 128 == std::floor(culprit * 128));
        CHECK(culprit < 8);
        CHECK(small.parameters.size() == 0);
        CHECK_NOTHROW(Plan(small));
    }
}

TEST_CASE("labels move with their classes", "[generators]") {
    Case question{.operation = "softmax_cross_entropy", .format = Format::f32, .parameters = {}, .inputs = {}};
    question.inputs["logits"] = {.shape = {3, 4}, .values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}};
    question.inputs["label"] = {.shape = {3}, .values = {0, 3, 2}, .integral = true};
    const auto asks_for_seven = [](const Case& c) {
        const Tensor& z = c.inputs.at("logits");
        for (std::int64_t n = 0; n < z.rows(); ++n)
            if (z.values[n * z.columns() + static_cast<std::int64_t>(c.inputs.at("label").values[n])] == 7) return true;
        return false;
    };
    const Case small = shrink(question, asks_for_seven, 500);
    REQUIRE(logits(small).size() == 3);
    const auto label = static_cast<std::size_t>(small.inputs.at("label").values.front());
    CHECK(logits(small).at(label) == 7);
    for (std::size_t k = 0; k < 3; ++k) CHECK((k == label || logits(small)[k] == 1));
}

TEST_CASE("shrinking keeps to its budget, and keeps a case nothing smaller of which fails", "[generators]") {
    const Case drawn = draw(*find_operation("kl_divergence"), Format::f64, "moderate", 1, 1).front();
    std::size_t calls = 0;
    const Case same = shrink(
        drawn, [&](const Case&) { return ++calls, false; }, 50);
    CHECK(calls <= 50);
    CHECK(same == drawn);
    CHECK(shrink(
              drawn, [](const Case&) { return true; }, 0) == drawn);
}

TEST_CASE("every operation's cases shrink to few numbers", "[generators]") {
    for (const Operation& operation : catalogue()) {
        const Case drawn = draw(operation, Format::f64, "moderate", 5, 1).front();
        const Case small = shrink(
            drawn, [](const Case&) { return true; }, 400);
        std::size_t before = 0, after = 0;
        for (const auto& [name, tensor] : drawn.inputs) before += tensor.values.size();
        for (const auto& [name, tensor] : small.inputs) after += tensor.values.size();
        INFO(operation.name << ": " << compact_text(small));
        CHECK(after <= before);
        for (const auto& [name, tensor] : small.inputs)
            for (const auto extent : tensor.shape) CHECK(extent <= 3);
        for (const auto& [name, tensor] : small.inputs)
            for (const double value : tensor.values) CHECK(std::abs(value) <= 1);
    }
}

TEST_CASE("a parameter keeps what was drawn for it, or takes its default", "[generators]") {
    for (const char* stratum : {"moderate", "special"})
        for (const Case& drawn : draw(*find_operation("adam_step"), Format::f32, stratum, 2, 3)) {
            const Case small = shrink(
                drawn, [](const Case&) { return true; }, 400);
            for (const auto& [name, value] : small.parameters) CHECK(value == drawn.parameters.at(name));
        }
}

TEST_CASE("a mean keeps three rows, and numbers move towards 1", "[generators]") {
    Case question{.operation = "squared_error", .format = Format::f64, .parameters = {{"reduction", std::string("mean")}}, .inputs = {}};
    question.inputs["prediction"] = {.shape = {8, 1}, .values = std::vector<double>(8, 0x1.8p-40)};
    question.inputs["target"] = {.shape = {8, 1}, .values = std::vector<double>(8, 300.0)};
    const Case small = shrink(
        question, [](const Case& c) { return c.parameters.contains("reduction"); }, 2000);
    CHECK(small.inputs.at("prediction").values == std::vector<double>(3, 1.0));
    CHECK(small.inputs.at("target").values == std::vector<double>(3, 1.0));
}

TEST_CASE("a case prints as one line of exact numbers", "[generators]") {
    Case question{.operation = "softmax", .format = Format::f16, .parameters = {}, .inputs = {}};
    question.inputs["logits"] = {.shape = {2, 2}, .values = {0.5, -1, 3, 0}};
    CHECK(compact_text(question) == "softmax f16 logits=[0x1p-1,-0x1p+0;0x1.8p+1,0x0p+0]");
}
