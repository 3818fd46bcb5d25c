// SPDX-License-Identifier: Apache-2.0
#include "reports/number.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace lossproof::reports;

TEST_CASE("hex floats are read exactly, and only hex floats", "[reports]") {
    CHECK(read_hex("0x1.8p+1") == 3.0);
    CHECK(read_hex("-0x1p-1074") == -std::numeric_limits<double>::denorm_min());
    CHECK(std::signbit(*read_hex("-0x0p+0")));
    CHECK(read_hex("inf") == std::numeric_limits<double>::infinity());
    CHECK(read_hex("-inf") == -std::numeric_limits<double>::infinity());
    CHECK(std::isnan(*read_hex("nan")));
    CHECK(read_hex("0x1p+99999") == std::numeric_limits<double>::infinity());
    CHECK(read_hex("0x1p-99999") == 0.0);
    for (const char* text : {"", "-", "0x", "3", "1.5", "0x-1p3", "0x1.8p+1 ", "0xinf", "0x1p+-3", "--0x1p0", "nan(7)", "infinity"})
        CHECK_FALSE(read_hex(text));
}

TEST_CASE("a sampled maximum is cut, never rounded up; an exhaustive one is rounded", "[reports]") {
    CHECK(short_text(3.2999, Shorten::cut) == "3.29");
    CHECK(short_text(3.2999, Shorten::round) == "3.3");
    CHECK(short_text(0.5, Shorten::cut) == "0.5");
    CHECK(short_text(8.24e15, Shorten::cut) == "8.24e15");
    CHECK(short_text(1.5e-7, Shorten::round) == "1.5e−7");
    CHECK(short_text(0, Shorten::cut) == "0");
    CHECK(short_text(103, Shorten::cut) == "103");
    CHECK(short_text(40000, Shorten::round) == "40000");
    CHECK(short_text(std::nan(""), Shorten::cut) == "NaN");

    const Number three{.hex = "0x1.8p+1", .decimal = "3", .value = 3};
    CHECK(maximum_text(three, false) == "≥ 3");
    CHECK(maximum_text(three, true) == "= 3");
    CHECK(maximum_text(std::nullopt, true) == "–");
    CHECK(maximum_text(read_number("inf", "inf"), false) == "∞");
}

TEST_CASE("NaN is the worst number, and the order is total", "[reports]") {
    const auto nan = *read_number("nan", "nan"), infinity = *read_number("inf", "inf"), one = *read_number("0x1p+0", "1");
    CHECK(one < infinity);
    CHECK(infinity < nan);
    CHECK(nan == nan);
    CHECK(grouped(1234567) == "1\u202f234\u202f567");
    CHECK(grouped(42) == "42");
}
