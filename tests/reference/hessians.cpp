// SPDX-License-Identifier: Apache-2.0
// Hessians in the logits: where they exist, what they are at special inputs, and figures from outside.
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;
using namespace lossproof::worked;

namespace {

using Numbers = std::vector<double>;
constexpr double inf = INFINITY, no = NAN;

Numbers hessian(const Case& question) { return rounded(question, "H_logits"); }
Case logsumexp(Numbers z) { return asking("logsumexp", {{"logits", row(std::move(z))}}); }
Case with_target(Numbers z, Numbers y) {
    return asking("softmax_cross_entropy_with_distribution", {{"logits", row(std::move(z))}, {"target", row(std::move(y))}});
}

/// Equal, or both not a number.
void check(const Numbers& got, const Numbers& wanted) {
    REQUIRE(got.size() == wanted.size());
    for (std::size_t k = 0; k < wanted.size(); ++k) {
        INFO("entry " << k << ": " << got[k] << ", expected " << wanted[k]);
        CHECK((got[k] == wanted[k] || (std::isnan(got[k]) && std::isnan(wanted[k]))));
    }
}

}  // namespace

TEST_CASE("a Hessian is N×K×K for rows up to 16, and a diagonal for an elementwise loss") {
    const auto shape = [](const Case& question) {
        const Plan plan(question);
        for (const auto& output : plan.outputs())
            if (output.name == "H_logits") return output.shape;
        return std::vector<std::int64_t>{};
    };
    CHECK(shape(asking("logsumexp", {{"logits", tensor({2, 3}, Numbers(6, 0.0))}})) == std::vector<std::int64_t>{2, 3, 3});
    CHECK(shape(logsumexp(Numbers(16, 0.0))) == std::vector<std::int64_t>{1, 16, 16});
    CHECK(shape(logsumexp(Numbers(17, 0.0))).empty());
    const Tensors binary = {{"logits", tensor({2, 3}, Numbers(6, 0.0))}, {"target", tensor({2, 3}, Numbers(6, 0.5))}};
    CHECK(shape(asking("binary_cross_entropy_with_logits", binary, {{"reduction", "mean"}})) == std::vector<std::int64_t>{2, 3});
}

TEST_CASE("of equal logits it is rational: ([i=j] − 1/K)/K", "[L11][L12][L13][O11]") {
    check(hessian(logsumexp({5, 5})), {0.25, -0.25, -0.25, 0.25});
    check(hessian(logsumexp({7})), {0});
    check(hessian(with_target({1, 1}, {0.5, 2.5})), {0.75, -0.75, -0.75, 0.75});
    check(hessian(with_target({1, 2}, {0, 0})), {0, 0, 0, 0});
    check(hessian(asking("binary_cross_entropy_with_logits", {{"logits", row({0})}, {"target", row({0.3})}})), {0.25});
}

TEST_CASE("a confident row keeps its digits, where the textbook's 1 − p is 0") {
    const Case row_of_three = asking("softmax_cross_entropy", {{"logits", row({50, 0, 0})}, {"label", labels({0})}});
    // mpmath, 400 bits: diag(p) − ppᵀ.
    const double one = 0x1.d257d547e083fp-72, half = one / 2, cross = 0x1.a8c1f14e2af5dp-145;
    check(hessian(row_of_three), {one, -half, -half, -half, half, -cross, -half, -cross, half});
    CHECK(textbook(row_of_three, "H_logits")[0] == 0);
    check(hessian(asking("binary_cross_entropy_with_logits", {{"logits", row({50, -50})}, {"target", row({1, 1})}})), {half, half});
}

TEST_CASE("a −∞ logit is a limit; beside +∞, a NaN or nothing but −∞ there is no Hessian") {
    check(hessian(logsumexp({0, -inf, 0})), {0.25, 0, -0.25, 0, 0, 0, -0.25, 0, 0.25});
    for (const Numbers& z : {Numbers{inf, 0}, Numbers{inf, inf}, Numbers{-inf, -inf}, Numbers{no, 0}}) {
        check(hessian(logsumexp(z)), Numbers(4, no));
        check(hessian(asking("softmax_cross_entropy", {{"logits", row(z)}, {"label", labels({1})}})), Numbers(4, no));
        check(hessian(with_target(z, {1, 0})), Numbers(4, no));
    }
    for (const Numbers& y : {Numbers{inf, 0}, Numbers{-1, 2}, Numbers{no, 0}}) check(hessian(with_target({0, 0}, y)), Numbers(4, no));
    check(hessian(asking("binary_cross_entropy_with_logits", {{"logits", row({inf, -inf, no, 0})}, {"target", row({0, 1, 1, 2})}})),
          {0, 0, no, no});
}

TEST_CASE("a mean divides the Hessian by the rows that count, and an ignored row has a Hessian of 0") {
    const Tensors inputs = {{"logits", tensor({3, 2}, {1, 1, no, no, 2, 2})}, {"label", labels({0, -100, 1})}};
    const Case mean = asking("softmax_cross_entropy", inputs, {{"reduction", "mean"}, {"ignore_index", std::int64_t{-100}}});
    const Numbers wanted = {0.125, -0.125, -0.125, 0.125, 0, 0, 0, 0, 0.125, -0.125, -0.125, 0.125};
    check(hessian(mean), wanted);
    check(textbook(mean, "H_logits"), wanted);
    const Tensors binary = {{"logits", tensor({2, 2}, {0, 0, 0, 0})}, {"target", tensor({2, 2}, {0, 1, 0, 1})}};
    check(hessian(asking("binary_cross_entropy_with_logits", binary, {{"reduction", "mean"}})), Numbers(4, 0.0625));
}
