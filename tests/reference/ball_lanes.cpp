// SPDX-License-Identifier: Apache-2.0
// Lanes of balls against Arb: a lane's ball contains the value, and is small.
#include "reference/numbers/ball_lanes.hpp"

#include <arb.h>
#include <arb_hypgeom.h>
#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <random>

using namespace lossproof;

namespace {

constexpr slong arb_precision = 240;
using Values = std::array<double, BallLanes::count>;

/// A number of Arb.
class Exact {
public:
    Exact() { arb_init(x_); }
    ~Exact() { arb_clear(x_); }
    Exact(const Exact&) = delete;
    Exact& operator=(const Exact&) = delete;
    operator arb_ptr() { return x_; }
    void set(double hi, double lo) {
        Exact part;
        arb_set_d(x_, hi), arb_set_d(part, lo), arb_add(x_, x_, part, arb_precision);
    }

private:
    arb_t x_;
};

struct Draw {
    std::mt19937_64 arb_precision;
    double uniform() { return static_cast<double>(arb_precision() >> 11) * 0x1p-53; }
    double sized(double low, double high) { return std::exp2(low + (high - low) * uniform()); }
    double either_sign(double x) { return arb_precision() & 1 ? -x : x; }
};

/// No less than the distance of the lane's middle to the truth, over what the radius allows.
double share_of_radius(const BallLanes& got, std::size_t lane, Exact& truth, double shift = 0) {
    Exact middle;
    middle.set(got.high(lane), got.low(lane) + got.high(lane) * shift);
    arb_sub(middle, middle, truth, arb_precision);
    mag_t far;
    mag_init(far);
    arb_get_mag(far, middle);
    const double distance = mag_get_d(far);
    mag_clear(far);
    return distance == 0 ? 0 : distance / got.radius(lane);
}

using Truth = void (*)(arb_t, const arb_t, const arb_t);
struct Step {
    const char* name;
    BallLanes (*lanes)(const BallLanes&, const BallLanes&);
    Truth truth;
    double (*first)(Draw&);
    double (*second)(Draw&);
    double relative;  ///< no radius is larger, of the value
};
double ordinary(Draw& d) { return d.either_sign(d.sized(-20, 20)); }
double nothing(Draw&) { return 0; }
double wide(Draw& d) { return d.either_sign(d.sized(-60, 9.2)); }

#define UNARY(f)                                                                                                                           \
    [](const BallLanes& a, const BallLanes&) { return f(a); }, [](arb_t y, const arb_t a, const arb_t) { arb_##f(y, a, arb_precision); }
const Step steps[] = {
    {"sum", [](const BallLanes& a, const BallLanes& b) { return a / 3 + b / 7; },
     [](arb_t y, const arb_t a, const arb_t b) {
         Exact part;
         arb_div_ui(y, a, 3, arb_precision), arb_div_ui(part, b, 7, arb_precision), arb_add(y, y, part, arb_precision);
     },
     ordinary, ordinary, 1},
    {"product", [](const BallLanes& a, const BallLanes& b) { return a / 3 * (b / 7); },
     [](arb_t y, const arb_t a, const arb_t b) { arb_mul(y, a, b, arb_precision), arb_div_ui(y, y, 21, arb_precision); }, ordinary,
     ordinary, 0x1p-99},
    {"quotient", [](const BallLanes& a, const BallLanes& b) { return a / 3 / (b / 7); },
     [](arb_t y, const arb_t a, const arb_t b) {
         arb_div(y, a, b, arb_precision), arb_mul_ui(y, y, 7, arb_precision), arb_div_ui(y, y, 3, arb_precision);
     },
     ordinary, ordinary, 0x1p-98},
    {"sqrt", UNARY(sqrt), [](Draw& d) { return d.sized(-80, 80); }, nothing, 0x1p-102},
    {"exp", UNARY(exp), wide, nothing, 0x1p-92},
    {"exp at a change of k", UNARY(exp),
     [](Draw& d) { return (std::floor(4000 * d.uniform()) - 1999.5) * 0x1.62e42fefa39efp-7 * (1 + 0x1p-50 * d.uniform()); }, nothing,
     0x1p-92},
    {"expm1", UNARY(expm1), wide, nothing, 0x1p-84},
    {"expm1 of ordinary numbers", UNARY(expm1), [](Draw& d) { return 2 * d.uniform() - 1; }, nothing, 0x1p-84},
    {"log", UNARY(log), [](Draw& d) { return d.sized(-880, 880); }, nothing, 0x1p-83},
    {"log near 1", UNARY(log), [](Draw& d) { return 1 + d.either_sign(d.sized(-52, -1.1)); }, nothing, 0x1p-83},
    {"log1p", UNARY(log1p), [](Draw& d) { return d.either_sign(d.sized(-80, -0.01)); }, nothing, 1},
    {"log1p of little", UNARY(log1p), [](Draw& d) { return d.either_sign(d.sized(-300, -2)); }, nothing, 0x1p-83},
    {"log1p of much", UNARY(log1p), [](Draw& d) { return d.sized(-2, 800); }, nothing, 0x1p-83},
    {"tanh", UNARY(tanh), [](Draw& d) { return d.either_sign(d.sized(-60, 8)); }, nothing, 0x1p-80},
};

/// The largest error in units of the radius, over so many points; `shift` is added to the middles, relatively.
double worst_of(const Step& step, std::size_t points, std::uint64_t seed, double shift = 0) {
    Draw draw{std::mt19937_64(seed)};
    Exact x, y, z;
    double worst = 0;
    for (std::size_t done = 0; done < points; done += BallLanes::count) {
        Values first, second;
        for (std::size_t i = 0; i < BallLanes::count; ++i) first[i] = step.first(draw), second[i] = step.second(draw);
        const BallLanes got = step.lanes(BallLanes::exactly_these(first), BallLanes::exactly_these(second));
        for (std::size_t i = 0; i < BallLanes::count; ++i) {
            if (got.high(i) != got.high(i)) return HUGE_VAL;
            if (!(got.radius(i) <= step.relative * std::fabs(got.high(i)) + 0x1p-850)) return HUGE_VAL;
            arb_set_d(x, first[i]), arb_set_d(y, second[i]);
            step.truth(z, x, y);
            worst = std::max(worst, share_of_radius(got, i, z, shift));
        }
    }
    return worst;
}

}  // namespace

TEST_CASE("balls in lanes contain the value and are small") {
    for (const Step& step : steps) {
        INFO(step.name);
        const double worst = worst_of(step, 20000, 29);
        CAPTURE(worst);
        CHECK(worst <= 1);
        // The check can fail: a wrong bit beyond the radius is seen.
        CHECK(worst_of(step, 2000, 30, 0x1p-78) > 1);
    }
}

TEST_CASE("balls in lanes hold what arguments bring") {
    Draw draw{std::mt19937_64(31)};
    Exact a, b, c;
    for (int round = 0; round < 200; ++round) {
        Values x, y, s, t;
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] = draw.either_sign(draw.sized(-30, 8)), y[i] = draw.either_sign(draw.sized(-30, 8));
            s[i] = x[i] * (1 + draw.either_sign(draw.sized(-60, -24))), t[i] = y[i] * (1 + draw.either_sign(draw.sized(-60, -24)));
        }
        // The hull of two numbers is a ball that holds both.
        const BallDecision unknown(0, 0);
        const BallLanes u = where(unknown, BallLanes::exactly_these(x), BallLanes::exactly_these(s));
        const BallLanes v = where(unknown, BallLanes::exactly_these(y), BallLanes::exactly_these(t));
        const BallLanes sum = u + v, difference = u - v, product = u * v, quotient = u / v, power = exp(u), size = abs(u),
                        larger = max(u, v), logarithm = log(size), near = log1p(size), expm = expm1(u), root = sqrt(size);
        const BallDecision less = u < v;
        for (std::size_t i = 0; i < x.size(); ++i)
            for (const bool other : {false, true}) {
                const double l = other ? s[i] : x[i], r = other ? y[i] : t[i];
                INFO(hex_text(l) << ", " << hex_text(r));
                const auto holds = [&](const BallLanes& ball) { return share_of_radius(ball, i, c) <= 1 + 0x1p-20; };
                arb_set_d(a, l), arb_set_d(b, r);
                arb_add(c, a, b, arb_precision);
                REQUIRE(holds(sum));
                arb_sub(c, a, b, arb_precision);
                REQUIRE(holds(difference));
                arb_mul(c, a, b, arb_precision);
                REQUIRE(holds(product));
                arb_div(c, a, b, arb_precision);
                REQUIRE(holds(quotient));
                arb_exp(c, a, arb_precision);
                REQUIRE(holds(power));
                arb_expm1(c, a, arb_precision);
                REQUIRE(holds(expm));
                arb_set_d(c, std::max(l, r));
                REQUIRE(holds(larger));
                arb_abs(a, a);
                arb_set(c, a);
                REQUIRE(holds(size));
                arb_log(c, a, arb_precision);
                REQUIRE(holds(logarithm));
                arb_log1p(c, a, arb_precision);
                REQUIRE(holds(near));
                arb_sqrt(c, a, arb_precision);
                REQUIRE(holds(root));
                const LaneBits bit = LaneBits(1) << i;
                REQUIRE_FALSE(((less.yes() & bit) && !(l < r)));
                REQUIRE_FALSE(((less.no() & bit) && l < r));
            }
    }
}

