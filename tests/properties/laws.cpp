// SPDX-License-Identifier: Apache-2.0
#include "laws_subjects.hpp"
#include "properties/checker/law.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <set>
#include <sstream>

using namespace lossproof;

namespace {

const Law& law_named(std::string_view name) {
    for (const Law& law : laws())
        if (law.name == name) return law;
    throw std::out_of_range(std::string(name));
}

std::string told(const LawOutcome& outcome) {
    return outcome.law + " in " + std::string(name(outcome.format)) + ": " + outcome.bound + " " + outcome.witness;
}

}  // namespace

TEST_CASE("every law holds on the reference, without slack and decided on every sample", "[laws]") {
    for (const Law& law : laws())
        for (const Format format : all_formats) {
            const LawOutcome outcome = law.on_reference(20, 60, format);
            INFO(told(outcome));
            CHECK(outcome.verdict == LawVerdict::held);
            CHECK(outcome.undecided == 0);
            CHECK(outcome.cases >= 5);
        }
}

TEST_CASE("every operation a law speaks of is in the catalogue", "[laws]") {
    for (const Law& law : laws())
        for (const auto operation : law.operations) {
            INFO(law.name);
            CHECK(find_operation(operation) != nullptr);
        }
}

TEST_CASE("every identity of the lectures has a law", "[laws]") {
    std::set<std::string> covered;
    for (const Law& law : laws()) {
        std::istringstream words{std::string(law.identity)};
        for (std::string word; words >> word;) covered.insert(word);
        CHECK_FALSE(law.name.empty());
        CHECK_FALSE(law.statement.empty());
    }
    for (int i = 1; i <= 34; ++i) {
        const std::string number = (i < 10 ? "D0" : "D") + std::to_string(i);
        INFO(number);
        CHECK(covered.contains(number));
    }
}

TEST_CASE("the same seed gives the same outcome", "[laws]") {
    const Law& law = law_named("gibbs inequality");
    const LawOutcome once = law.on_reference(5, 30, Format::f64), again = law.on_reference(5, 30, Format::f64);
    CHECK(once.cases == again.cases);
    CHECK(once.witness == again.witness);
}

TEST_CASE("correctly rounded answers keep every law within its bound", "[laws]") {
    FunctionSubject subject("correctly rounded", correctly_rounded);
    for (const Law& law : laws()) {
        if (!law.on_subject) continue;
        for (const Format format : {Format::f64, Format::bf16}) {
            const LawOutcome outcome = law.on_subject(subject, 20, 15, format);
            INFO(told(outcome));
            CHECK(outcome.verdict != LawVerdict::failed);
            CHECK(outcome.worst <= 1);
        }
    }
}

TEST_CASE("a law asks a subject in batches", "[laws]") {
    FunctionSubject subject("correctly rounded", correctly_rounded);
    law_named("sigmoid symmetry").on_subject(subject, 1, 50, Format::f64);
    CHECK(subject.batches == 1);
}

TEST_CASE("a subject that breaks a law is refuted with a small witness in exact numbers", "[laws]") {
    FunctionSubject one_minus("1 - sigmoid", [](const Plan& plan, const std::string& output) {
        auto values = correctly_rounded(plan, output);
        if (plan.operation().name == "sigmoid" && output == "value")
            for (double& v : values) v = v < 0.5 ? 1 - (1 - v) : v;  // what 1 − σ(−x) leaves of a small σ(x)
        return values;
    });
    const LawOutcome outcome = law_named("sigmoid symmetry").on_subject(one_minus, 20, 60, Format::f64);
    CHECK(outcome.verdict == LawVerdict::failed);
    CHECK(outcome.worst > 1);
    CHECK(outcome.witness.find("sigmoid f64 x=[") != std::string::npos);
    CHECK(outcome.witness.find(',') == std::string::npos);  // one number is enough
    CHECK(outcome.bound.find("u") != std::string::npos);
}

TEST_CASE("a Hessian without its outer product, or with its sign turned, breaks a law", "[laws]") {
    const auto changed = [](const char* name, void (*change)(std::vector<double>&)) {
        return FunctionSubject(name, [change](const Plan& plan, const std::string& output) {
            auto values = correctly_rounded(plan, output);
            if (output == "H_logits") change(values);
            return values;
        });
    };
    auto diagonal = changed("diagonal", [](std::vector<double>& hessian) {
        for (double& v : hessian) v = std::max(v, 0.0);
    });
    auto turned = changed("-H", [](std::vector<double>& hessian) {
        for (double& v : hessian) v = -v;
    });
    CHECK(law_named("hessian annihilates ones").on_subject(diagonal, 1, 10, Format::f64).verdict == LawVerdict::failed);
    CHECK(law_named("hessian annihilates ones").on_subject(turned, 1, 10, Format::f64).verdict != LawVerdict::failed);
    CHECK(law_named("hessian is positive semidefinite").on_subject(turned, 1, 10, Format::f64).verdict == LawVerdict::failed);
}

TEST_CASE("a NaN where a number is due refutes the law", "[laws]") {
    FunctionSubject silent("NaN", [](const Plan& plan, const std::string& output) {
        return std::vector<double>(correctly_rounded(plan, output).size(), NAN);
    });
    CHECK(law_named("softmax is a distribution").on_subject(silent, 1, 10, Format::f64).verdict == LawVerdict::failed);
}

TEST_CASE("the written gradient is the derivative, often enough to meet every operation's strata", "[laws]") {
    const LawOutcome outcome = law_named("written gradient is the derivative").on_reference(1, 1500, Format::f32);
    INFO(told(outcome));
    CHECK(outcome.verdict == LawVerdict::held);
}
