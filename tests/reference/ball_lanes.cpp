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

constexpr slong bits = 240;
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
        arb_set_d(x_, hi), arb_set_d(part, lo), arb_add(x_, x_, part, bits);
    }

private:
    arb_t x_;
};

struct Draw {
    std::mt19937_64 bits;
    double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }
    double sized(double low, double high) { return std::exp2(low + (high - low) * uniform()); }
    double either_sign(double x) { return bits() & 1 ? -x : x; }
};

/// No less than the distance of the lane's middle to the truth, over what the radius allows.
double share_of_radius(const BallLanes& got, std::size_t lane, Exact& truth) {
    Exact middle;
    middle.set(got.high(lane), got.low(lane));
    arb_sub(middle, middle, truth, bits);
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

#define UNARY(f) [](const BallLanes& a, const BallLanes&) { return f(a); }, [](arb_t y, const arb_t a, const arb_t) { arb_##f(y, a, bits); }
const Step steps[] = {
    {"sum", [](const BallLanes& a, const BallLanes& b) { return a / 3 + b / 7; },
     [](arb_t y, const arb_t a, const arb_t b) {
         Exact part;
         arb_div_ui(y, a, 3, bits), arb_div_ui(part, b, 7, bits), arb_add(y, y, part, bits);
     },
     ordinary, ordinary, 1},
    {"product", [](const BallLanes& a, const BallLanes& b) { return a / 3 * (b / 7); },
     [](arb_t y, const arb_t a, const arb_t b) { arb_mul(y, a, b, bits), arb_div_ui(y, y, 21, bits); }, ordinary, ordinary, 0x1p-99},
    {"quotient", [](const BallLanes& a, const BallLanes& b) { return a / 3 / (b / 7); },
     [](arb_t y, const arb_t a, const arb_t b) { arb_div(y, a, b, bits), arb_mul_ui(y, y, 7, bits), arb_div_ui(y, y, 3, bits); }, ordinary,
     ordinary, 0x1p-98},
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

/// The largest error in units of the radius, over so many points.
double worst_of(const Step& step, std::size_t points, std::uint64_t seed) {
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
            worst = std::max(worst, share_of_radius(got, i, z));
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
    }
}
