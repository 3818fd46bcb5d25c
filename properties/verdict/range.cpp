// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/range.hpp"

#include "properties/verdict/measure.hpp"
#include "reference/oracle/error_bound.hpp"
#include "reference/oracle/parameters.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace lossproof {
namespace {

/// Equal, both no finite number, or both lost to underflow.
bool same_failure(double got, double stable) { return same(got, stable) || (!std::isfinite(got) && !std::isfinite(stable)); }

bool is_scaled(const Input& input) { return is_datum(input.meaning) && !is_integral(input.meaning); }

/// The case with its data multiplied and rounded into the format.
Case scaled(const Case& question, double factor) {
    Case result = question;
    for (const Input& input : operation_named(question.operation).inputs)
        if (const auto found = result.inputs.find(input.name); found != result.inputs.end() && is_scaled(input))
            for (double& value : found->second.values) value = round_to(question.format, value * factor);
    return result;
}
double largest_datum(const Case& question) {
    double size = 0;
    for (const Input& input : operation_named(question.operation).inputs)
        if (const auto found = question.inputs.find(input.name); found != question.inputs.end() && is_scaled(input))
            for (const double value : found->second.values) size = std::max(size, std::fabs(value));
    return size;
}

bool stable_is_right(const Case& question, const std::string& name, Index index) {
    try {
        Certificate certificate(question, {.outputs = {name}});
        const CertifiedOutput& output = certificate.outputs().front();
        const double truth = output.answers.at(index).rounded;
        // Where the truth itself has left the format, or has vanished in it, nothing is shown.
        if (!std::isfinite(truth) || truth == 0) return false;
        return passes(measure(certificate, output, index).judge(certificate.stable_values(name).at(index)));
    } catch (const UsageError&) {
        return false;  // no proper question any more
    }
}

/// A parameter that the format rounds out of the range it must lie in: β₂ = 0.999 is 1 in bfloat16, and 1 − β₂ is 0.
bool parameter_out_of_range(const Plan& plan) {
    Parameters rounded = plan.question().parameters;
    for (auto& [name, value] : rounded)
        if (auto* number = std::get_if<double>(&value)) *number = round_to(plan.format(), *number);
    try {
        complete_parameters(plan.operation(), rounded);
        return false;
    } catch (const UsageError&) {
        return true;
    }
}

}  // namespace

bool beyond_range(Certificate& certificate, const CertifiedOutput& output, Index index, double got) {
    const bool special = output.answers[index].decided_by == DecidedBy::special;
    if (special && !parameter_out_of_range(certificate.plan())) return false;
    const double stable = certificate.stable_values(output.name).at(index);
    if (!same_failure(got, stable) || !falls_short(measure(certificate, output, index).judge(stable).verdict)) return false;
    const bool parameter = special || parameter_out_of_range(certificate.plan());
    return parameter || !certificate.computed_bound(output.name, index, Grade::recursive).undefined.empty();
}

std::string range_text(const Case& question, const std::string& output, Index index) {
    const double size = largest_datum(question);
    const FormatSpec& format = spec(question.format);
    if (size == 0 || !std::isfinite(size)) return {};
    const auto right = [&](double factor) { return stable_is_right(scaled(question, factor), output, index); };
    for (const int sign : {-1, 1}) {
        // The first power of two, by doubling exponents, for which it is right; then the last one for which it is not.
        int good = 1;
        const int most = format.max_exponent - format.smallest_exponent();
        while (good <= most && !right(std::ldexp(1.0, sign * good))) good *= 2;
        if (good > most) continue;
        int bad = good / 2;
        while (good - bad > 1) {
            const int between = (good + bad) / 2;
            (right(std::ldexp(1.0, sign * between)) ? good : bad) = between;
        }
        double inside = std::ldexp(1.0, sign * good), outside = std::ldexp(1.0, sign * bad);
        for (int step = 0; step < 12; ++step) {
            const double between = inside / 2 + outside / 2;
            (right(between) ? inside : outside) = between;
        }
        char text[64];
        std::snprintf(text, sizeof text, "right %s %.2g", sign < 0 ? "up to" : "from", size * inside);
        return std::string(text) + (sign < 0 ? "" : " on");
    }
    return {};
}

}  // namespace lossproof