TEST_CASE("exact numbers in lanes stay exact and ties are left open") {
    Draw draw{std::mt19937_64(32)};
    for (const Format format : {Format::f64, Format::f32, Format::f16, Format::bf16})
        for (int round = 0; round < 300; ++round) {
            Values high, low, far;
            for (std::size_t i = 0; i < high.size(); ++i) {
                const int top = std::min(spec(format).max_exponent + 2, 980), bottom = std::max(spec(format).smallest_exponent() - 3, -900);
                const double number = round_to(format, draw.either_sign(draw.sized(bottom, top))),
                             next = neighbour(spec(format), number, 1);
                high[i] = std::isfinite(number) ? number : 0;
                // Of four: the number itself, a tie, and beside it.
                low[i] = i % 4 == 0 || !std::isfinite(next) || !std::isfinite(number) ? 0 : next / 2 - number / 2;
                far[i] = i % 4 < 2 ? 0 : low[i] * (i % 4 == 2 ? -0x1p-20 : 0x1p-20);
            }
            const BallLanes x = BallLanes::exactly_these(high) + BallLanes::exactly_these(low) + BallLanes::exactly_these(far);
            BallLanes::Roundings got;
            x.round_into(spec(format), got);
            for (std::size_t i = 0; i < high.size(); ++i) {
                INFO(name(format) << " " << hex_text(high[i]) << " + " << hex_text(low[i]) << " + " << hex_text(far[i]));
                if (!(got.decided >> i & 1)) continue;
                REQUIRE((i % 4 != 1 || low[i] == 0));
                const double wanted = i % 4 == 3 && low[i] != 0 ? neighbour(spec(format), high[i], 1) : high[i];
                REQUIRE(got.value[i] == wanted);
                const double off = high[i] - wanted + low[i] + far[i];
                REQUIRE((got.below[i] <= off && off <= got.above[i]));
            }
        }
}

TEST_CASE("lanes that say nothing stay so and branches lose the others") {
    Values odd;
    odd.fill(2);
    odd[0] = HUGE_VAL, odd[1] = NAN, odd[2] = 0x1p1010, odd[3] = -HUGE_VAL;
    const BallLanes x = BallLanes::exactly_these(odd);
    BallLanes::Roundings got;
    for (const BallLanes& y : {x + 1, x - x, x * 0, 1 / x, exp(x), expm1(x), log(x), log1p(x), abs(x), sqrt(x), max(x, 0),
                               max(BallLanes(0), x), hull(x, 1), tanh(x)}) {
        y.round_into(spec(Format::f32), got);
        CHECK((got.decided & 15) == 0);
    }
    const ActiveLanes active(0xff);
    odd.fill(0);
    for (const std::size_t i : {1, 2, 3, 4, 5}) odd[i] = 1;
    const BallLanes z = BallLanes::exactly_these(odd);
    CHECK(((z < BallLanes(1)) == Decision::no));
    CHECK(ActiveLanes::now() == 0x3e);
    CHECK(z.middle() == 1);
}
