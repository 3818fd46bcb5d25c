// SPDX-License-Identifier: Apache-2.0
// Right digits: what counts as ordinary input, and that nothing is rounded up.
#include "reports/digits.hpp"
#include "tests/reports/ledgers.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace lossproof::reports;

namespace {

std::string result(const std::string& stratum, const std::string& verdict, const std::string& ulps) {
    return R"({"record":"result","operation":"a","format":"f32","output":"value","stratum":")" + stratum +
           R"(","cases":1,"components":1,"verdict":")" + verdict + R"(","counts":{")" + verdict + R"(":1},"ulp_max":{"hex":")" + ulps +
           R"("}})" + "\n";
}

std::string witness(const std::string& regime, const std::string& ulps) {
    return R"({"record":"witness","operation":"a","format":"f32","output":"value","stratum":"s","verdict":"wrong","regime":")" + regime +
           R"(","cause":null,"got":{"hex":"0x1p+0"},"ulps":{"hex":")" + ulps + R"("}})" + "\n";
}

std::optional<RightDigits> digits(const std::string& lines) {
    const std::vector ledgers{parse(header_line + lines + footer_line)};
    const Overview overview = survey(ledgers);
    return right_digits(overview.subjects.front().cells.begin()->second);
}

}  // namespace

TEST_CASE("right digits are those of everyday strata that held, and of ordinary witnesses", "[reports]") {
    const double most = 24 * std::log10(2.0);
    CHECK(digits(result("moderate", "accurate", "0x1p-1"))->right == most);
    CHECK(digits(result("moderate", "stable", "0x1.9p+6"))->right == Approx(most - 2));
    // A stratum that fell short has its say by its ordinary witness, or not at all.
    const std::string fallen = result("moderate", "wrong", "0x1p+23");
    CHECK(!digits(fallen + witness("tiny", "0x1p+23")));
    CHECK(digits(fallen + witness("ordinary", "0x1.9p+6"))->right == Approx(most - 2));
    CHECK(digits(fallen + witness("ordinary", "inf"))->right == 0);
    CHECK(digits(fallen + result("dyadic", "accurate", "0x1.4p+3") + witness("tiny", "0x1p+23"))->right == Approx(most - 1));
    // Landmarks are no ordinary input.
    CHECK(!digits(result("landmarks", "accurate", "0x1p+9")));
    CHECK(digits(result("moderate", "accurate", "0x1p-1") + result("landmarks", "wrong", "inf") + witness("landmark", "inf"))->right ==
          most);
}

TEST_CASE("digits are cut, and all of them are said to be all", "[reports]") {
    CHECK(digits_text({.right = 4.29, .most = 7.2247}) == "≤ 4.2");
    CHECK(digits_text({.right = 7.2247, .most = 7.2247}) == "all 7.2");
    CHECK(digits_text({.right = 0, .most = 2.4, .exhaustive = true}) == "0.0");
}
