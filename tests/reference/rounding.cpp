// SPDX-License-Identifier: Apache-2.0
// Rounding into a format, against a definition that knows nothing of exponents: among the format's numbers in a sorted
// list, the nearest one, by exact rationals; a tie goes to the even pattern.
#include "reference/numbers/enclosure.hpp"
#include "reference/numbers/rational.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

namespace {

/// Eight bits: one sign, four exponent bits, three fraction bits (an FP8 with infinities).
constexpr FormatSpec toy{.name = "toy", .precision = 4, .min_exponent = -6, .max_exponent = 7, .bytes = 1};

std::vector<double> positive_numbers(const FormatSpec& format) {
    std::vector<double> numbers;
    const std::uint64_t top = encode(format, HUGE_VAL);
    for (std::uint64_t bits = 0; bits < top; ++bits) numbers.push_back(decode(format, bits));
    return numbers;
}

/// Every way to round a value agrees on `expected`.
void check_rounding(const FormatSpec& format, double value, double expected) {
    if (round_to(format, value) != expected) CHECK(round_to(format, value) == expected);
    if (Rational::from(value).rounded(format) != expected) CHECK(Rational::from(value).rounded(format) == expected);
    const auto rounding = Enclosure128::from(value).round_into(format);
    if (!rounding.decided || rounding.value != expected) CHECK(rounding.value == expected);
}

/// Between two neighbours: each quarter, the midpoint, and a hair to either side of it.
void check_gap(const FormatSpec& format, double low, double high, bool low_is_even) {
    const double middle = low + (high - low) / 2, hair = (high - low) / 1024;
    for (const double sign : {1.0, -1.0}) {
        check_rounding(format, sign * low, sign * low);
        check_rounding(format, sign * (low + (high - low) / 4), sign * low);
        check_rounding(format, sign * (middle - hair), sign * low);
        check_rounding(format, sign * middle, sign * (low_is_even ? low : high));
        check_rounding(format, sign * (middle + hair), sign * high);
    }
}

void check_every_gap(const FormatSpec& format) {
    const auto numbers = positive_numbers(format);
    for (std::size_t i = 0; i + 1 < numbers.size(); ++i) check_gap(format, numbers[i], numbers[i + 1], i % 2 == 0);
    // Past the largest number the same spacing goes on to the power of two that is infinity.
    const double last = numbers.back(), step = last - numbers[numbers.size() - 2];
    for (const double sign : {1.0, -1.0}) {
        check_rounding(format, sign * (last + step / 4), sign * last);
        check_rounding(format, sign * (last + step / 2), sign * HUGE_VAL);
        check_rounding(format, sign * (last + step), sign * HUGE_VAL);
    }
}

}  // namespace

TEST_CASE("every gap of an 8-bit format is rounded right", "[numbers]") { check_every_gap(toy); }
TEST_CASE("every gap of binary16 is rounded right", "[numbers]") { check_every_gap(spec(Format::f16)); }
TEST_CASE("every gap of bfloat16 is rounded right", "[numbers]") { check_every_gap(spec(Format::bf16)); }

TEST_CASE("patterns and numbers are one to one", "[numbers]") {
    for (const Format format : {Format::f16, Format::bf16})
        for (std::uint64_t bits = 0; bits < 65536; ++bits) {
            const double value = decode(format, bits);
            if (!std::isnan(value) && encode(format, value) != bits) CHECK(encode(format, value) == bits);
        }
    CHECK(encode(Format::f32, std::nan("")) == 0x7fc00000);
    CHECK(encode(Format::bf16, std::nan("")) == 0x7fc0);
    CHECK(encode(Format::f64, -0.0) == 0x8000000000000000);
    CHECK(bits_text(Format::f16, -0.0) == "0x8000");
}

TEST_CASE("hardware agrees on binary32 and binary64", "[numbers]") {
    std::uint64_t state = 88172645463325252ULL;
    for (int i = 0; i < 200000; ++i) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        const double value = decode(Format::f64, state);
        if (std::isnan(value)) continue;
        const auto hardware = static_cast<double>(static_cast<float>(value));
        if (round_to(Format::f32, value) != hardware) CHECK(round_to(Format::f32, value) == hardware);
        if (encode(Format::f64, value) != state) CHECK(encode(Format::f64, value) == state);
    }
}

TEST_CASE("a value is rounded once, not via binary64", "[numbers]") {
    // 1 + 2^-24 + 2^-80 lies just above a midpoint of binary32; binary64 would first drop the 2^-80.
    const Rational value = Rational(1) + Rational::from(std::ldexp(1, -24)) + Rational::from(std::ldexp(1, -80));
    CHECK(value.rounded(spec(Format::f32)) == 1 + std::ldexp(1.0, -23));
    const Enclosure128 enclosure = Enclosure128(1) + Enclosure128::from(std::ldexp(1, -24)) + Enclosure128::from(std::ldexp(1, -80));
    CHECK(enclosure.round_into(spec(Format::f32)).value == 1 + std::ldexp(1.0, -23));
}

TEST_CASE("neighbours walk through both zeros as one", "[numbers]") {
    const auto& f16 = spec(Format::f16);
    const double least = smallest_subnormal(f16);
    CHECK(neighbour(f16, 0.0, 1) == least);
    CHECK(neighbour(f16, least, -1) == 0);
    CHECK(neighbour(f16, least, -2) == -least);
    CHECK(neighbour(f16, 65504, 1) == HUGE_VAL);
    CHECK(neighbour(f16, HUGE_VAL, 1) == HUGE_VAL);
}
