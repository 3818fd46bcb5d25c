// SPDX-License-Identifier: Apache-2.0
#define CATCH_CONFIG_MAIN
#include "losses.hpp"

#include <catch2/catch.hpp>
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

TEST_CASE("bad questions say what was expected") {
    REQUIRE_THROWS_WITH(certified("sofmax", {{"logits", 1.0}}).match(1.0), Catch::Contains("did you mean 'softmax'"));
    REQUIRE_THROWS_WITH(certified("softmax", {{"z", 1.0}}).match(1.0), Catch::Contains("it has inputs logits"));
    REQUIRE_THROWS_WITH(holds("softmax", [](auto a) { a[0] = 0; }), Catch::Contains("expected 1 inputs and 1 to"));
}
