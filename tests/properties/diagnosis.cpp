// SPDX-License-Identifier: Apache-2.0
// What a wrong number gives away, one line a telltale; and what a tally keeps of many.
#include "properties/sweep/tally.hpp"
#include "properties/verdict/diagnosis.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

namespace {

Case squares(std::vector<double> prediction, Parameters parameters = {}) {
    const auto rows = static_cast<std::int64_t>(prediction.size());
    const std::vector<double> zeros(prediction.size(), 0.0);
    return {.operation = "squared_error",
            .format = Format::f64,
            .parameters = std::move(parameters),
            .inputs = {{"prediction", {.shape = {rows, 1}, .values = std::move(prediction)}},
                       {"target", {.shape = {rows, 1}, .values = zeros}}}};
}
std::string told(const Case& question, double got, const std::string& output = "value") {
    return diagnose(Plan(question), output, 0, got).name;
}
bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Finding finding(Verdict verdict, double ulps, std::string profile = "") {
    Finding made;
    made.judgement.verdict = verdict;
    made.judgement.ulps = ulps;
    made.profile = std::move(profile);
    return made;
}

}  // namespace

TEST_CASE("a constant factor is called by its usual cause") {
    CHECK(says(told(squares({2}), -4), "sign"));
    CHECK(says(told(squares({2}), 8), "a missing ½"));
    CHECK(says(told(squares({2}), 2), "a ½ too many"));
    const Parameters mean = {{"reduction", std::string("mean")}};
    CHECK(says(told(squares({1, 2, 4}, mean), 21), "the sum where the mean"));
    const Parameters sum = {{"reduction", std::string("sum")}};
    CHECK(says(told(squares({1, 2, 4}, sum), 7), "the mean where the sum"));
    CHECK(told(squares({2}), 4.7).empty());
}

TEST_CASE("special answers, lost subnormals and short digits are called by their names") {
    CHECK(says(told(squares({2}), std::nan("")), "∞ − ∞"));
    CHECK(says(told(squares({2}), HUGE_VAL), "overflow"));
    CHECK(says(told(squares({1e-160}), 0), "flush to zero"));
    CHECK(says(told(squares({0.1}), static_cast<float>(0.1 * 0.1)), "float32"));
    CHECK(says(told(squares({0.1}), 0), "total cancellation"));
}

TEST_CASE("a known bad formula is named where its result agrees bit for bit, and only there") {
    const Case question{
        .operation = "softplus", .format = Format::f64, .parameters = {}, .inputs = {{"x", {.shape = {1, 1}, .values = {21.5}}}}};
    const Diagnosis exact = diagnose(Plan(question), "value", 0, 21.5);
    CHECK((exact.exact && says(exact.name, "threshold 20")));
    CHECK_FALSE(diagnose(Plan(question), "value", 0, 21.625).exact);
}

TEST_CASE("a tally counts every verdict, and keeps the gravest finding, then the farthest") {
    Tally tally;
    tally.add(finding(Verdict::correctly_rounded, 0));
    tally.add(finding(Verdict::not_judged, 1e9));
    CHECK(tally.verdict() == Verdict::correctly_rounded);
    CHECK(tally.ulps() == 0);  // what is not judged has no error
    tally.add(finding(Verdict::accurate, 3));
    tally.add(finding(Verdict::inaccurate, 50));
    tally.add(finding(Verdict::inaccurate, 70));
    tally.add(finding(Verdict::inaccurate, 60));
    tally.add(finding(Verdict::convention, 1e6, "torch"));
    CHECK(tally.verdict() == Verdict::inaccurate);
    CHECK(tally.worst()->judgement.ulps == 70);
    CHECK(tally.ulps() == 70);
    CHECK(tally.components() == 7);
    CHECK((tally.count(Verdict::inaccurate) == 3 && tally.count(Verdict::not_judged) == 1 && tally.count(Verdict::wrong) == 0));
    CHECK(tally.profiles().at("torch") == 1);
    std::size_t in_histogram = 0;
    for (const auto bin : tally.histogram()) in_histogram += bin;
    CHECK(in_histogram == 5);
    tally.add_error(finding(Verdict::exact, 0, "crash"));
    CHECK(tally.verdict() == Verdict::error);
}
