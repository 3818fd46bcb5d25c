// SPDX-License-Identifier: Apache-2.0
// Claims of the slides about softmax and cross-entropy that need a witness: refuted ones, and true ones that rounding spoils.
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace lossproof;
using namespace lossproof::worked;

namespace {

using Logits = std::vector<double>;

double largest_logit(const Logits& z) { return *std::max_element(z.begin(), z.end()); }
double exponential_sum(const Logits& z, double shift) {
    double total = 0;
    for (const double each : z) total += std::exp(each - shift);
    return total;
}
// The three ways to a probability, in binary64.
double by_division(const Logits& z, Index i) { return std::exp(z[i] - largest_logit(z)) / exponential_sum(z, largest_logit(z)); }
double by_shifted_exponent(const Logits& z, Index i) {
    const double top = largest_logit(z);
    return std::exp(z[i] - top - std::log(exponential_sum(z, top)));
}
double by_exponent(const Logits& z, Index i) {
    return std::exp(z[i] - rounded(asking("logsumexp", {{"logits", row(z)}}))[0]);  // even with a perfectly rounded LSE
}

/// α: the relative error of the worst entry in units of roundoff.
double units(const Logits& z, double (*way)(const Logits&, Index)) {
    const auto truth = certified(asking("softmax", {{"logits", row(z)}}));
    double worst = 0;
    for (Index i = 0; i < z.size(); ++i) worst = std::max(worst, abs((Real::from(way(z, i)) - truth[i]) / truth[i]).lower());
    return worst / unit_roundoff(Format::f64);
}
double worst_units(const std::vector<Logits>& rows, double (*way)(const Logits&, Index)) {
    double worst = 0;
    for (const auto& z : rows) worst = std::max(worst, units(z, way));
    return worst;
}

}  // namespace

TEST_CASE("C24 refuted: exp(f - log-sum-exp) is less accurate than dividing, by up to |LSE| units", "[C24][O07]") {
    std::vector<Logits> high, apart;
    for (int i = 0; i < 12; ++i) {
        high.push_back({700.1 + i * 0.7, 699.3 + i * 0.7, 698.2 + i * 0.7});
        apart.push_back({0.0, -1.3 - 0.1 * i, -500.3 - 0.7 * i});
    }
    // Division: two exponentials, a short sum and a quotient, whatever the size of the logits.
    CHECK(worst_units(high, by_division) < 8);
    CHECK(worst_units(apart, by_division) < 8);
    // A logarithm near 700 is rounded to 2^-44, and exp turns that into a relative error of up to 2^9 units.
    CHECK(worst_units(high, by_exponent) > 100);
    // The shift cures that only while the exponent itself stays small.
    CHECK(worst_units(high, by_shifted_exponent) < 12);
    CHECK(worst_units(apart, by_shifted_exponent) > 50);
}

TEST_CASE("C24 refuted for moderate logits, too: the division form is at least as accurate", "[C24]") {
    std::vector<Logits> rows;
    for (int i = 0; i < 20; ++i) {
        Logits z;
        for (int j = 0; j < 64; ++j) z.push_back(0.1 * ((7 * i + 13 * j) % 41));
        rows.push_back(z);
    }
    const double division = worst_units(rows, by_division), exponent = worst_units(rows, by_shifted_exponent);
    INFO("division " << division << " units, shifted exponent " << exponent << " units");
    CHECK(division < exponent);
}

TEST_CASE("C13 softmax is never satisfied; the shifted form in binary32 is, from a gap of 17 on", "[C13]") {
    const auto answer = [](double gap) {
        return rounded(asking("softmax_cross_entropy", {{"logits", row({gap, 0})}, {"label", labels({0})}}, {}, Format::f32))[0];
    };
    const auto shifted = [](double gap) { return log(Machine(1.0, Format::f32) + exp(Machine(-gap, Format::f32))).value(); };
    for (const double gap : {17.0, 20.0, 50.0, 100.0}) {
        CHECK(shifted(gap) == 0.0);
        CHECK(answer(gap) > 0.0);
    }
    CHECK(shifted(16) > 0.0);
    CHECK(answer(20) < answer(17));
}

TEST_CASE("C23 -log(sigmoid(z)) is infinite below -745.2 and zero above 37.43; the softplus form is neither", "[C23]") {
    const auto through_probability = [](double z) {
        const double e = std::exp(z);
        return -std::log(z > 700 ? 1.0 : e / (1 + e));
    };
    const auto of_the_logit = [](double z) {
        return rounded(asking("binary_cross_entropy_with_logits", {{"logits", row({z})}, {"target", row({1})}}))[0];
    };
    CHECK(std::isinf(through_probability(-746)));
    CHECK(of_the_logit(-746) == 746.0);
    CHECK(through_probability(38) == 0.0);
    CHECK(of_the_logit(38) > 0.0);
}

TEST_CASE("C03 C37 cross-entropy is no distance: not zero at p = q, and not symmetric; KL is zero there", "[C03][C37]") {
    const auto p = [] { return figures<Real>({"0.5", "0.5"}); };
    const auto q = [] { return figures<Real>({"0.9", "0.1"}); };
    const auto between = [](std::string_view name, Argument<Real> a, Argument<Real> b) {
        return formula<Real>(name, {std::move(a), std::move(b)})[0];
    };

    CHECK(agree(between("cross_entropy", p(), p()), log(Real(2))));
    CHECK(less(between("cross_entropy", q(), p()), between("cross_entropy", p(), q())));
    CHECK(less(Real(0), between("kl_divergence", p(), q())));
    CHECK(same(formula<Rational>("kl_divergence", {figures<Rational>({"0.5", "0.5"}), figures<Rational>({"0.5", "0.5"})})[0], Rational(0)));
}

TEST_CASE("C38 a model probability of 0 on an observed point: infinite likelihood loss, bounded squared distance", "[C38]") {
    const Tensors both = {{"p", row({0.001, 0.999})}, {"q", row({0, 1})}};
    CHECK(std::isinf(rounded(asking("cross_entropy", both))[0]));
    CHECK(rounded(asking("squared_distance", both))[0] == Approx(1e-6));
}

TEST_CASE("C40 refuted with class weights: label and one-hot target have different means", "[C40]") {
    // Weight-free both are the same loss (law D07); N28 has the two figures. The quotient of the means is N/Σw, here 2/4.
    const auto loss = [](int own) { return formula<Real>("softmax_cross_entropy", {figures<Real>({"0", "1"}), label<Real>(own)})[0]; };
    const Real weighted_sum = 1 * loss(0) + 3 * loss(1);
    CHECK_FALSE(overlap(weighted_sum / (1 + 3), weighted_sum / 2));
}

TEST_CASE("C41 the order of the logits survives only weakly: rounding may tie two probabilities", "[C41]") {
    const auto p = rounded(asking("softmax", {{"logits", row({0.0, 0x1p-55})}}));
    CHECK(p[0] == p[1]);  // although the logits differ
    CHECK(p[0] == 0.5);
}
