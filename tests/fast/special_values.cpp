// SPDX-License-Identifier: Apache-2.0
// Limits at infinities and zeros, NaN, subnormal numbers: the column `lim` of the special values, at both levels.
#include "tests/fast/call.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace testing;

namespace {

constexpr double inf = INFINITY, nan_ = NAN;

/// Equal bits, or both NaN.
bool same(double a, double b) { return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b)); }

void element(const char* operation, double x, double value, double derivative) {
    for (const Accuracy level : {Accuracy::near_exact, Accuracy::quick}) {
        const Elementwise got(operation, {0.5, x, 0.5}, with(level));
        CAPTURE(operation, x, got.value[1], got.derivative[1]);
        CHECK(same(got.value[1], value));
        CHECK(same(got.derivative[1], derivative));
    }
}

/// The same row in a tile (as it is) and as a long row (padded with −∞ where that is neutral).
void row(const char* operation, Vector z, double value, const Vector& gradient, const Labels& label = {}) {
    for (const bool padded : {false, true})
        for (const Accuracy level : {Accuracy::near_exact, Accuracy::quick}) {
            Vector logits = z;
            if (padded) logits.resize(21, -inf);
            const auto columns = static_cast<std::int64_t>(logits.size());
            const Answer got(operation, 1, columns, {logits}, {}, with(level), label);
            CAPTURE(operation, padded, got["value"][0]);
            CHECK(same(got["value"][0], value));
            for (std::size_t j = 0; j < gradient.size(); ++j) {
                CAPTURE(j, got["d_logits"][j]);
                CHECK(same(got["d_logits"][j], gradient[j]));
            }
        }
}

}  // namespace

