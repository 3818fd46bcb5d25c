// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/diagnosis.hpp"

#include "properties/verdict/bad_formulas.hpp"
#include "properties/verdict/counterfactual.hpp"
#include "properties/verdict/verdict.hpp"
#include "reference/oracle/machine_evaluate.hpp"

#include <cmath>

namespace lossproof {

namespace {

Diagnosis diagnosed(const Plan& plan, const CertifiedOutput& output, Index index, std::span<const double> got) {
    const double truth = output.answers.at(index).rounded;
    // A lost subnormal: any formula that cancels returns 0 too, so only the textbook's own underflow is worth naming.
    const bool lost = got[index] == 0 && truth != 0 && std::fabs(truth) < std::ldexp(1.0, spec(plan.format()).min_exponent);
    // One NaN is as good as another: it is what was read that tells.
    if (!lost && !std::isnan(got[index]))
        for (const BadFormula& bad : bad_formula_values(plan, output.name))
            if (index < bad.values.size() && same(bad.values[index], got[index]))
                return {.cause = bad.cause, .name = std::string(bad.name), .exact = true};
    const auto [cause, name] = telltale(plan, output, index, got);
    const auto textbook = textbook_values(plan, output.name);
    if (index < textbook.size() && same(textbook[index], got[index]))
        return {.cause = cause, .name = "the textbook formula, evaluated as it is written", .exact = true};
    if (const auto other = counterfactual(plan, output, got)) return {.cause = other->cause, .name = other->name, .exact = false};
    return {.cause = cause, .name = name, .exact = false};
}

}  // namespace

Diagnosis diagnose(const Plan& plan, const std::string& output, Index index, std::span<const double> got) {
    const Certificate certificate(plan.question(), {.outputs = {output}});
    return diagnosed(plan, certificate.outputs().front(), index, got);
}

Diagnosis diagnose(const Plan& plan, const std::string& output, Index index, double got) {
    const Certificate certificate(plan.question(), {.outputs = {output}});
    std::vector<double> all;
    for (const Answer& answer : certificate.outputs().front().answers) all.push_back(answer.rounded);
    all.at(index) = got;
    return diagnosed(plan, certificate.outputs().front(), index, all);
}

std::string text(const Diagnosis& diagnosis) { return diagnosis.name + (diagnosis.exact ? " (matches bit for bit)" : ""); }

}  // namespace lossproof
