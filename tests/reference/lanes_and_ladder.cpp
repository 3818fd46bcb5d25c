// SPDX-License-Identifier: Apache-2.0
// Lanes against the ladder of balls, enclosures and fractions: what lanes decide is the ladder's answer.
#include "reference/oracle/certify.hpp"
#include "reference/oracle/lane_truth.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

namespace {

/// Numbers of a format by their patterns; `open` counts what lanes leave to the ladder.
void agree(const std::string& operation, Format format, std::uint64_t first, std::uint64_t step, std::size_t size, std::size_t& open) {
    Tensor x{.shape = {1, static_cast<std::int64_t>(size)}, .values = {}};
    for (std::size_t i = 0; i < size; ++i) x.values.push_back(decode(format, first + i * step));
    const Operation& op = operation_named(operation);
    const Case question{.operation = operation, .format = format, .parameters = {}, .inputs = {{std::string(op.inputs[0].name), x}}};
    const Plan plan(question);
    LaneTruth lanes(plan);
    const auto& answers = lanes.at(x.values);
    REQUIRE_FALSE(answers.empty());
    Certificate certificate(question);
    for (const LaneAnswers& got : answers) {
        const CertifiedOutput& truth = *certificate.output(got.name);
        for (std::size_t i = 0; i < size; ++i) {
            INFO(operation << " " << got.name << " " << name(format) << " at " << hex_text(x.values[i]));
            const Answer& answer = truth.answers[i];
            if (got.states[i] == LaneAnswers::State::decided) REQUIRE((answer.decided() && answer.rounded == got.rounded[i]));
            else if (got.states[i] == LaneAnswers::State::special) REQUIRE(std::isnan(answer.rounded));
            else ++open;
        }
    }
}

std::vector<std::string> operations_of_one_number() {
    std::vector<std::string> names;
    for (const Operation& operation : catalogue())
        if (std::get<Formula<Lanes>>(operation.value)) names.emplace_back(operation.name);
    return names;
}

}  // namespace

TEST_CASE("lanes and the ladder agree on every number of the 16-bit formats", "[lanes]") {
    const auto operations = operations_of_one_number();
    REQUIRE(operations.size() >= 8);
    for (const std::string& operation : operations)
        for (const Format format : {Format::f16, Format::bf16}) {
            std::size_t open = 0;
            for (std::uint64_t first = 0; first < 16; ++first) agree(operation, format, first, 16, 4096, open);
            INFO(operation << " " << name(format));
            CHECK(open < 300);  // overflows, limits, ties
        }
}

TEST_CASE("lanes and the ladder agree on numbers of binary32 from end to end", "[lanes]") {
    for (const std::string& operation : operations_of_one_number()) {
        std::size_t open = 0;
        agree(operation, Format::f32, 54321, 150001, 28000, open);
        INFO(operation);
        CHECK(open < 300);
    }
}
