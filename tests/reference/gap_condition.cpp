// SPDX-License-Identifier: Apache-2.0
// κ over the differences of a row, against sums written out by hand.
#include "reference/oracle/certify.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

namespace {

double gaps(const std::string& operation, const std::string& name, std::vector<double> logits, Index index, Tensors more = {}) {
    const auto size = static_cast<std::int64_t>(logits.size());
    Tensors inputs = std::move(more);
    inputs["logits"] = {.shape = {1, size}, .values = std::move(logits)};
    Certificate certificate({.operation = operation, .format = Format::f64, .parameters = {}, .inputs = inputs});
    return certificate.gap_condition(name, index);
}

}  // namespace

TEST_CASE("a common offset enters no condition over differences") {
    const double p = 1 / (1 + std::exp(1.0)), slope = p * (1 - p);
    for (const double offset : {0.0, 100.0, 1e6, -1e9}) {
        CAPTURE(offset);
        CHECK(gaps("softmax", "value", {offset, offset + 1}, 0) == Approx(slope));
        CHECK(gaps("logsumexp", "d_logits", {offset, offset + 1}, 1) == Approx(slope));
        CHECK(gaps("softmax_cross_entropy", "value", {offset, offset + 1}, 0,
                   {{"label", {.shape = {1}, .values = {0}, .integral = true}}}) == Approx(1 - p));
    }
}

TEST_CASE("what feels an offset has no condition over differences") {
    CHECK(std::isinf(gaps("logsumexp", "value", {100, 101}, 0)));
    CHECK(std::isinf(gaps("soft_maximum", "value", {100, 101}, 0)));
    CHECK(std::isinf(gaps("softmax", "value", {HUGE_VAL, 1}, 1)));
}

TEST_CASE("a logit of minus infinity weighs nothing in a condition over differences") {
    const double p = 1 / (1 + std::exp(1.0));
    CHECK(gaps("softmax", "value", {100, 101, -HUGE_VAL}, 0) == Approx(p * (1 - p)));
}