TEST_CASE("elementary functions at the ends of their domains", "[fast]") {
    element("exp", -inf, 0, 0);
    element("exp", inf, inf, inf);
    element("exp", nan_, nan_, nan_);
    element("exp", -745.14, 0, 0);
    element("exp", -745.13, 0x1p-1074, 0x1p-1074);
    element("log", 0.0, -inf, inf);
    element("log", -0.0, -inf, inf);
    element("log", -1, nan_, nan_);
    element("log1p", -1, -inf, inf);
    element("tanh", inf, 1, 0);
    element("tanh", -0.0, 0, 1);
    element("tanh", 350, 1, 0x1.14f2b0fb9307fp-1008);
    element("tanh", -372, -1, 0x6p-1074);
}
TEST_CASE("logistic functions at infinities and NaN", "[fast]") {
    element("sigmoid", inf, 1, 0);
    element("sigmoid", -inf, 0, 0);
    element("sigmoid", nan_, nan_, nan_);
    element("log_sigmoid", -inf, -inf, 1);
    element("log_sigmoid", inf, 0, 0);
    element("log_sigmoid", 800, 0, 0);  // from below; vectors tell zeros without their sign
    element("softplus", -inf, 0, 0);
    element("softplus", inf, inf, 1);
    element("relu", -0.0, 0, 0);
    element("relu", nan_, nan_, nan_);
    element("logit", 0, -inf, inf);
    element("logit", -0.0, -inf, inf);
    element("logit", 1, inf, inf);
    element("logit", 1.5, nan_, nan_);
    element("self_information", 0, inf, -inf);
    element("self_information", 1, 0, -1);
}
TEST_CASE("log-sum-exp of infinities", "[fast]") {
    row("logsumexp", {-inf, -inf}, -inf, {nan_, nan_});
    row("logsumexp", {inf, 1}, inf, {1, 0});
    row("logsumexp", {inf, inf}, inf, {nan_, nan_});
    row("logsumexp", {nan_, 1}, nan_, {nan_, nan_});
    row("logsumexp", {3, -inf}, 3, {1, 0});
    row("soft_maximum", {-inf, -inf}, -inf, {nan_, nan_});
    row("soft_maximum", {5, -inf}, 5, {1, 0});
}
TEST_CASE("cross-entropy of infinite logits and ignored rows", "[fast]") {
    row("softmax_cross_entropy", {inf, 1}, 0, {0, 0}, {0});
    row("softmax_cross_entropy", {inf, 1}, inf, {1, -1}, {1});
    row("softmax_cross_entropy", {0, -inf}, inf, {1, -1}, {1});
    row("softmax_cross_entropy", {nan_, 0}, nan_, {nan_, nan_}, {0});
    Options options;
    options.ignore_index = -7;
    options.reduction = Reduction::mean;
    const Answer ignored("softmax_cross_entropy", 2, 2, {{1, 1, nan_, nan_}}, {}, options, {0, -7});
    CHECK(ignored["value"][0] == std::log(2.0));
    CHECK(ignored["d_logits"] == Vector{-0.5, 0.5, 0, 0});
    const Answer none("softmax_cross_entropy", 1, 2, {{1, 1}}, {}, options, {-7});
    CHECK(std::isnan(none["value"][0]));
}
TEST_CASE("Hessians at infinities, NaN, ignored rows and targets outside the domain", "[fast]") {
    const auto check = [](const Vector& got, const Vector& wanted) {
        REQUIRE(got.size() == wanted.size());
        for (std::size_t k = 0; k < wanted.size(); ++k) {
            CAPTURE(k, got[k], wanted[k]);
            CHECK(same(got[k], wanted[k]));
        }
    };
    const double n = nan_;
    const Answer lse("logsumexp", 4, 2, {{3, -inf, inf, 1, -inf, -inf, n, 1}});
    check(lse["H_logits"], {0, 0, 0, 0, n, n, n, n, n, n, n, n, n, n, n, n});
    Options mean = with(Accuracy::near_exact, Reduction::mean);
    mean.ignore_index = -7;
    const Answer label("softmax_cross_entropy", 3, 2, {{1, 1, n, n, inf, 0}}, {}, mean, {0, -7, 0});
    check(label["H_logits"], {0.125, -0.125, -0.125, 0.125, 0, 0, 0, 0, n, n, n, n});
    const Answer target("softmax_cross_entropy_with_distribution", 5, 2, {Vector(10, 0.0), {1, 1, -1, 2, inf, 0, n, 0, 0, 0}});
    check(target["H_logits"], {0.5, -0.5, -0.5, 0.5, n, n, n, n, n, n, n, n, n, n, n, n, 0, 0, 0, 0});
    const Answer binary("binary_cross_entropy_with_logits", 1, 6, {{0, inf, -inf, n, 0, 50}, {0.5, 1, 0, 0.5, 2, 1}});
    check(binary["H_logits"], {0.25, 0, 0, n, n, 0x1.d257d547e083fp-73});  // 0 if it were σ(1 − σ)
}
TEST_CASE("softmax of infinities is one-hot or undefined", "[fast]") {
    const Answer p("softmax", 5, 2, {{inf, 0, inf, inf, -inf, -inf, 0, -inf, nan_, 0}});
    const Vector wanted = {1, 0, nan_, nan_, nan_, nan_, 1, 0, nan_, nan_};
    for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(same(p["value"][i], wanted[i]));
    const Answer l("log_softmax", 2, 2, {{inf, 0, 0, -inf}});
    CHECK(l["value"] == Vector{0, -inf, 0, -inf});
}
TEST_CASE("divergences where probabilities are 0", "[fast]") {
    const Vector p = {0, 0, 0.5, 1}, q = {0, 0.5, 0, 1};
    for (std::size_t j = 0; j < 4; ++j) {
        const double value[] = {0, 0, inf, 0}, by_p[] = {nan_, -inf, inf, 1}, by_q[] = {0, 0, -inf, -1};
        const Answer kl("kl_divergence", 1, 1, {{p[j]}, {q[j]}});
        CAPTURE(j);
        CHECK(same(kl["value"][0], value[j]));
        CHECK(same(kl["d_p"][0], by_p[j]));
        CHECK(same(kl["d_q"][0], by_q[j]));
    }
    const Answer ce("cross_entropy", 1, 1, {{0.0}, {0.0}});
    CHECK((ce["value"][0] == 0 && ce["d_p"][0] == inf && ce["d_q"][0] == 0));
    const Answer h("entropy", 1, 2, {{0, 1}});
    CHECK((h["value"][0] == 0 && h["d_p"][0] == inf));
    const Answer bad("entropy", 1, 2, {{-0.1, 1}});
    CHECK((std::isnan(bad["value"][0]) && std::isnan(bad["d_p"][1])));
}
TEST_CASE("regression losses at infinities and kinks", "[fast]") {
    const Answer huber("huber", 1, 4, {{inf, inf, 0, 2}, {0, inf, 0, 1}}, {{"delta", 1}});
    CHECK((huber["value"][0] == inf && huber["d_prediction"][0] == 1));
    CHECK((std::isnan(huber["value"][1]) && std::isnan(huber["d_prediction"][1])));
    CHECK((huber["d_prediction"][2] == 0 && huber["value"][3] == 0.5));
    const Answer gauss("gaussian_nll", 1, 2, {{1, 2}, {1, 1}, {0, 0}});
    CHECK((gauss["value"][0] == -inf && gauss["value"][1] == inf));
    CHECK((gauss["d_variance"][0] == inf && gauss["d_variance"][1] == -inf && gauss["d_prediction"][0] == 0));
    const Answer mse("mean_squared_error", 1, 2, {{inf, 1}, {inf, 1}});
    CHECK((std::isnan(mse["value"][0]) && std::isnan(mse["d_prediction"][0])));
    CHECK(mse["d_prediction"][1] == 0);  // the slope of an entry reads no other
}
TEST_CASE("a mean does not overflow before it must", "[fast]") {
    const Answer mse("mean_squared_error", 4, 1, {{1.5e154, 0, 0, 0}, {0, 0, 0, 0}}, {}, with({}, Reduction::mean));
    CHECK(mse["value"][0] == Approx(1.5e154 * (1.5e154 / 4)));
    const Answer ce("softmax_cross_entropy", 2, 2, {{1e308, -1e308, 0, 0}}, {}, with({}, Reduction::mean), {1, 0});
    CHECK(ce["value"][0] == 1e308);
}
