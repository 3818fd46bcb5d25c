// SPDX-License-Identifier: Apache-2.0
// What a formula may be evaluated in: each number type against what it promises.
#include "reference/functions/logarithmic.hpp"
#include "reference/functions/piecewise.hpp"
#include "reference/numbers/dual.hpp"
#include "reference/numbers/enclosure.hpp"
#include "reference/numbers/machine.hpp"
#include "reference/numbers/printed.hpp"
#include "reference/numbers/rational.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <random>

using namespace lossproof;

namespace {

/// One expression in any number type: everything a formula may do but compare.
template <class T> T expression(const T& x, const T& y) {
    return exp(x) * log1p(square(y)) - sqrt(abs(x) + 1) / (expm1(y) + 3) + tanh(x - y) + pow(abs(y) + 1, T(3) / 2) - log(square(x) + 2);
}

template <int Wide, int Narrow> bool nested(double x, double y) {
    const auto narrow = expression(Enclosure<Narrow>::from(x), Enclosure<Narrow>::from(y));
    const auto wide = expression(Enclosure<Wide>::from(x), Enclosure<Wide>::from(y));
    return narrow.lower() <= wide.lower() && wide.upper() <= narrow.upper();
}

using Record = Dual<Enclosure256>::Record;
double slope(const std::function<Dual<Enclosure256>(const Dual<Enclosure256>&)>& function, double x) {
    Record record;
    const auto input = record.input(Enclosure256::from(x));
    return record.sweep(function(input))[input.place()].middle();
}

}  // namespace

TEST_CASE("a narrower enclosure contains the wider one's answer", "[numbers]") {
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal(0, 4);
    for (int i = 0; i < 500; ++i) {
        const double x = normal(random), y = normal(random);
        if (!nested<256, 128>(x, y) || !nested<1024, 256>(x, y)) CHECK(nested<1024, 128>(x, y));
    }
}

TEST_CASE("comparisons of overlapping enclosures are unknown, and where takes the hull", "[numbers]") {
    const Enclosure128 third = Enclosure128(1) / 3;
    CHECK((third < third) == Decision::unknown);
    CHECK((third == third) == Decision::unknown);
    CHECK((Enclosure128(1) < Enclosure128(2)) == Decision::yes);
    CHECK((Enclosure128(1) == Enclosure128(1)) == Decision::yes);
    const Enclosure128 both = where(third < third, Enclosure128(-1), Enclosure128(4));
    CHECK(both.lower() == -1);
    CHECK(both.upper() == 4);
    CHECK(square(hull(Enclosure128(-1), Enclosure128(2))).lower() == 0);
}

TEST_CASE("an underflow keeps its sign, and an unknown sign is not decided", "[numbers]") {
    const Enclosure128 tiny = exp(Enclosure128::from(-1e300));
    CHECK(std::signbit(tiny.round_into(spec(Format::f64)).value) == false);
    CHECK(std::signbit((-tiny).round_into(spec(Format::f64)).value) == true);
    CHECK(!hull(tiny, -tiny).round_into(spec(Format::f64)).decided);
}

TEST_CASE("an irrational value beside a midpoint is rounded away from it", "[numbers]") {
    const auto& f16 = spec(Format::f16);
    const Enclosure128 above = hull(Enclosure128(2049), Enclosure128::from(2049.0000001));  // 2049 is a midpoint of binary16
    CHECK(!above.round_into(f16).decided);
    CHECK(above.round_open(f16).decided);
    CHECK(above.round_open(f16).value == 2050);
    CHECK(Enclosure128(2049).round_open(f16).value == 2048);  // a point is the value itself
    // One step of the enclosure's own precision below the midpoint is below it.
    const Enclosure128 below = Enclosure128(2049) - Enclosure128::from(std::ldexp(1, -117));
    CHECK(!hull(below, above).round_open(f16).decided);
    CHECK(hull(below, Enclosure128(2049)).round_open(f16).value == 2048);
}

TEST_CASE("rationals decide ties exactly", "[numbers]") {
    const auto& f16 = spec(Format::f16);
    CHECK(Rational(2049).rounded(f16) == 2048);
    CHECK(Rational(2051).rounded(f16) == 2052);
    CHECK((Rational(2049) + Rational::read("1/1000000000000000000000000000000")).rounded(f16) == 2050);
    CHECK(Rational(65520).rounded(f16) == HUGE_VAL);
    CHECK((Rational(65520) - Rational::read("1/3")).rounded(f16) == 65504);
    CHECK((Rational::from(smallest_subnormal(f16)) / 2).rounded(f16) == 0);
    CHECK((Rational(1) / 3 + Rational(2) / 3 == Rational(1)) == Decision::yes);
    CHECK(sqrt(Rational::read("49/144")).text() == "7/12");
    CHECK_THROWS_AS(sqrt(Rational(2)).text(), NotRational);
    CHECK_THROWS_AS(exp(Rational(1)).rounded(f16), NotRational);
    CHECK_THROWS_AS((Rational(1) / Rational(0)).text(), NotRational);
    CHECK((exp(Rational(1)) < Rational(3)) == Decision::unknown);
    CHECK(log(Rational(1)).text() == "0");
}

