// SPDX-License-Identifier: Apache-2.0
// Squared errors, the Gaussian likelihood, binary cross-entropy, softplus and divergences: the slides' figures.
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;
using namespace lossproof::worked;

namespace {

const std::vector<std::string> prediction = {"1.5", "-2", "1"};

Rational mean_square(const std::vector<std::string>& target) {
    return formula<Rational>("mean_squared_error", {figures<Rational>(prediction), figures<Rational>(target)})[0];
}
double gaussian(double residual) { return rounded(asking("gaussian_nll", {{"prediction", row({residual})}, {"target", row({0})}}))[0]; }
/// ½ log 2πσ².
Real constant(const Real& variance) {
    return formula<Real>("gaussian_nll", {argument<Real>({Real(0)}), argument<Real>({Real(0)}), argument<Real>({variance})})[0];
}

}  // namespace

TEST_CASE("N17 mean squared error of (1.5,-2,1) against (1,0,0): printed 1.75, right", "[N17]") {
    CHECK(print(mean_square({"1", "0", "0"}), "1.75") == Print::right);
    CHECK(rounded(asking("mean_squared_error", {{"prediction", row({1.5, -2, 1})}, {"target", row({1, 0, 0})}}))[0] == 1.75);
}

TEST_CASE("N18 mean squared error against (0,1,0): printed 4.1, rounded from 49/12", "[N18][E15]") {
    CHECK(same(mean_square({"0", "1", "0"}), Rational::read("49/12")));
    CHECK(print(mean_square({"0", "1", "0"}), "4.1") == Print::rounded);
    CHECK_FALSE(same(mean_square({"0", "1", "0"}), decimal<Rational>("4.1")));  // E15: an equality it is not
    CHECK(print(mean_square({"0", "1", "0"}), "4.10") == Print::wrong);         // to one more digit it is 4.08
    CHECK(print(mean_square({"0", "1", "0"}), "4.08") == Print::rounded);
}

TEST_CASE("N22 Q05 the Gaussian loss at residuals 0 and 1e-9 is one binary64 number", "[N22][Q05][C01]") {
    CHECK(gaussian(0) == 0x1.d67f1c864beb5p-1);  // 0.91893853320467278 in decimals
    CHECK(gaussian(1e-9) == gaussian(0));
    CHECK(print(constant(Real(1)), "0.918938533204673") == Print::rounded);

    // Half the gap to the next binary64 above the constant and the constant's own rounding are what ½r² must fill.
    const double here = gaussian(0), next = std::nextafter(here, 1.0);
    const Real middle = (Real::from(here) + Real::from(next)) / 2;
    CHECK(print(sqrt(2 * (middle - constant(Real(1)))), "1.373e-8") == Print::rounded);
    CHECK(gaussian(1.37e-8) == here);
    CHECK(gaussian(1.38e-8) == next);
}

TEST_CASE("Q05 same minimiser, another value: the Gaussian loss is an affine image of the squared error", "[Q05]") {
    // With σ² = ½ the coefficient is 1, yet the values differ by ½ log π at every residual.
    for (const std::string r : {"0", "0.5", "-3"}) {
        const Real square_of_r = square(decimal<Real>(r));
        const Real nll = formula<Real>("gaussian_nll", {figures<Real>({r}), figures<Real>({"0"}), figures<Real>({"0.5"})})[0];
        CHECK(agree(nll, square_of_r + constant(decimal<Real>("0.5"))));
        CHECK(less(square_of_r, nll));
    }
}

TEST_CASE("N23 the constant of the Gaussian loss at σ² = 1, 1/2 and 1/(2π): 0.9189, 0.5724 and 0", "[N23]") {
    const Real pi = Pi<Real>::value();
    CHECK(print(constant(Real(1)), "0.918938533204673") == Print::rounded);
    CHECK(print(constant(decimal<Real>("0.5")), "0.572364942924700") == Print::rounded);
    CHECK(agree(constant(decimal<Real>("0.5")), log(pi) / 2));
    CHECK(print(constant(1 / (2 * pi)), "0") == Print::rounded);
    CHECK(abs(constant(1 / (2 * pi))).upper() < 0x1p-240);
}

TEST_CASE("N24 p ten tenths, q their successors: both sum to 1 by any usual test, and KL is negative", "[N24][D32]") {
    const double tenth = 0.1, successor = std::nextafter(0.1, 1.0);
    const Rational surplus_of_p = Rational(10) * Rational::from(tenth) - 1, surplus_of_q = Rational(10) * Rational::from(successor) - 1;
    CHECK(print(surplus_of_p, "5.6e-17") == Print::rounded);
    CHECK(print(surplus_of_q, "1.94e-16") == Print::rounded);

    const Real divergence =
        certified(asking("kl_divergence", {{"p", row(std::vector<double>(10, tenth))}, {"q", row(std::vector<double>(10, successor))}}))[0];
    CHECK(print(divergence, "-1.3878e-16") == Print::rounded);
    CHECK(less(divergence, Real(0)));
    // What holds on binary64 is KL ≥ Σp − Σq; by log x ≤ x − 1, strictly unless p = q.
    CHECK(less(Real::from((surplus_of_p - surplus_of_q).rounded(spec(Format::f64))), divergence));
}

TEST_CASE("N31 softplus(x) - x at 0, 1, 10, 40, 745: right, and it tends to 0", "[N31][C20]") {
    const auto excess = [](const std::string& x) { return formula<Real>("softplus", {figures<Real>({"-" + x})})[0]; };  // ζ(x) − x = ζ(−x)
    CHECK(agree(excess("0"), log(Real(2))));
    CHECK(print(excess("1"), "0.31326") == Print::rounded);
    CHECK(print(excess("10"), "4.5399e-5") == Print::rounded);
    CHECK(print(excess("40"), "4.2484e-18") == Print::rounded);
    CHECK(print(excess("745"), "2.8224e-324") == Print::rounded);
    for (const int x : {1, 10, 40})
        CHECK(overlap(formula<Real>("softplus", {argument<Real>({Real(x)})})[0] - x, excess(std::to_string(x))));
}

TEST_CASE("N37 binary cross-entropy of y=1, q=0.9 as printed is -0.105: the sign is wrong", "[N37][E2]") {
    const Real correct = formula<Real>("binary_cross_entropy", {figures<Real>({"0.9"}), figures<Real>({"1"})})[0];
    CHECK(print(correct, "-0.105360515657826") == Print::wrong);
    CHECK(print(correct, "0.105360515657826") == Print::rounded);
    // As printed, Σ y log q + (1−y) log(1−q) is log q here, and falls without bound as q moves away from the truth.
    const auto as_printed = [](const std::string& q) { return log(decimal<Real>(q)); };
    CHECK(print(as_printed("0.9"), "-0.105360515657826") == Print::rounded);
    CHECK(less(as_printed("0.1"), as_printed("0.9")));
}
