// SPDX-License-Identifier: Apache-2.0
#include "reference/json/parse.hpp"
#include "reference/json/read_double.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace lossproof;

namespace {

nlohmann::json parsed(std::string_view text) { return parse_json(text, {.bytes = 1 << 20}); }
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("what is JSON is read as the library reads it", "[json]") {
    for (const char* text : {"{}", "[]", "null", "-0.0", R"({"a":[1,{"b":"é\n"}],"c":{"a":true}})", "18446744073709551615",
                             "-9223372036854775808", "1e30", "[[[]],[]]", " [1 , 2]\n"})
        CHECK(parsed(text) == nlohmann::json::parse(text));
    const auto ordered = parse_json<nlohmann::ordered_json>(R"({"z":1,"a":2})", {.bytes = 100});
    CHECK(ordered.dump() == R"({"z":1,"a":2})");
}

TEST_CASE("what no reader should take is refused, with the place", "[json]") {
    using Catch::Contains;
    CHECK_THROWS_WITH(parsed(std::string(100000, '[')), Contains("nested more than 64 levels deep (column 65)"));
    CHECK_THROWS_WITH(parsed("{\"a\":" + std::string(64, '[')), Contains("nested more than 64 levels"));
    CHECK_NOTHROW(parsed(std::string(64, '[') + std::string(64, ']')));
    CHECK_THROWS_WITH(parsed("{\"op\":1,\n \"op\":2}"), Contains("the key \"op\" stands twice in one object (line 2, column"));
    CHECK_NOTHROW(parsed(R"([{"op":1},{"op":2,"x":{"op":3}}])"));
    CHECK_THROWS_WITH(parsed("[18446744073709551616]"), Contains("the integer 18446744073709551616 does not fit 64 bits"));
    CHECK_THROWS_WITH(parsed("[-9223372036854775809]"), Contains("does not fit 64 bits"));
    CHECK_THROWS_WITH(parsed("1e999999999"), Contains("no JSON at column") && Contains("number overflow"));
    CHECK_THROWS_WITH(parsed("{\"a\":\n1,}"), Contains("no JSON at line 2, column 3"));
    CHECK_THROWS_WITH(parsed("[1] 2"), Contains("no JSON at column 5"));
    CHECK_THROWS_WITH(parsed(""), Contains("no JSON at column 1"));
    CHECK_THROWS_WITH(parsed("\"\xff\""), Contains("no JSON at column 2"));
    CHECK_THROWS_WITH(parse_json("[1,2,3]", {.bytes = 6}), Contains("longer than 6 bytes"));
    try {
        parsed("[[[");
        FAIL("read half a text");
    } catch (const BadJson& error) {
        CHECK(error.syntax);
    }
}

TEST_CASE("an integer is one that an int64 holds", "[json]") {
    CHECK(integer_of(parsed("-1")) == -1);
    CHECK(integer_of(parsed("9223372036854775807")) == INT64_MAX);
    CHECK(integer_of(parsed("-9223372036854775808")) == INT64_MIN);
    CHECK_FALSE(integer_of(parsed("18446744073709551615")));
    CHECK_FALSE(integer_of(parsed("1.0")));
    CHECK_FALSE(integer_of(parsed("\"1\"")));
}

TEST_CASE("text from outside becomes one line that steers nothing", "[json]") {
    CHECK(one_line("plain é ∞ 🙂") == "plain é ∞ 🙂");
    CHECK(one_line("two\nlines\tand\r\n") == "two lines and");
    CHECK(one_line("\x1b]0;title\x07") == R"(\u{1b}]0;title\u{07})");
    CHECK(one_line("\xc2\x9b"
                   "31m") == R"(\u{9b}31m)");  // C1: another way to begin an escape sequence
    CHECK(one_line("a\xe2\x80\xae"
                   "b") == R"(a\u{202e}b)");                                       // right-to-left override
    CHECK(one_line("caf\xe9 \xed\xa0\x80") == R"(caf\x{e9} \x{ed}\x{a0}\x{80})");  // Latin-1, and a surrogate
    CHECK(one_line("\xc0\xaf\xf5") == R"(\x{c0}\x{af}\x{f5})");
    CHECK(one_line("ééé", 4) == "éé…");
    CHECK(is_utf8("∞"));
    CHECK_FALSE(is_utf8("caf\xe9"));
}

TEST_CASE("numbers are read whatever their exponent and whatever the locale", "[json]") {
    CHECK(read_double("0x1.8p+1") == 3.0);
    CHECK(read_double("0X1P-1074") == std::numeric_limits<double>::denorm_min());
    CHECK(read_double("-1.5e3") == -1500.0);
    CHECK(read_double("+.5") == 0.5);
    CHECK(read_double("-inf") == -infinity);
    CHECK(std::isnan(*read_double("nan")));
    const std::string zeros(300, '0'), ones(400, '1');
    CHECK(read_double("0x1P-9999") == 0.0);
    CHECK(read_double("0x1" + zeros + "p-4") == infinity);
    CHECK(read_double("0x1" + zeros + "p-1200") == 1.0);
    CHECK(read_double("0x0." + zeros + "1p+1204") == 1.0);
    CHECK(read_double("0x0." + zeros + "1p+4") == 0.0);
    CHECK(read_double("1e999999999999999999999999") == infinity);
    CHECK(read_double("-1e-999999999999999999999999") == 0.0);
    CHECK(std::signbit(*read_double("-1e-999")));
    CHECK(read_double(ones + "e-399") == Approx(1.1111111111111112).epsilon(1e-15));
    CHECK(read_double("0." + std::string(400, '0') + "1e401") == 1.0);
    CHECK(read_double(ones) == infinity);
    for (const char* text : {"", "0x", "0xg", "0x-1", "0xinf", "--1", "+-1", "1,5", " 1", "1 ", "1e", "0x1p", "one", "e5", "."}) {
        CAPTURE(text);
        CHECK_FALSE(read_double(text));
    }
}