TEST_CASE("logarithms of rationals cancel exactly where they do", "[numbers]") {
    const auto log_of = [](const char* text) { return log(Rational::read(text)); };
    CHECK((log_of("6") - log_of("2") - log_of("3")).text() == "0");
    CHECK((2 * log_of("8") - 3 * log_of("4") + Rational::read("1/3")).text() == "1/3");
    CHECK((log_of("1/8") / log_of("4")).text() == "-3/2");
    CHECK((log_of("225/49") / log_of("15/7")).text() == "2");
    CHECK((log1p(Rational::read("-1/2")) + log_of("2")).text() == "0");
    CHECK((log_of("2") == log_of("3")) == Decision::no);
    CHECK_THROWS_AS((log_of("6") - log_of("2")).text(), NotRational);
    CHECK_THROWS_AS((log_of("6") / log_of("2")).text(), NotRational);
    CHECK_THROWS_AS((log_of("2") * log_of("2")).text(), NotRational);
    // The entropy of (¼, ¼, ¼, ¼, 2) is exactly 0.
    const Rational quarter = Rational::read("1/4");
    CHECK((4 * quarter * log(quarter) + 2 * log(Rational(2))).text() == "0");
}

TEST_CASE("dual numbers know the derivatives of a textbook", "[numbers]") {
    for (const double x : {-3.0, -0.5, 0.25, 2.0, 40.0}) {
        CHECK(slope([](const auto& t) { return sigmoid_of(t); }, x) ==
              Approx(std::exp(-std::fabs(x)) / std::pow(1 + std::exp(-std::fabs(x)), 2)).epsilon(1e-12));
        CHECK(slope([](const auto& t) { return softplus_of(t); }, x) == Approx(1 / (1 + std::exp(-x))).epsilon(1e-12));
        CHECK(slope([](const auto& t) { return square(t) * t; }, x) == Approx(3 * x * x));
        CHECK(slope([](const auto& t) { return 1 / (t + 50); }, x) == Approx(-1 / ((x + 50) * (x + 50))));
        CHECK(slope([](const auto& t) { return tanh(t); }, x) == Approx(1 / std::pow(std::cosh(x), 2)).epsilon(1e-12));
        CHECK(slope([](const auto& t) { return pow(abs(t), Dual<Enclosure256>::from(1.5)); }, x) ==
              Approx(1.5 * std::sqrt(std::fabs(x)) * (x < 0 ? -1 : 1)));
    }
    CHECK(slope([](const auto& t) { return t - t; }, 1.0) == 0);
}

TEST_CASE("at a kink a dual number holds the whole subdifferential", "[numbers]") {
    Record record;
    const auto x = record.input(Enclosure256(0));
    const Enclosure256 of_abs = record.sweep(abs(x))[x.place()];
    CHECK(of_abs.lower() == -1);
    CHECK(of_abs.upper() == 1);
    CHECK(record.met_kink);
}

TEST_CASE("a machine number rounds after every step and takes constants into its format", "[numbers]") {
    const Machine x(2048, Format::f16);
    CHECK((x + 1).value() == 2048);
    CHECK((x + 1 + 1).value() == 2048);
    CHECK((x + 3).value() == 2052);
    CHECK((Machine(1, Format::f16) * Machine::from(0.1)).value() == round_to(Format::f16, 0.1));
    CHECK(exp(Machine(12, Format::f16)).value() == HUGE_VAL);
}

TEST_CASE("a formula prints itself with the brackets it needs and no others", "[numbers]") {
    const Printed x("x"), y("y");
    CHECK((x - (y - 1)).text == "x − (y − 1)");
    CHECK(((x - y) - 1).text == "x − y − 1");
    CHECK((x / (y * 2)).text == "x/(y·2)");
    CHECK((-(x + y)).text == "−(x + y)");
    CHECK((square(x - y) / 2).text == "(x − y)²/2");
    CHECK(log(1 + exp(-x)).text == "log(1 + exp(−x))");
    CHECK(max(x, Printed(0)).text == "max(x, 0)");
    CHECK(where(x < y, x, y).text == "[x < y ? x : y]");
}
