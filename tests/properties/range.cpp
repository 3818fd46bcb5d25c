// SPDX-License-Identifier: Apache-2.0
// Where the range of the format is to blame, and where it is not: each innocent beside a guilty one with the same answer.
#include "properties/sweep/question.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

namespace {

const double no_number = std::nan("");

Verdict word(const Case& question, const std::string& output, Index index, double got) {
    Certificate certificate(question, {.outputs = {output}});
    const Grants none{.profiles = {}};  // 0·∞ is also what IEEE arithmetic makes of it: here the range alone is asked
    return judged(certificate, certificate.outputs().front(), index, got, none).judgement.verdict;
}
Tensor one(double value) { return {.shape = {1, 1}, .values = {value}}; }

Case gaussian(double target, double variance, double upstream) {
    return {.operation = "gaussian_nll",
            .format = Format::f32,
            .parameters = {},
            .inputs = {{"prediction", one(1)}, {"target", one(target)}, {"variance", one(variance)}, {"upstream", one(upstream)}}};
}
Case divergence(double least, double upstream) {
    return {.operation = "js_divergence",
            .format = Format::f32,
            .parameters = {},
            .inputs = {{"p", {.shape = {1, 3}, .values = {1, 0, 0}}},
                       {"q", {.shape = {1, 3}, .values = {1, 0, least}}},
                       {"upstream", {.shape = {1}, .values = {upstream}}}}};
}
Case adam(Format format, double second_moment) {
    const auto number = [](double value) { return Tensor{.shape = {1}, .values = {value}}; };
    return {.operation = "adam_step",
            .format = format,
            .parameters = {{"beta1", 0.9}, {"beta2", 0.999}, {"epsilon", 1e-8}, {"learning_rate", 0.01}, {"t", std::int64_t{1}}},
            .inputs = {{"theta", number(1)}, {"grad", number(1)}, {"state_m", number(1)}, {"state_s", number(second_moment)}}};
}

}  // namespace

TEST_CASE("0 times a slope that leaves the format is the range's, 0 times one that does not is the author's") {
    CHECK(word(gaussian(0, 0x1p-138, 0), "d_variance", 0, no_number) == Verdict::range_limited);
    CHECK(word(gaussian(-HUGE_VAL, 0x1p-140, 0), "d_variance", 0, no_number) == Verdict::range_limited);
    CHECK(word(gaussian(0, 0.5, 0), "d_variance", 0, no_number) == Verdict::wrong);
    CHECK(word(gaussian(0, 0x1p-138, 0), "d_variance", 0, 1) == Verdict::wrong);
    CHECK(word(divergence(0x1p-149, 0), "d_p", 2, no_number) == Verdict::range_limited);
    CHECK(word(divergence(0x1p-10, 0), "d_p", 2, no_number) == Verdict::wrong);
}

TEST_CASE("a parameter that the format rounds out of its range is the range's, one that it holds the author's") {
    // In bfloat16 beta2 is 1: an infinite second moment over 1 − beta2 = −0 is −∞, which has no root.
    CHECK(word(adam(Format::bf16, HUGE_VAL), "theta", 0, no_number) == Verdict::range_limited);
    CHECK(word(adam(Format::bf16, HUGE_VAL), "theta", 0, 2) == Verdict::wrong);
    CHECK(word(adam(Format::f32, HUGE_VAL), "theta", 0, no_number) == Verdict::wrong);
}
