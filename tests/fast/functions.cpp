// SPDX-License-Identifier: Apache-2.0
// Claims about ulps, over a million points a function, against MPFR.
#include "tests/fast/call.hpp"
#include "tests/fast/exact.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace testing;
using exact::Number;

namespace {

using Function = std::function<Number(const Number&)>;
constexpr std::size_t points = 1000000;

Vector draw(double low, double high, bool logarithmic) {
    exact::Draw dice(20);
    Vector x(points);
    for (double& v : x) v = logarithmic ? dice.signed_log_uniform(low, high) : dice.uniform(low, high);
    return x;
}

double worst(const char* operation, const Function& f, const Vector& x, Accuracy accuracy) {
    const Elementwise got(operation, x, with(accuracy));
    double most = 0;
    for (std::size_t i = 0; i < x.size(); ++i) most = std::max(most, exact::ulps(got.value[i], f(Number(x[i]))));
    return most;
}

void both(const char* operation, const Function& f, const Vector& x, double near_exact, double quick) {
    CAPTURE(operation);
    CHECK(worst(operation, f, x, Accuracy::near_exact) <= near_exact);
    Vector some(x.begin(), x.begin() + points / 10);
    CHECK(worst(operation, f, some, Accuracy::quick) <= quick);
}

}  // namespace

TEST_CASE("exp is within 0.55 ulp, in one word within 0.65", "[fast]") {
    both(
        "exp", [](const Number& x) { return exp(x); }, draw(-745, 709.7, false), 0.55, 0.65);
}
TEST_CASE("log is within 0.55 ulp", "[fast]") {
    exact::Draw dice(3);
    Vector x(points);
    for (std::size_t i = 0; i < points; ++i) x[i] = i % 2 ? dice.log_uniform(1e-320, 1e308) : dice.uniform(0.5, 2);
    both(
        "log", [](const Number& v) { return log(v); }, x, 0.55, 2);
}
TEST_CASE("log1p, expm1 and tanh are within 0.55 ulp near 0 and far from it", "[fast]") {
    Vector x = draw(1e-300, 700, true);
    both(
        "expm1", [](const Number& v) { return expm1(v); }, x, 0.6, 1.5);
    both(
        "tanh", [](const Number& v) { return tanh(v); }, x, 0.6, 3);
    for (double& v : x) v = v < 0 ? std::max(v, -1 / (1 - v)) : v;
    both(
        "log1p", [](const Number& v) { return log1p(v); }, x, 0.55, 2);
}
TEST_CASE("sigmoid, softplus and log_sigmoid are within 0.55 ulp, subnormal results included", "[fast]") {
    const Vector x = draw(-750, 750, false);
    both(
        "sigmoid", [](const Number& v) { return exact::sigmoid(v); }, x, 0.55, 4);
    both(
        "softplus", [](const Number& v) { return exact::softplus(v); }, x, 0.55, 4);
    both(
        "log_sigmoid", [](const Number& v) { return -exact::softplus(-v); }, x, 0.55, 4);
}
