// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/axes.hpp"
#include "properties/generators/generator.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

namespace lossproof {
namespace {

using Candidates = std::vector<Case>;

/// What a formula or a reduction counts keeps three, because at two a forgotten 1/N looks like a forgotten ½ and a row has a symmetry that
/// it has nowhere else. What only stands side by side may be one.
std::int64_t least_extent(const Operation& operation, const Case& question, const Axis& axis) {
    constexpr std::int64_t telling = 3;
    const auto reduction = question.parameters.find("reduction");
    const bool reduced = reduction != question.parameters.end() && reduction->second != Parameters::mapped_type(std::string("none"));
    const bool beside = std::ranges::all_of(axis.places, [&](const Axis::Place& place) {
        const int input = operation.input_index(place.tensor);
        return runs_over_groups(operation.batch, operation.inputs[static_cast<std::size_t>(input)].shape, place.dimension);
    });
    return beside && !reduced ? 1 : std::min(telling, axis.extent);
}

void add_fewer(const Operation& operation, const Case& question, Candidates& out) {
    for (const Axis& axis : axes_of(operation, question)) {
        const std::int64_t least = least_extent(operation, question, axis);
        for (std::int64_t chunk = (axis.extent + 1) / 2; chunk >= 1; chunk /= 2) {
            if (axis.extent - chunk < least) continue;
            for (std::int64_t from = 0; from < axis.extent; from += chunk)
                if (auto smaller = without(operation, question, axis, from, std::min(from + chunk, axis.extent)))
                    out.push_back(std::move(*smaller));
        }
    }
}

/// At its default, if the parameter has one. Another value is never made up: nobody trains at learning rate 0 and ε 0.
void add_parameters(const Operation& operation, const Case& question, Candidates& out) {
    for (const auto& [name, unused] : question.parameters) {
        const Parameter* parameter = operation.parameter(name);
        if (parameter && !parameter->optional && parameter->fallback.empty()) continue;
        out.push_back(question);
        out.back().parameters.erase(name);
    }
    for (const auto& input : operation.inputs)
        if (input.optional && question.inputs.contains(input.name)) {
            out.push_back(question);
            out.back().inputs.erase(std::string(input.name));
        }
}

/// How far a number is from an everyday one, and how hard to read: bits of its significand, octaves from 1, its sign; 0 comes after 1,
/// for it may be an end of a range. Shrinking only goes down.
double burden(double value) {
    if (value == 0) return std::signbit(value) ? 2.75 : 2.25;
    const double sign = std::signbit(value) ? 0.5 : 0;
    if (!std::isfinite(value)) return 400 + sign;
    int exponent = 0;
    double fraction = std::frexp(std::fabs(value), &exponent);
    int bits = 0;
    for (; fraction > 0; ++bits) fraction = std::ldexp(fraction, 1) - std::floor(std::ldexp(fraction, 1));
    return 1 + bits + std::abs(exponent - 1) / 4.0 + sign;
}

double kept_bits(double value, int bits) {
    int exponent = 0;
    const double fraction = std::frexp(value, &exponent);
    return std::ldexp(std::trunc(std::ldexp(fraction, bits)), exponent - bits);
}

std::vector<double> simpler(double value) {
    std::vector<double> result = {1.0, -1.0, 0.0};
    if (!std::isfinite(value)) return result;
    for (const int bits : {1, 3, 8, 16, 24, 40}) result.push_back(kept_bits(value, bits));
    result.push_back(std::trunc(value));
    result.push_back(std::fabs(value));
    // Towards 1, the same digits: halfway in octaves, then one.
    int exponent = 0;
    std::frexp(value, &exponent);
    const int octaves = exponent - 1;
    for (const int step : {octaves, octaves / 2, octaves > 0 ? 1 : -1})
        if (step != 0 && value != 0) result.push_back(std::ldexp(value, -step));
    return result;
}

/// A row of probabilities stays about as long as it was: one that sums to 3 is no distribution that anybody asks about.
bool keeps_mass(const Input& input, double value, double candidate) {
    constexpr double about = 1.0 / 64;
    return input.meaning != Meaning::distribution || std::fabs(candidate - value) <= about;
}

void add_numbers(const Operation& operation, const Case& question, Candidates& out) {
    std::size_t total = 0;
    for (const auto& [name, tensor] : question.inputs) total += tensor.values.size();
    if (total > 40) return;  // first fewer, then simpler
    for (const auto& input : operation.inputs) {
        const auto found = question.inputs.find(input.name);
        if (found == question.inputs.end() || input.meaning == Meaning::sign) continue;
        const bool integral = found->second.integral;
        for (std::size_t i = 0; i < found->second.values.size(); ++i) {
            const double value = found->second.values[i];
            for (const double candidate : simpler(value)) {
                // A label that is ignored may become one that counts: then nothing needs to be ignored.
                if (integral ? candidate < 0 || (value >= 0 && candidate >= value) || candidate != std::trunc(candidate)
                             : burden(candidate) >= burden(value) || !keeps_mass(input, value, candidate))
                    continue;
                if (!representable(question.format, candidate)) continue;
                out.push_back(question);
                out.back().inputs.find(input.name)->second.values[i] = candidate;
            }
        }
    }
}

}  // namespace

bool is_proper(const Case& question) {
    try {
        Plan{question};
        return true;
    } catch (const UsageError&) {
        return false;
    }
}

rc::Seq<Case> smaller_cases(const Case& question) {
    const Operation* operation = find_operation(question.operation);
    if (!operation) return {};
    Candidates candidates;
    add_fewer(*operation, question, candidates);
    add_parameters(*operation, question, candidates);
    add_numbers(*operation, question, candidates);
    std::erase_if(candidates, [](const Case& c) { return !is_proper(c); });
    return rc::seq::fromContainer(std::move(candidates));
}

Case shrink(Case failing, const std::function<bool(const Case&)>& fails, std::size_t budget) {
    auto best = rc::shrinkable::shrinkRecur(std::move(failing), &smaller_cases);
    auto next = best.shrinks();
    while (budget > 0) {
        const auto candidate = next.next();
        if (!candidate) break;
        --budget;
        if (!fails(candidate->value())) continue;
        best = *candidate;
        next = best.shrinks();
    }
    return best.value();
}

}  // namespace lossproof
