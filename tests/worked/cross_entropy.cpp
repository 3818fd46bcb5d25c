// SPDX-License-Identifier: Apache-2.0
// Softmax cross-entropy: the slides' figures and the quiz.
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

using namespace lossproof;
using namespace lossproof::worked;

namespace {

Real loss(const std::vector<std::string>& z, int own = 0) {
    return formula<Real>("softmax_cross_entropy", {figures<Real>(z), label<Real>(own)})[0];
}
Real probability(const std::vector<std::string>& z) { return formula<Real>("softmax", {figures<Real>(z)})[0]; }
Real minus_log(const std::string& p) { return formula<Real>("self_information", {figures<Real>({p})})[0]; }
Real greatest(const Row<Real>& entries) {
    Real result = 0;
    for (const Real& each : entries) result = max(result, abs(each));
    return result;
}

}  // namespace

TEST_CASE("N13 cross-entropy (10,7,5): printed -log(0.95)=0.05, rounded", "[N13]") {
    CHECK(print(probability({"10", "7", "5"}), "0.95") == Print::rounded);
    CHECK(print(probability({"10", "7", "5"}), "0.94649912255289355865") == Print::rounded);
    CHECK(print(loss({"10", "7", "5"}), "0.05") == Print::rounded);
    CHECK(print(loss({"10", "7", "5"}), "0.054985235377147423653") == Print::rounded);
    // Read literally, with the rounded probability, the equation holds to its two places too.
    CHECK(print(minus_log("0.95"), "0.05") == Print::rounded);
    CHECK(print(minus_log("0.95"), "0.0513") == Print::rounded);
}

TEST_CASE("N14 cross-entropy (10,9,9): printed -log(0.58)=0.55; the loss is 0.55, the equation is wrong", "[N14][E10]") {
    CHECK(print(probability({"10", "9", "9"}), "0.58") == Print::rounded);
    CHECK(print(loss({"10", "9", "9"}), "0.55") == Print::rounded);
    CHECK(print(loss({"10", "9", "9"}), "0.55144471393205108906") == Print::rounded);
    CHECK(print(minus_log("0.58"), "0.55") == Print::wrong);
    CHECK(print(minus_log("0.58"), "0.54") == Print::rounded);
}

TEST_CASE("N15 cross-entropy (10,-10,-10): printed -log(1.00)=4e-9; the loss is 4e-9, the equation is wrong", "[N15][E10]") {
    const Real truth = loss({"10", "-10", "-10"});
    CHECK(print(probability({"10", "-10", "-10"}), "1.00") == Print::rounded);
    CHECK(print(1 - probability({"10", "-10", "-10"}), "4.12230722788e-9") == Print::rounded);
    CHECK(print(truth, "4e-9") == Print::rounded);
    CHECK(print(truth, "4.1223072363804071687e-9") == Print::rounded);
    const Rational literally = formula<Rational>("self_information", {figures<Rational>({"1.00"})})[0];
    CHECK(print(literally, "4e-9") == Print::wrong);
    CHECK(print(literally, "0") == Print::right);
}

TEST_CASE("N15 what a library answers for (10,-10,-10): the shifted form loses the loss", "[N15]") {
    const Real truth = loss({"10", "-10", "-10"});
    // PyTorch 1.13 in binary64 returns 4.12230737588e-9.
    CHECK(print(truth, "4.12230737588e-9") == Print::wrong);
    CHECK(print((decimal<Real>("4.12230737588e-9") - truth) / truth, "3.4e-8") == Print::rounded);
    // In binary32 the shifted sum 1 + 2·exp(−20) rounds to 1 and its logarithm to 0.
    const Machine one(1.0, Format::f32), rest = exp(Machine(-20.0, Format::f32));
    CHECK(log(one + rest + rest).value() == 0.0);
    CHECK(rounded(asking("softmax_cross_entropy", {{"logits", row({10, -10, -10})}, {"label", labels({0})}}, {}, Format::f32))[0] > 4e-9);
}

TEST_CASE("N19 (10,-5,-5) and (10,9,9): equal hinges, cross-entropies 6.118e-7 and 0.551", "[N19][C13][Q20]") {
    for (const auto& z : {std::vector<std::string>{"10", "-5", "-5"}, {"10", "9", "9"}})
        CHECK(same(formula<Rational>("multiclass_hinge", {figures<Rational>(z), label<Rational>(0)})[0], Rational(0)));
    CHECK(print(loss({"10", "-5", "-5"}), "6.11804453851269e-7") == Print::rounded);
    CHECK(print(loss({"10", "9", "9"}), "0.551444713932051") == Print::rounded);
}

