// SPDX-License-Identifier: Apache-2.0
// A row outside the domain among ordinary ones: its special answer is shorter than theirs, which carry the size of their terms.
#include "reference/oracle/certify.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

TEST_CASE("a mean of rows of mixed sign is not a number where one row is outside the domain") {
    for (const std::size_t outside : {0, 1, 2}) {
        Case question{.operation = "negative_log_likelihood",
                      .format = Format::f32,
                      .parameters = {{"reduction", std::string("mean")}},
                      .inputs = {{"p", {.shape = {3, 2}, .values = {0.5, 0.25, 2, 0.75, 0.125, 1}}}}};
        question.inputs["p"].values[2 * outside] = -HUGE_VAL;
        const Certificate certificate(question);
        CHECK(std::isnan(certificate.output("value")->answers[0].rounded));
    }
}
