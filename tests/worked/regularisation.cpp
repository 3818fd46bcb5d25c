// SPDX-License-Identifier: Apache-2.0
// Early stopping and dropout are named in the lectures without a formula. What can be stated exactly about them is
// stated here, for the simplest models: a parabola, and one linear unit.
#include "tests/worked/ask.hpp"

#include <catch2/catch.hpp>

using namespace lossproof;
using namespace lossproof::worked;

TEST_CASE("A10 R08 early stopping on a parabola is an L2 penalty: t steps from 0 end where the penalised minimum is", "[A10][R08]") {
    // L = (a/2)(w − c)²: from 0, t steps of rate η reach c(1 − q), q = (1−ηa)^t. With ½λw² added the minimum is
    // c·a/(a + λ), the same point for λ = aq/(1−q): the fewer the steps, the stronger the penalty.
    const Rational a = 3, c = decimal<Rational>("1.6"), rate = Rational::from(0.125);
    Rational w = 0, q = 1, stronger = Rational(1000000);
    for (int t = 1; t <= 8; ++t) {
        w = formula<Rational>("sgd_step", {argument<Rational>({w}), argument<Rational>({a * (w - c)})}, {{"learning_rate", 0.125}})[0];
        q *= 1 - rate * a;
        const Rational penalty = a * q / (1 - q);
        CHECK(same(w, c * a / (a + penalty)));
        CHECK(same(a * (w - c) + penalty * w, Rational(0)));  // the penalised objective is stationary there
        CHECK(less(penalty, stronger));
        stronger = penalty;
    }
}

TEST_CASE("A10 stopping where the validation loss was least never costs validation loss", "[A10]") {
    // The training minimum is 2, the validation minimum 1: descent passes the one on its way to the other.
    Rational w = 0, best = 0;
    const auto validation = [](const Rational& at) {
        return formula<Rational>("half_squared_error", {argument<Rational>({at}), figures<Rational>({"1"})})[0];
    };
    for (int t = 0; t < 20; ++t) {
        w = formula<Rational>("sgd_step", {argument<Rational>({w}), argument<Rational>({w - 2})}, {{"learning_rate", 0.125}})[0];
        if (less(validation(w), validation(best))) best = w;
    }
    CHECK(less(validation(best), validation(w)));
    CHECK(less(best, w));
}

TEST_CASE("A11 R07 dropout leaves the mean of a linear unit alone, exactly, and adds its known variance", "[A11][R07]") {
    // Every input is kept with probability r and then divided by r. Over all masks: E s = wᵀx, Var s = (1/r − 1)Σ(wᵢxᵢ)².
    const std::vector<std::string> w = {"0.5", "-2", "3"};
    const std::vector<Rational> x = {1, 4, decimal<Rational>("0.25")};
    const Rational keep = decimal<Rational>("0.8");
    const auto score = [&](const std::vector<Rational>& input) {
        return formula<Rational>("linear_scores", {argument<Rational>(input), matrix<Rational>(3, w)})[0];
    };

    Rational mean = 0, square_mean = 0, noise = 0;
    for (unsigned mask = 0; mask < 8; ++mask) {
        Rational probability = 1;
        std::vector<Rational> thinned;
        for (int i = 0; i < 3; ++i) {
            const bool kept = mask >> i & 1;
            probability *= kept ? keep : 1 - keep;
            thinned.push_back(kept ? x[i] / keep : Rational(0));
        }
        mean += probability * score(thinned);
        square_mean += probability * square(score(thinned));
    }
    for (int i = 0; i < 3; ++i) noise += square(decimal<Rational>(w[i]) * x[i]);

    CHECK(same(mean, score(x)));
    CHECK(same(square_mean - square(mean), (1 / keep - 1) * noise));
}
