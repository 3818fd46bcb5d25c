// SPDX-License-Identifier: Apache-2.0
#define CATCH_CONFIG_MAIN
#include "losses.hpp"

#include <catch2/catch.hpp>
#include <lossproof/define.hpp>
#include <lossproof/testing.hpp>

using lossproof::certified, lossproof::holds;

TEST_CASE("a right result matches, in two formats and in rows") {
    const std::vector<float> z{50, 0, 0};
    REQUIRE_THAT(mine::softmax(z), certified("softmax", {{"logits", z}}));
    REQUIRE_THAT(mine::softplus(-18.0), certified("softplus", {{"x", -18.0}}));
    const std::vector<std::vector<double>> rows{{1, 2}, {3, 5}};
    const std::vector<std::vector<double>> answers{mine::softmax(rows[0]), mine::softmax(rows[1])};
    REQUIRE_THAT(answers, certified("softmax", {{"logits", rows}}));
    REQUIRE_THAT(std::log1p(std::exp(-50.0)), certified("softmax_cross_entropy", {{"logits", std::vector<double>{50, 0}}, {"label", 0}}));
}

TEST_CASE("a wrong one does not, and says why") {
    const auto matcher = certified("softplus", {{"x", -18.f}});
    REQUIRE_THAT(mine::naive_softplus(-18.f), !Catch::Matchers::Predicate<float>([&](float got) { return matcher.match(got); }));
    const std::string told = matcher.describe();
    for (const char* word :
         {"softplus value[0] is wrong (f32)", "x [[-18]]", "got 0 ", "1.5229979e-08", "(certified)", "allowed", "stable"}) {
        CAPTURE(told, word);
        CHECK(told.find(word) != std::string::npos);
    }
}

TEST_CASE("functions hold or not over hard inputs and laws") {
    REQUIRE(holds("softmax", [](auto z, auto p) { mine::softmax(z.data(), p.data(), z.size()); }));
    REQUIRE(holds("softplus", [](auto x) { return mine::softplus(x[0]); }));
    const auto wrong = holds("softmax", [](auto z, auto p) { mine::naive_softmax(z.data(), p.data(), z.size()); });
    REQUIRE_FALSE(wrong);
    REQUIRE(wrong.text().find("softmax value") != std::string::npos);
}

TEST_CASE("a loss of one's own is an operation like any other") {
    lossproof::define("loss squared_log\ninput a: variance [N,K]\ninput b: variance [N,K]\nvalue (log1p(a) - log1p(b))^2\n");
    const double a = 3, b = 0.25, difference = std::log1p(a) - std::log1p(b);
    REQUIRE_THAT(difference * difference, certified("squared_log", {{"a", a}, {"b", b}}));
    REQUIRE_THAT(2 * difference / (1 + a), certified("squared_log", {{"a", a}, {"b", b}}).output("d_a"));
    REQUIRE(holds("squared_log", [](auto x, auto y) { return std::pow(std::log1p(x[0]) - std::log1p(y[0]), 2); }));
    REQUIRE_FALSE(holds("squared_log", [](auto x, auto y) { return std::pow(std::log(1 + x[0]) - std::log(1 + y[0]), 2); }));
    REQUIRE_THROWS_WITH(
        lossproof::define({.name = {.text = "broken"}, .inputs = {{.name = {.text = "x"}, .meaning = "real"}}, .value = {.text = "x*"}}),
        Catch::Contains("formula, column 3: expected a number, an input"));
}

TEST_CASE("bad questions say what was expected") {
    REQUIRE_THROWS_WITH(certified("sofmax", {{"logits", 1.0}}).match(1.0), Catch::Contains("did you mean 'softmax'"));
    REQUIRE_THROWS_WITH(certified("softmax", {{"z", 1.0}}).match(1.0), Catch::Contains("it has inputs logits"));
    REQUIRE_THROWS_WITH(holds("softmax", [](auto a) { a[0] = 0; }), Catch::Contains("expected 1 inputs and 1 to"));
}
