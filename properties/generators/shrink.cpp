// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/axes.hpp"
#include "properties/generators/generator.hpp"

#include <cmath>
#include <memory>

namespace lossproof {
namespace {

using Candidates = std::vector<Case>;

void add_fewer(const Operation& operation, const Case& question, Candidates& out) {
    for (const Axis& axis : axes_of(operation, question))
        for (std::int64_t chunk = (axis.extent + 1) / 2; chunk >= 1; chunk /= 2) {
            if (chunk == axis.extent) continue;
            for (std::int64_t from = 0; from < axis.extent; from += chunk)
                if (auto smaller = without(operation, question, axis, from, std::min(from + chunk, axis.extent)))
                    out.push_back(std::move(*smaller));
        }
}

/// Without the parameter if that is allowed, else with a rounder number.
void add_parameters(const Operation& operation, const Case& question, Candidates& out) {
    for (const auto& [name, value] : question.parameters) {
        const Parameter* parameter = operation.parameter(name);
        Case smaller = question;
        if (!parameter || parameter->optional || !parameter->fallback.empty()) {
            smaller.parameters.erase(name);
            out.push_back(std::move(smaller));
        } else if (const double* number = std::get_if<double>(&value)) {
            for (const double simple : {0.0, 1.0, 0.5}) {
                if (*number == 0.0 || *number == simple || (*number == 1.0 && simple == 0.5)) continue;
                smaller.parameters[name] = simple;
                out.push_back(smaller);
            }
        }
    }
    for (const auto& input : operation.inputs)
        if (input.optional && question.inputs.contains(input.name)) {
            out.push_back(question);
            out.back().inputs.erase(std::string(input.name));
        }
}

/// How hard a number is to read: bits of its significand and of its exponent, and its sign. Shrinking only goes down.
double burden(double value) {
    if (value == 0) return std::signbit(value) ? 0.5 : 0;
    const double sign = std::signbit(value) ? 0.5 : 0;
    if (!std::isfinite(value)) return 4 + sign;
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
    std::vector<double> result = {0.0, 1.0, -1.0};
    if (!std::isfinite(value)) return result;
    for (const int bits : {1, 3, 8, 16, 24, 40}) result.push_back(kept_bits(value, bits));
    result.push_back(std::trunc(value));
    result.push_back(std::fabs(value));
    result.push_back(value / 2);
    return result;
}

void add_numbers(const Operation& operation, const Case& question, Candidates& out) {
    std::size_t total = 0;
    for (const auto& [name, tensor] : question.inputs) total += tensor.values.size();
    if (total > 40) return;  // first fewer, then simpler
    for (const auto& input : operation.inputs) {
        const auto found = question.inputs.find(input.name);
        if (found == question.inputs.end()) continue;
        const bool sign = input.meaning == Meaning::sign;
        for (std::size_t i = 0; !sign && i < found->second.values.size(); ++i) {
            const double value = found->second.values[i];
            for (const double candidate : simpler(value)) {
                if (burden(candidate) >= burden(value) || !representable(question.format, candidate)) continue;
                if (found->second.integral && (candidate < 0 || candidate != std::trunc(candidate))) continue;
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
