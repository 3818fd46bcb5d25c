// SPDX-License-Identifier: Apache-2.0
// The errors of the slides that are formulas and figures: what is printed is shown to be wrong, what should be there right.
// E1, E2, E5, E10, E11 and E15 are asserted beside their numbers N04, N37, N21, N14, N11 and N18.
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace lossproof;
using namespace lossproof::worked;

namespace {

Real information(const std::string& p) { return formula<Real>("self_information", {figures<Real>({p})})[0]; }

}  // namespace

TEST_CASE("E2 minimising the binary cross-entropy as printed maximises the loss", "[E2]") {
    const auto as_printed = [](const std::string& q) {
        return -formula<Real>("binary_cross_entropy", {figures<Real>({q}), figures<Real>({"1"})})[0];
    };
    CHECK(less(as_printed("1e-6"), as_printed("0.5")));
    CHECK(less(as_printed("0.5"), as_printed("0.999999")));
}

TEST_CASE("E3 self-information is -log p, not proportional to 1/p", "[E3]") {
    // From p = 1/2 to p = 1/8 the printed I ∝ 1/p grows fourfold, the information threefold: from one bit to three.
    CHECK(print(information("0.125") / information("0.5"), "4") == Print::wrong);
    CHECK(agree(information("0.125"), 3 * information("0.5")));
    CHECK(less(information("0.5"), information("0.125")));  // increasing in 1/p is all that is true
}

TEST_CASE("E4 Q07 cross-entropy is the whole expected length of a message, KL is the overhead", "[E4][Q07]") {
    const auto p = [] { return figures<Real>({"0.5", "0.25", "0.125", "0.125"}); };
    const auto q = [] { return figures<Real>({"0.25", "0.25", "0.25", "0.25"}); };
    const Parameters bits = {{"base", 2.0}};
    const auto close_to = [](const Real& x, const std::string& figure) { return abs(x - decimal<Real>(figure)).upper() < 0x1p-200; };

    // For the right code the overhead is 0 and the length 1.75 bits; the fixed-length code needs 2, a quarter too many.
    CHECK(close_to(formula<Real>("cross_entropy", {p(), p()}, bits)[0], "1.75"));
    CHECK(close_to(formula<Real>("kl_divergence", {p(), p()}, bits)[0], "0"));
    CHECK(close_to(formula<Real>("cross_entropy", {p(), q()}, bits)[0], "2"));
    CHECK(close_to(formula<Real>("kl_divergence", {p(), q()}, bits)[0], "0.25"));
}

TEST_CASE("E6 log-softmax is the logits less a constant; of the probabilities it is something else", "[E6][O10]") {
    const auto logits = figures<Real>({"1", "2"});
    const Real constant = formula<Real>("logsumexp", {logits})[0];
    const Row<Real> g = formula<Real>("softmax", {logits});
    const Real printed = formula<Real>("log_softmax", {argument<Real>({g[0], g[1]})})[0];
    const Real correct = formula<Real>("log_softmax", {logits})[0];

    CHECK(agree(correct, 1 - constant));
    CHECK_FALSE(overlap(printed, 1 - constant));
}

TEST_CASE("E8 the sum over observations is N times the cross-entropy", "[E8][D21]") {
    // Ten observations, of which three, three and four fall on each value.
    const std::vector<std::string> model = {"0.2", "0.3", "0.5"};
    const Real over_observations = 3 * information("0.2") + 3 * information("0.3") + 4 * information("0.5");
    const Real cross_entropy = formula<Real>("cross_entropy", {figures<Real>({"0.3", "0.3", "0.4"}), figures<Real>(model)})[0];

    CHECK_FALSE(overlap(over_observations, cross_entropy));  // as printed
    CHECK(agree(over_observations, 10 * cross_entropy));
}

TEST_CASE("E9 without parentheses log P(x) is added once instead of once a sample", "[E9][L19]") {
    const Rational first = decimal<Rational>("0.5"), second = decimal<Rational>("0.25"), input = decimal<Rational>("0.1");
    const Rational joint = first * input * second * input;
    const Rational as_printed = first * second * input;  // exp(Σ log p + log P)
    CHECK_FALSE(same(joint, as_printed));
    CHECK(same(joint, as_printed * input));

    const Real parenthesised = formula<Real>("negative_log_likelihood", {figures<Real>({"0.05", "0.025"})})[0];
    CHECK(abs(exp(-parenthesised) - decimal<Real>("0.00125")).upper() < 0x1p-200);
}

TEST_CASE("E12 the printed sum over 0 ≤ c ≤ K has K+1 terms", "[E12][O15]") {
    const auto equal_classes = [](int count) {
        return formula<Rational>("softmax", {figures<Rational>(std::vector<std::string>(count, "0"))})[0];
    };
    const int K = 2;
    CHECK(same(equal_classes(K), Rational::read("1/2")));            // 0 ≤ c < K
    CHECK_FALSE(same(equal_classes(K + 1), Rational::read("1/2")));  // 0 ≤ c ≤ K gives each of two classes a third
}

TEST_CASE("E13 softmax2 as printed shifts the caller's own scores", "[E13][O06][A13]") {
    const auto softmax2 = [](std::vector<double>& s, std::size_t label) {
        const double top = *std::max_element(s.begin(), s.end());
        for (double& each : s) each -= top;  // `s -= np.max(s)` works in place
        double total = 0;
        for (const double each : s) total += std::exp(each);
        return std::exp(s[label]) / total;
    };
    std::vector<double> scores = {10, 20};
    const double p = softmax2(scores, 1);
    CHECK(p == Approx(rounded(asking("softmax", {{"logits", row({10, 20})}}))[1]).epsilon(1e-15));  // the value is right,
    CHECK(scores == std::vector<double>{-10, 0});                                                   // the scores are gone
}

TEST_CASE("E14 Adam as printed and the reference algorithm differ; they are two operations", "[E14][A04]") {
    // Even without ε: for β = (1/2, 15/16) and g = 2 the printed moments are 1 and 1/4, the corrected ones 2 and 4.
    const Parameters parameters = {{"learning_rate", 0.5}, {"beta1", 0.5}, {"beta2", 0.9375}, {"epsilon", 0.0}, {"t", std::int64_t{1}}};
    const auto step = [&](std::string_view name) {
        return formula<Rational>(
            name, {figures<Rational>({"0"}), figures<Rational>({"2"}), figures<Rational>({"0"}), figures<Rational>({"0"})}, parameters)[0];
    };
    CHECK(same(step("adam_step_as_printed"), Rational(-1)));
    CHECK(same(step("adam_step"), decimal<Rational>("-0.5")));
    // With ε they differ in its place, too: N20.
}
