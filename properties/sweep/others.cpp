// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/others.hpp"

#include "properties/generators/generator.hpp"
#include "properties/generators/strata.hpp"
#include "properties/sweep/question.hpp"
#include "properties/verdict/measure.hpp"

#include <algorithm>
#include <ranges>
#include <set>

namespace lossproof {
namespace {

constexpr std::size_t most_numbers = 512;

/// How many numbers the output has, if a few more are welcome.
std::size_t numbers_of(const Case& question, const std::string& output) {
    std::size_t count = 1;
    const Plan plan(question);
    for (const auto extent : planned_output(plan, output).shape) count *= static_cast<std::size_t>(extent);
    return count > most_numbers ? 0 : count;
}

std::vector<Case> others_of(const Subject& subject, const Case& drawn, const std::string& output, std::string_view stratum,
                            std::uint64_t seed) {
    constexpr std::size_t few = 12, taken = 2;
    const Operation& operation = operation_named(drawn.operation);
    const auto takes = [&](std::string_view option) { return subject.takes(operation.name, option); };
    auto cases = draw(operation, drawn.format, stratum, seed, few, takes);
    for (Case& c : cases) c.parameters = drawn.parameters;
    std::erase_if(cases, [&](const Case& c) {
        const bool alike = std::ranges::equal(c.inputs | std::views::keys, drawn.inputs | std::views::keys);
        return !alike || !is_proper(c) || numbers_of(c, output) == 0 || c == drawn;
    });
    std::ranges::stable_sort(cases, std::greater<>{}, [&](const Case& c) { return numbers_of(c, output); });
    cases.resize(std::min(cases.size(), taken));
    return cases;
}

}  // namespace

std::vector<Asked> ask_others(Subject& subject, const Case& drawn, const std::string& output, std::string_view stratum,
                              std::uint64_t seed) {
    std::set<std::string_view> of_interest;
    for (const Stratum& one : strata_of(operation_named(drawn.operation), drawn.format))
        if (one.name == stratum || one.name == "moderate") of_interest.insert(one.name);
    std::vector<Request> requests;
    for (const std::string_view one : of_interest)
        for (const Case& question : others_of(subject, drawn, output, one, seed))
            requests.push_back(request_for(Plan(question), subject, output));
    std::erase_if(requests, [](const Request& request) { return request.outputs.empty(); });
    if (requests.empty()) return {};
    std::vector<Asked> asked;
    const auto replies = subject.compute(requests);
    for (std::size_t i = 0; i < replies.size(); ++i) {
        const auto found = replies[i].outputs.find(output);
        if (replies[i].status != Reply::Status::answered || found == replies[i].outputs.end()) continue;
        asked.push_back({.question = requests[i].question, .values = found->second.values});
    }
    return asked;
}

}  // namespace lossproof
