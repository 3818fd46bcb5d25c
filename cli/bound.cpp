// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"

#include "reference/oracle/case_json.hpp"
#include "reference/oracle/error_bound.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>
#include <iostream>

namespace lossproof::cli {
namespace {

using Json = nlohmann::ordered_json;

Arithmetic arithmetic_of(const BoundOptions& options, Format format) {
    if (!(options.library_ulps > 0) || !std::isfinite(options.library_ulps))
        throw UsageError("--library-ulps must be a number greater than 0");
    for (const Grade grade : all_grades)
        if (name(grade) == options.grade) return {.format = format, .grade = grade, .library = 2 * options.library_ulps};
    throw UsageError("unknown grade '" + options.grade + "'; expected exact, compensated, pairwise, blocked or recursive");
}

/// The smallest double that is not below the bound.
double rounded_up(long double bound) {
    const auto nearest = static_cast<double>(bound);
    return static_cast<long double>(nearest) < bound ? std::nextafter(nearest, HUGE_VAL) : nearest;
}
Json number(double value) { return {{"hex", hex_text(value)}, {"decimal", decimal_text(Format::f64, value)}}; }

Json parts_json(const ErrorParts& parts) {
    Json sums = Json::array();
    for (const auto& sum : parts.sums) sums.push_back({{"terms", sum.terms}, {"error", rounded_up(sum.error)}});
    return {{"roundings", rounded_up(parts.rounding)},
            {"library_functions", rounded_up(parts.library)},
            {"sums", sums},
            {"parameters", rounded_up(parts.parameters)},
            {"underflow", rounded_up(parts.underflow)}};
}

Json component_json(const ErrorBound& bound) {
    if (!bound.undefined.empty()) return {{"bound", nullptr}, {"undefined", bound.undefined}};
    return {{"value", {number(bound.lower), number(bound.upper)}},
            {"bound", number(rounded_up(bound.bound))},
            {"parts", parts_json(bound.parts)},
            {"derivation", bound.derivation}};
}

void print(const std::string& place, const ErrorBound& bound) {
    if (!bound.undefined.empty()) std::printf("%s: no bound: %s\n", place.c_str(), bound.undefined.c_str());
    else
        std::printf("%s = %.17g may err by %.6g = %s\n", place.c_str(), bound.lower / 2 + bound.upper / 2, rounded_up(bound.bound),
                    bound.derivation.c_str());
}

Json one_case(const ParsedCase& parsed, const BoundOptions& options) {
    if (!parsed.question) throw UsageError(parsed.error);
    const Plan plan(*parsed.question);
    ErrorBounds bounds(plan, arithmetic_of(options, plan.format()));
    Json outputs = Json::array();
    if (!options.json)
        std::printf("%s in %s, %s sums, library functions within %g ulp\n", std::string(plan.operation().name).c_str(),
                    std::string(name(plan.format())).c_str(), options.grade.c_str(), options.library_ulps);
    for (const auto& output : plan.outputs()) {
        const Index size = plan.length(output) * (output.reduced ? 1 : plan.groups());
        Json components = Json::array();
        for (Index i = 0; i < size; ++i) {
            const ErrorBound bound = bounds.of(output, i);
            if (options.json) components.push_back(component_json(bound));
            if (options.certificate && bound.undefined.empty())
                components.back()["certificate"] = Json::parse(bounds.certificate(output, i));
            if (!options.json) print("  " + output.name + "[" + std::to_string(i) + "]", bound);
        }
        outputs.push_back({{"name", output.name}, {"shape", output.shape}, {"bounds", components}});
    }
    Json answer = {{"op", plan.operation().name},
                   {"format", name(plan.format())},
                   {"grade", options.grade},
                   {"library_ulps", options.library_ulps},
                   {"outputs", std::move(outputs)}};
    if (!parsed.id_json.empty()) answer["id"] = Json::parse(parsed.id_json);
    return answer;
}

}  // namespace

int bound(const BoundOptions& given) {
    BoundOptions options = given;
    options.json |= options.certificate;
    arithmetic_of(options, Format::f64);  // a wrong option is told before anything is answered
    const auto cases = read_cases(case_text(options.file));
    const bool array = cases.size() != 1 || cases.front().in_array;
    Json all = Json::array();
    for (const auto& parsed : cases) {
        try {
            all.push_back(one_case(parsed, options));
        } catch (const UsageError& error) {
            if (!array) throw;
            all.push_back({{"error", error.what()}});
            if (!parsed.id_json.empty()) all.back()["id"] = Json::parse(parsed.id_json);
            if (!options.json) std::printf("case %s: %s\n", parsed.id.c_str(), error.what());
        }
    }
    if (options.json) std::cout << (array ? all : all.front()).dump(options.certificate ? -1 : 1) << "\n";
    return held;
}

}  // namespace lossproof::cli
