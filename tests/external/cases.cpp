// SPDX-License-Identifier: Apache-2.0
// Numbers of other projects, certified again: their inputs, the correctly rounded answers, and how far each published
// number lies from them. The distances are part of the data, so a print that is off is a fact this test states.
#include "reference/oracle/case_json.hpp"
#include "reference/oracle/certify.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

using namespace lossproof;
using Json = nlohmann::json;

namespace {

std::string all_text() {
    std::ifstream file(LOSSPROOF_SOURCE_DIR "/tests/external/cases.json");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::uint64_t pattern(const std::string& bits) { return std::strtoull(bits.c_str(), nullptr, 16); }

/// Numbers of the format between two of its numbers, both zeros counted as one; 0 for two NaNs.
std::uint64_t steps_between(Format format, double a, double b) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) == std::isnan(b) ? 0 : ~std::uint64_t{0};
    const auto place = [&](double x) {
        const auto magnitude = static_cast<std::int64_t>(encode(format, std::fabs(x)));
        return std::signbit(x) ? -magnitude : magnitude;
    };
    return static_cast<std::uint64_t>(std::llabs(place(a) - place(b)));
}

void check_output(const CertifiedOutput& output, Format format, const Json& expected) {
    CHECK(output.shape == expected["shape"].get<std::vector<std::int64_t>>());
    const auto bits = expected["bits"].get<std::vector<std::string>>();
    REQUIRE(output.answers.size() == bits.size());
    for (std::size_t i = 0; i < bits.size(); ++i) {
        INFO(output.name << " entry " << i);
        REQUIRE(output.answers[i].decided());
        CHECK(bits_text(format, output.answers[i].rounded) == bits[i]);
    }
}

/// True if every published number is the correctly rounded one; the recorded distances must be the true ones.
bool check_published(const CertifiedOutput& output, Format format, const Json& reported, std::ostream& remarks) {
    bool right = true;
    const auto bits = reported["bits"].get<std::vector<std::string>>();
    for (std::size_t i = 0; i < bits.size(); ++i) {
        const double published = decode(format, pattern(bits[i]));
        const auto distance = steps_between(format, published, output.answers.at(i).rounded);
        CHECK(distance == reported["steps"][i].get<std::uint64_t>());
        right &= distance == 0;
        if (distance != 0)
            remarks << "  " << output.name << '[' << i << "] printed " << decimal_text(format, published) << ", truly "
                    << decimal_text(format, output.answers[i].rounded) << ": off by " << distance << " steps of " << name(format) << '\n';
    }
    return right;
}

}  // namespace

TEST_CASE("every public case is certified, and every misprint is known as one", "[external]") {
    const Json all = Json::parse(all_text());
    const auto cases = read_cases(all.dump());
    REQUIRE(cases.size() == 191);
    std::size_t published = 0, off = 0;
    std::ostringstream remarks;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        INFO(cases[i].id << " from " << all[i]["source"] << ' ' << cases[i].error);
        REQUIRE(cases[i].question);
        const Certificate certificate(*cases[i].question);
        for (const auto& [name, expected] : all[i]["outputs"].items()) {
            const CertifiedOutput* output = certificate.output(name);
            REQUIRE(output != nullptr);
            check_output(*output, cases[i].question->format, expected);
            if (!all[i].contains("reported") || !all[i]["reported"].contains(name)) continue;
            std::ostringstream found;
            ++published;
            if (check_published(*output, cases[i].question->format, all[i]["reported"][name], found)) continue;
            ++off;
            remarks << cases[i].id << " (" << all[i]["source"].get<std::string>() << ")\n" << found.str();
        }
    }
    WARN(off << " of " << published << " published answers are not the correctly rounded ones:\n" << remarks.str());
    CHECK(off == 108);
}

TEST_CASE("every case survives being written and read again", "[external]") {
    for (const auto& each : read_cases(all_text())) {
        const auto again = read_cases(case_text(*each.question));
        REQUIRE(again.size() == 1);
        REQUIRE(again[0].question);
        // NaN is no equal of itself; the text is.
        CHECK(case_text(*again[0].question) == case_text(*each.question));
    }
}
