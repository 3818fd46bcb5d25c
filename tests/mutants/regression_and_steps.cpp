// SPDX-License-Identifier: Apache-2.0
#include "tests/mutants/textbook.hpp"

using namespace lossproof;
using namespace lossproof::mutants;

namespace {

/// Adam with its two famous degrees of freedom: where ε stands, and which t corrects the bias.
RowM adam(const Data& d, bool epsilon_inside, int t) {
    const M g = number(d, 1), beta1 = d.given["beta1"], beta2 = d.given["beta2"], epsilon = d.given["epsilon"];
    const M mean = beta1 * number(d, 2) + (1 - beta1) * g, spread = beta2 * number(d, 3) + (1 - beta2) * g * g;
    const M steps = M::from(t), corrected = mean / (1 - pow(beta1, steps)), root = spread / (1 - pow(beta2, steps));
    const M below = epsilon_inside ? sqrt(root + epsilon) : sqrt(root) + epsilon;
    return one(number(d) - d.given["learning_rate"] * corrected / below);
}

}  // namespace

TEST_CASE("squared error by the binomial formula is convicted") {
    convicted(Mutant("a² - 2ab + b²")
                  .slips("mean_squared_error", "value",
                         [](const Data& d) {
                             const RowM &a = row(d), &b = row(d, 1);
                             return one(sum(a, [&](Index j) { return a[j] * a[j] - 2 * a[j] * b[j] + b[j] * b[j]; }) / count(a));
                         }),
              "wrong");
}

TEST_CASE("a gradient that lacks the factor 2 is convicted") {
    const auto trial = convicted(
        Mutant("no factor 2")
            .slips("mean_squared_error", "d_prediction",
                   [](const Data& d) { return map(row(d), [&](Index j) { return (row(d)[j] - row(d, 1)[j]) / count(row(d)); }); }),
        "wrong");  // a finite number beside ∞ − ∞, where the slope overflows
    CHECK(std::any_of(trial.ledger.witnesses.begin(), trial.ledger.witnesses.end(),
                      [](const auto& kept) { return kept.diagnosis && kept.diagnosis->name.find("factor 2") != std::string::npos; }));
}

TEST_CASE("a Huber loss with δ³ for δ² is convicted, and its witness has a δ other than 1") {
    const auto trial =
        convicted(Mutant("δ cubed").slips("huber", "value",
                                          [](const Data& d) {
                                              const M r = abs(residual(d)), delta = d.given["delta"];
                                              return one(r.value() < delta.value() ? r * r / 2 : delta * r - delta * delta * delta / 2);
                                          }),
                  "inaccurate");
    CHECK(trial.witness("huber", "value")->question.parameters.contains("delta"));
    CHECK(trial.witness("huber", "value")->question.parameters.at("delta") != "0x1p+0");
}

// Both give a step of the right sign: where g² overflows, and nothing is left of it, that is the range's doing, not theirs.
TEST_CASE("Adam with ε under the root is convicted") {
    convicted(Mutant("ε inside").slips("adam_step", "theta", [](const Data& d) { return adam(d, true, d.given.integer("t")); }),
              "inaccurate");
}

TEST_CASE("Adam as printed with ε outside the root is convicted") {
    convicted(Mutant("ε outside")
                  .slips("adam_step_as_printed", "theta",
                         [](const Data& d) {
                             const M g = number(d, 1), beta1 = d.given["beta1"], beta2 = d.given["beta2"];
                             const M mean = beta1 * number(d, 2) + (1 - beta1) * g, spread = beta2 * number(d, 3) + (1 - beta2) * g * g;
                             return one(number(d) - d.given["learning_rate"] * mean / (sqrt(spread) + d.given["epsilon"]));
                         }),
              "wrong");
}

TEST_CASE("Adam with t off by one is convicted") {
    convicted(Mutant("t + 1").slips("adam_step", "theta", [](const Data& d) { return adam(d, false, d.given.integer("t") + 1); }),
              "inaccurate");
}

TEST_CASE("weight decay lost by forming 1 - ηλ first is a loss of digits, not of the step") {
    convicted(Mutant("(1 - ηλ)θ, rounded to float")
                  .slips("weight_decay_step", "theta",
                         [](const Data& d) {
                             const auto shrink = static_cast<float>((1 - d.given["learning_rate"] * d.given["weight_decay"]).value());
                             return one(M::from(shrink) * number(d) - d.given["learning_rate"] * number(d, 1));
                         }),
              "wrong");
}

TEST_CASE("momentum that multiplies the gradient by the learning rate first is convicted") {
    convicted(Mutant("v + ηg").slips("momentum_step", "state_v",
                                     [](const Data& d) {
                                         return one(d.given["momentum"] * number(d, 2) +
                                                    d.given["learning_rate"] * (number(d, 1) + d.given["weight_decay"] * number(d)));
                                     }),
              "wrong");
}

TEST_CASE("a hinge that counts the label's own class is convicted") {
    convicted(Mutant("label counted")
                  .slips("multiclass_hinge", "value",
                         [](const Data& d) {
                             const RowM& z = row(d);
                             return one(sum(z, [&](Index j) { return max(M(0), (z[j] - z[label(d)]) + d.given["margin"]); }));
                         }),
              "wrong");
}
