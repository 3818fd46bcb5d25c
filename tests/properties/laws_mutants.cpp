// SPDX-License-Identifier: Apache-2.0
// The laws themselves are on trial: a wrong law must not hold.
#include "properties/checker/statement.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

namespace {

Sample two_distributions(Dice& dice, Format format) {
    return {.question = drawn_case("kl_divergence", format, dice, {"moderate", "near_equal"})};
}
Sample logits(Dice& dice, Format format) { return {.question = drawn_case("softmax", format, dice, {"moderate", "peaked"})}; }
Sample labelled(Dice& dice, Format format) {
    return {.question = drawn_case("softmax_cross_entropy", format, dice, {"moderate", "peaked"})};
}
Sample one_number(Dice& dice, Format format) { return {.question = drawn_case("sigmoid", format, dice, {"moderate"})}; }

LawOutcome tried(std::vector<std::string_view> operations, Sample (*drawn)(Dice&, Format), void (*checked)(LawChecker&, const Sample&)) {
    return law({.name = "mutant",
                .statement = "wrong",
                .identity = "",
                .operations = std::move(operations),
                .drawn = drawn,
                .checked = checked})
        .on_reference(3, 40, Format::f64);
}

}  // namespace

TEST_CASE("KL = CE + H is refuted, with a shrunk witness", "[laws]") {
    const auto outcome = tried({"kl_divergence", "cross_entropy", "entropy"}, two_distributions, [](LawChecker& check, const Sample& s) {
        Case cross = s.question;
        cross.operation = "cross_entropy";
        const Reals kl = check.ask(s.question), ce = check.ask(cross), h = check.ask(asked_of("entropy", s.question, {"p"}));
        for (Index n = 0; n < kl.size(); ++n) {
            check.require(!kl[n].is_nan() && std::isfinite(kl[n].upper()));
            check.equal(kl[n], ce[n] + h[n], Real(1));
        }
    });
    CHECK(outcome.verdict == LawVerdict::failed);
    CHECK(outcome.witness.find(';') == std::string::npos);
    CHECK(outcome.witness.size() < 120);
}

TEST_CASE("softmax sums to 1 + 2^-60 is refuted although 2^-60 is below every format's ulp", "[laws]") {
    const auto outcome = tried({"softmax"}, logits, [](LawChecker& check, const Sample& s) {
        const Case one = first_row(s.question);
        check.equal(sum(check.ask(one)), Real(1) + exactly(std::ldexp(1.0, -60)));
    });
    CHECK(outcome.verdict == LawVerdict::failed);
}

TEST_CASE("a gradient of the wrong sign, or without its label, is refuted", "[laws]") {
    CHECK(tried({"softmax_cross_entropy", "softmax"}, labelled, [](LawChecker& check, const Sample& s) {
              check.equal(check.ask(s.question, "d_logits"), check.ask(asked_of("softmax", s.question, {"logits"})));
          }).verdict == LawVerdict::failed);
    CHECK(tried({"sigmoid"}, one_number, [](LawChecker& check, const Sample& s) {
              const Reals up = check.ask(s.question), slope = check.ask(s.question, "d_x");
              for (Index j = 0; j < up.size(); ++j) check.equal(slope[j], up[j] * (up[j] - 1));
          }).verdict == LawVerdict::failed);
}

TEST_CASE("softmax is not shift invariant where the shift rounds", "[laws]") {
    CHECK(tried({"softmax"}, logits, [](LawChecker& check, const Sample& s) {
              Case moved = s.question;
              for (double& z : moved.inputs["logits"].values) z += 1e15;
              check.equal(check.ask(moved), check.ask(s.question));
          }).verdict == LawVerdict::failed);
}

TEST_CASE("KL ≥ 0 is refuted: doubles do not sum to one", "[laws]") {
    const auto nearly = [](Dice& dice, Format format) -> Sample {
        return {.question = drawn_case("kl_divergence", format, dice, {"near_equal", "unnormalised"})};
    };
    CHECK(tried({"kl_divergence"}, nearly, [](LawChecker& check, const Sample& s) {
              for (const Real& kl : check.ask(s.question)) check.at_most(Real(0), kl);
          }).verdict == LawVerdict::failed);
}

TEST_CASE("the median claim without its caveat is refuted for even N", "[laws]") {
    const auto pair = [](Dice& dice, Format format) -> Sample {
        Grid grid(dice, format);
        return {.question = asking("mean_squared_error", format, {{"target", row(grid.row(2))}})};
    };
    CHECK(law({.name = "mutant",
               .statement = "the lower median is the only minimiser",
               .identity = "",
               .operations = {"mean_absolute_error"},
               .drawn = pair,
               .checked =
                   [](LawChecker& check, const Sample& s) {
                       const auto& y = values(s.question, "target");
                       check.require(y.size() == 2 && y[0] != y[1]);
                       const auto loss = [&](double c) {
                           return check.one(
                               asking("mean_absolute_error", s.question.format, {{"prediction", row({c, c})}, {"target", row(y)}}));
                       };
                       check.less(loss(y[0]), loss(y[1]));
                   }})
              .on_reference(3, 40, Format::f64)
              .verdict == LawVerdict::failed);
}

TEST_CASE("two wide enclosures overlap, which decides nothing", "[laws]") {
    class Narrow : public LawChecker {
    public:
        Narrow() : LawChecker(false) {}
        Reals ask(const Case&, std::string_view) override { return {}; }
        std::vector<double> numbers(const Case&, std::string_view) override { return {}; }
        Reals compose(const Case&, const std::map<std::string, Reals>&) override { return {}; }
    };
    const Real wide = hull(Real(1), Real(1) + exactly(std::ldexp(1.0, -90)));
    Narrow first, second, third, fourth;
    first.equal(wide, Real(1));
    CHECK((first.undecided() && !first.refuted()));
    second.equal(Real(1), Real(1));
    CHECK((!second.undecided() && !second.refuted()));
    third.equal(wide - Real(1), Real(0), Real(1));
    CHECK(third.undecided());
    fourth.less(Real(1), Real(1));
    CHECK(fourth.refuted());
}