TEST_CASE("N28 label against one-hot target with class weights (1,3): two means, 0.693147 and 1.386294", "[N28][C40]") {
    // Two samples, equal logits, labels 0 and 1: each loses log 2 times its weight.
    const Real weighted_sum = 1 * loss({"0", "0"}, 0) + 3 * loss({"0", "0"}, 1);
    CHECK(print(weighted_sum / (1 + 3), "0.693147") == Print::rounded);  // labels: ÷ Σw
    CHECK(print(weighted_sum / 2, "1.386294") == Print::rounded);        // one-hot targets: ÷ N
    CHECK(agree(weighted_sum / 2, 2 * (weighted_sum / (1 + 3))));
}

TEST_CASE("N29 0 against 0.001 and 0.01 against 0.1: squares and logarithms order them oppositely", "[N29][C38]") {
    const auto distance = [](const std::string& a, const std::string& b) {
        return formula<Rational>("squared_distance", {figures<Rational>({a}), figures<Rational>({b})})[0];
    };
    CHECK(print(distance("0", "0.001"), "1e-6") == Print::right);
    CHECK(print(distance("0.01", "0.1"), "8.1e-3") == Print::right);
    CHECK(print(minus_log("0.01") - minus_log("0.1"), "2.302585") == Print::rounded);
    CHECK(rounded(asking("self_information", {{"p", row({0})}}))[0] == std::numeric_limits<double>::infinity());
}

TEST_CASE("N30 a wrong class ahead by t: the gradient of the squared error fades, that of cross-entropy does not", "[N30][C05][C22]") {
    const auto squared = [](const std::string& t) {
        return greatest(slope<Real>("squared_error_of_softmax", {figures<Real>({t, "0"}), figures<Real>({"0", "1"})}));
    };
    const auto entropic = [](const std::string& t) {
        return greatest(slope<Real>("softmax_cross_entropy", {figures<Real>({t, "0"}), label<Real>(1)}));
    };

    CHECK(print(squared("5"), "0.0264") == Print::rounded);
    CHECK(print(squared("10"), "1.816e-4") == Print::rounded);
    CHECK(print(squared("20"), "8.24e-9") == Print::rounded);
    CHECK(print(squared("40"), "1.70e-17") == Print::rounded);
    CHECK(print(entropic("5"), "0.9933") == Print::rounded);
    CHECK(print(entropic("10"), "0.99995") == Print::rounded);
    CHECK(print(entropic("20"), "1") == Print::rounded);
    CHECK(print(entropic("40"), "1") == Print::rounded);
    CHECK(same(slope<Rational>("squared_error_of_softmax", {figures<Rational>({"0", "0"}), figures<Rational>({"0", "1"})})[0],
               Rational::read("1/2")));
}

TEST_CASE("N33 Q17 cross-entropy of K equal logits is log K: 1.09861229, 2.30258509, 6.90775528", "[N33][Q17]") {
    const auto equal = [](int classes) { return loss(std::vector<std::string>(classes, "1")); };
    CHECK(print(equal(3), "1.09861229") == Print::rounded);
    CHECK(print(equal(10), "2.30258509") == Print::rounded);
    CHECK(print(equal(1000), "6.90775528") == Print::rounded);
    CHECK(agree(equal(1000), log(Real(1000))));
}

TEST_CASE("Q16 cross-entropy has the infimum 0, not attained, and no maximum", "[Q16]") {
    CHECK(less(Real(0), loss({"10000", "0"})));
    CHECK(less(Real(9999), loss({"0", "10000"})));
    // In binary64 the answer is the least subnormal's half away from 0: 745 is still told from nothing, 746 is not.
    const auto answer = [](double gap) {
        return rounded(asking("softmax_cross_entropy", {{"logits", row({gap, 0})}, {"label", labels({0})}}))[0];
    };
    CHECK(answer(745) > 0);
    CHECK(answer(746) == 0);
}

TEST_CASE("Q22 the derivative of the loss by a logit is g - y", "[Q22][D14]") {
    const auto gradient = slope<Real>("softmax_cross_entropy", {figures<Real>({"0.5", "-1", "2"}), label<Real>(1)});
    const auto g = formula<Real>("softmax", {figures<Real>({"0.5", "-1", "2"})});
    for (Index j = 0; j < 3; ++j) CHECK(agree(gradient[j], g[j] - (j == 1 ? 1 : 0)));
}

TEST_CASE("Q23 g = exp(f - log-sum-exp), with or without a shift", "[Q23][O07]") {
    const auto g = formula<Real>("softmax", {figures<Real>({"0.5", "-1", "2"})});
    const Real total = formula<Real>("logsumexp", {figures<Real>({"0.5", "-1", "2"})})[0];
    const Real shifted = formula<Real>("logsumexp", {figures<Real>({"-6.5", "-8", "-5"})})[0];
    CHECK(agree(g[0], exp(decimal<Real>("0.5") - total)));
    CHECK(agree(g[0], exp(decimal<Real>("0.5") - 7 - shifted)));
}
