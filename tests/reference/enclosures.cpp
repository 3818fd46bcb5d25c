// SPDX-License-Identifier: Apache-2.0
// Enclosures against MPFR asked directly, and what texts they are told in against MPFR's own.
#include "reference/numbers/enclosure.hpp"
#include "reference/numbers/mpfr_rounding.hpp"

#include <catch2/catch.hpp>
#include <mpfr.h>

#include <bit>
#include <cmath>
#include <random>

using namespace lossproof;

namespace {

using Exactly = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

/// Do the ends of f at the point x equal MPFR's results rounded down and up?
bool tight(Enclosure128 (*f)(const Enclosure128&), Exactly exactly, double x) {
    mpfr_t low, high, at;
    mpfr_inits2(128, low, high, at, static_cast<mpfr_ptr>(nullptr));
    mpfr_set_d(at, x, MPFR_RNDN);
    exactly(low, at, MPFR_RNDD);
    exactly(high, at, MPFR_RNDU);
    const Enclosure128 got = f(Enclosure128::from(x));
    const bool same = got.lower_text(45) == decimal(low, 45, MPFR_RNDD) && got.upper_text(45) == decimal(high, 45, MPFR_RNDU);
    mpfr_clears(low, high, at, static_cast<mpfr_ptr>(nullptr));
    return same;
}

}  // namespace

TEST_CASE("a growing function of a point has the ends that two roundings give", "[numbers]") {
    std::mt19937_64 random(11);
    std::normal_distribution<double> normal(0, 20);
    for (int i = 0; i < 200; ++i) {
        const double x = i == 0 ? 1 : i == 1 ? -0.5 : i == 2 ? 700 : normal(random), size = std::fabs(x);
        CHECK(tight(exp<128>, mpfr_exp, x));
        CHECK(tight(expm1<128>, mpfr_expm1, x));
        CHECK(tight(tanh<128>, mpfr_tanh, x));
        CHECK(tight(log<128>, mpfr_log, size));
        CHECK(tight(log1p<128>, mpfr_log1p, size));
        CHECK(tight(sqrt<128>, mpfr_sqrt, size));
    }
}

TEST_CASE("the decimal ends of a number are MPFR's", "[numbers]") {
    std::mt19937_64 random(12);
    mpfr_t x;
    mpfr_init2(x, 53);
    for (int i = 0; i < 2000; ++i) {
        std::uint64_t bits = random();
        if (i % 4 == 0) bits &= 0x800fffffffffffff;  // subnormal
        if (i % 5 == 0) bits &= 0xffff000000000000;  // few digits
        const auto value = std::bit_cast<double>(bits);
        if (!std::isfinite(value)) continue;
        mpfr_set_d(x, value, MPFR_RNDN);
        const auto [low, high] = decimal_ends(value, 25);
        CHECK(low == decimal(x, 25, MPFR_RNDD));
        CHECK(high == decimal(x, 25, MPFR_RNDU));
        char text[40];
        std::snprintf(text, sizeof text, "%a", value);
        CHECK(hex_text(value) == text);
    }
    mpfr_clear(x);
    CHECK(decimal_ends(0x1.fffffffffffffp-1, 5) == std::pair<std::string, std::string>("9.9999e-01", "1.0000e+00"));
}
