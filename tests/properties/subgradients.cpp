// SPDX-License-Identifier: Apache-2.0
// At a kink every element of the subdifferential is right, rounded as the format rounds it; the number beside it is not.
#include "properties/sweep/question.hpp"
#include "reference/oracle/subdifferential.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

namespace {

std::string word_for(const Case& question, const std::string& output, Index index, double got) {
    Certificate certificate(question, {.outputs = {output}});
    const Finding finding = judged(certificate, certificate.outputs().front(), index, got);
    return finding.profile.empty() ? std::string(name(finding.judgement.verdict)) : finding.profile;
}
bool convicted(const Case& question, const std::string& output, Index index, double got) {
    Certificate certificate(question, {.outputs = {output}});
    return falls_short(judged(certificate, certificate.outputs().front(), index, got).judgement.verdict);
}

Tensor one_row(std::vector<double> values) { return {.shape = {1, static_cast<std::int64_t>(values.size())}, .values = std::move(values)}; }

Case zeros_of(std::int64_t columns, Format format = Format::f64) {
    const std::vector<double> zeros(static_cast<std::size_t>(columns), 0.0);
    return {.operation = "mean_absolute_error",
            .format = format,
            .parameters = {},
            .inputs = {{"prediction", one_row(zeros)}, {"target", one_row(zeros)}}};
}

}  // namespace

TEST_CASE("every slope of |x| at 0 is right, divided by the row's length") {
    for (const double got : {-0.125, -0.0625, 0.0, 0.125}) CHECK_FALSE(convicted(zeros_of(8), "d_prediction", 3, got));
    CHECK(word_for(zeros_of(8), "d_prediction", 3, -0.125) == "subgradient");
    for (const double got : {-0.126, 0.1251, 1.0, std::nan("")}) CHECK(convicted(zeros_of(8), "d_prediction", 3, got));
}

TEST_CASE("the end of a subdifferential counts as it rounds: 1/3 in four formats") {
    for (const Format format : {Format::f64, Format::f32, Format::f16, Format::bf16}) {
        const double third = round_to(format, -1.0 / 3), u = unit_roundoff(format);
        CHECK(word_for(zeros_of(3, format), "d_prediction", 0, third) == "subgradient");
        CHECK(convicted(zeros_of(3, format), "d_prediction", 0, round_to(format, third * (1 + 8 * u))));
    }
}

TEST_CASE("the end of a quantile's subdifferential is its parameter, rounded to the format") {
    const Case question{.operation = "quantile_loss",
                        .format = Format::f32,
                        .parameters = {{"alpha", 0.1}},
                        .inputs = {{"prediction", one_row({0.0})}, {"target", one_row({0.0})}}};
    const double end = -round_to(Format::f32, 0.1);
    CHECK(word_for(question, "d_prediction", 0, end) == "subgradient");
    CHECK(convicted(question, "d_prediction", 0, end * (1 + 8 * unit_roundoff(Format::f32))));
    CHECK(convicted(question, "d_prediction", 0, -0.9));  // the slope of the other side with the other sign
}

TEST_CASE("a mean of hinges at the kink admits -1/3 in bfloat16, and -1/2 no more than +1/3") {
    const Case question{
        .operation = "binary_hinge",
        .format = Format::bf16,
        .parameters = {{"reduction", std::string("mean")}},
        .inputs = {{"prediction", one_row({1, 1, -4})}, {"label", {.shape = {1, 3}, .values = {1, 1, 1}, .integral = true}}}};
    CHECK(word_for(question, "d_prediction", 1, round_to(Format::bf16, -1.0 / 3)) == "subgradient");
    CHECK_FALSE(convicted(question, "d_prediction", 1, 0));
    CHECK(convicted(question, "d_prediction", 1, -0.5));
    CHECK(convicted(question, "d_prediction", 1, round_to(Format::bf16, 1.0 / 3)));
    CHECK(convicted(question, "d_prediction", 2, 0));  // no kink there: the slope is -1/3 alone
}

TEST_CASE("the kink of a soft margin admits a small slope: the width of the set does not matter") {
    // One row at its margin: w = 8, x = 1/8. Its slope by w lies between -x and 0, whatever the penalty adds.
    const auto question = [](double alpha) {
        return Case{.operation = "soft_margin_svm_objective",
                    .format = Format::f64,
                    .parameters = {{"alpha", alpha}},
                    .inputs = {{"x", one_row({0.125})},
                               {"label", {.shape = {1}, .values = {1}, .integral = true}},
                               {"weights", {.shape = {1}, .values = {8}}},
                               {"bias", {.shape = {1}, .values = {0}}}}};
    };
    for (const double got : {-0.125, -0.0625, 0.0}) CHECK_FALSE(convicted(question(0), "d_weights", 0, got));
    for (const double got : {-0.126, 0.001}) CHECK(convicted(question(0), "d_weights", 0, got));
}

TEST_CASE("a slope that is one number has no set around it") {
    const Plan smooth({.operation = "log_cosh",
                       .format = Format::f64,
                       .parameters = {},
                       .inputs = {{"prediction", one_row({0.0})}, {"target", one_row({0.0})}}});
    CHECK_FALSE(Subdifferentials(smooth).of("d_prediction", 0));
    const Plan beside({.operation = "mean_absolute_error",
                       .format = Format::f64,
                       .parameters = {},
                       .inputs = {{"prediction", one_row({0, 1, 5})}, {"target", one_row({0, 0, 0})}}});
    Subdifferentials sets(beside);
    CHECK(sets.of("d_prediction", 0));
    CHECK_FALSE(sets.of("d_prediction", 1));
}
