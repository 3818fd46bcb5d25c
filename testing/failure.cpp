// SPDX-License-Identifier: Apache-2.0
#include "testing/failure.hpp"

#include "properties/sweep/question.hpp"
#include "properties/verdict/diagnosis.hpp"
#include "reference/oracle/print.hpp"
#include "reference/oracle/case_json.hpp"

#include <cmath>
#include <cstdio>

namespace lossproof::testing {
namespace {

constexpr std::size_t most_numbers = 24;

std::string number(double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.4g", value);
    return buffer;
}

std::optional<double> positive(double value) { return value > 0 ? std::optional(value) : std::nullopt; }

std::string parameter_text(const ParameterValue& value) {
    if (const auto* real = std::get_if<double>(&value)) return decimal_text(Format::f64, *real);
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
    return std::get<std::string>(value);
}

/// One level of brackets a dimension.
std::string nested(const Tensor& tensor, Format format, std::size_t dimension, std::size_t& next) {
    if (dimension == tensor.shape.size()) {
        const double value = tensor.values[next++];
        return tensor.integral ? std::to_string(static_cast<long long>(value)) : decimal_text(format, value);
    }
    std::string text = "[";
    for (std::int64_t i = 0; i < tensor.shape[dimension]; ++i) {
        if (next >= most_numbers) return text + " …]";
        text += (i ? " " : "") + nested(tensor, format, dimension + 1, next);
    }
    return text + "]";
}

std::string inputs_line(const Case& asked) {
    const Plan plan(asked);
    const Case& question = plan.question();  // with the defaults
    std::string line;
    const auto add = [&](const std::string& name, const std::string& value) { line += (line.empty() ? "  " : "   ") + name + " " + value; };
    for (const auto& [name, tensor] : question.inputs) add(name, decimals(tensor, question.format));
    for (const auto& [name, value] : question.parameters) add(name, parameter_text(value));
    return line;
}

std::string numbers_line(const Failure& failure) {
    std::string line = "  got " + failure.got + "   expected " + failure.certified + " (certified)";
    if (failure.ulps) line += "   off by " + number(*failure.ulps) + " ulp";
    if (failure.allowed_ulps) line += "   allowed " + number(*failure.allowed_ulps) + " ulp";
    return line + (failure.why.empty() ? "" : ": " + failure.why);
}

void explain(Failure& failure, const Plan& plan, const Finding& finding) {
    failure.cause = text(diagnose(plan, failure.output, finding.index, finding.got));
    failure.stable_form = printed_stable(plan.operation());
}

/// What would have been allowed, where the verdict needed no bound (a spurious infinity, a wrong sign).
Failure completed(Failure failure) {
    if (failure.allowed_ulps || failure.got.empty()) return failure;
    Certificate certificate(failure.question, {.outputs = {failure.output}, .enclosures = false});
    const Plan& plan = certificate.plan();
    failure.allowed_ulps = allowed(certificate, certificate.outputs().front(), failure.index);
    const auto terms = static_cast<double>(plan.row_length());
    const Extent extent{.terms = terms, .growth = growth(Grade::recursive, terms)};
    if (failure.allowed_ulps) failure.why = plan.operation().bound_of(failure.output)(extent).derivation;
    return failure;
}

Failure of_finding(const Case& question, const std::string& output, const Finding& finding) {
    const Judgement& judgement = finding.judgement;
    return {.question = question,
            .output = output,
            .stratum = {},
            .verdict = std::string(name(judgement.verdict)),
            .index = finding.index,
            .got = decimal_text(question.format, finding.got),
            .certified = decimal_text(question.format, finding.answer.rounded),
            .ulps = positive(judgement.ulps),
            .allowed_ulps = positive(judgement.allowed_ulps),
            .why = judgement.bound,
            .cause = {},
            .stable_form = {},
            .message = {},
            .replay = {}};
}

}  // namespace

std::string decimals(const Tensor& tensor, Format format) {
    std::size_t next = 0;
    return nested(tensor, format, 0, next);
}

Failure failure_of(const Witness& witness) {
    Failure failure = of_finding(witness.question, witness.output, witness.finding);
    failure.stratum = witness.stratum;
    failure.message = witness.message;
    failure.replay = witness.replay;
    failure.cause = text(witness.diagnosis);
    failure.stable_form = witness.stable_form;
    if (witness.finding.judgement.verdict == Verdict::error) failure.got.clear();
    return completed(failure);
}

Failure failure_of(Certificate& certificate, const std::string& output, const Finding& finding) {
    Failure failure = of_finding(certificate.plan().question(), output, finding);
    explain(failure, certificate.plan(), finding);
    return completed(failure);
}

Failure failure_of(const reports::Witness& witness) {
    const auto maximum = [](const reports::Maximum& m) { return m ? positive(m->value) : std::nullopt; };
    Failure failure{.question = read_cases(witness.question.json).front().question.value(),
                    .output = witness.cell.output,
                    .stratum = witness.stratum,
                    .verdict = std::string(reports::word(witness.verdict)),
                    .index = witness.index,
                    .got = {},
                    .certified = {},
                    .ulps = maximum(witness.ulps),
                    .allowed_ulps = witness.bound ? maximum(witness.bound->ulps) : std::nullopt,
                    .why = witness.bound ? witness.bound->text : "",
                    .cause = {},
                    .stable_form = {},
                    .message = witness.message,
                    .replay = witness.replay};
    if (witness.got) failure.got = witness.got->decimal;
    if (witness.reference) failure.certified = witness.reference->value.decimal;
    if (witness.diagnosis) {
        failure.cause = witness.diagnosis->name + (witness.diagnosis->exact_match ? " (matches bit for bit)" : "");
        failure.stable_form = witness.diagnosis->stable_form;
    }
    return completed(failure);
}

std::string text(const Failure& failure) {
    std::string text = failure.question.operation + " " + failure.output + "[" + std::to_string(failure.index) + "] is " + failure.verdict +
                       " (" + std::string(name(failure.question.format)) + (failure.stratum.empty() ? "" : ", stratum " + failure.stratum) +
                       ")\n" + inputs_line(failure.question);
    if (!failure.got.empty()) text += "\n" + numbers_line(failure);
    if (!failure.message.empty()) text += "\n  said    " + failure.message;
    if (!failure.cause.empty()) text += "\n  cause   " + failure.cause;
    if (!failure.stable_form.empty()) text += "\n  stable  " + failure.stable_form;
    if (!failure.replay.empty()) text += "\n  replay  " + failure.replay;
    return text;
}

}  // namespace lossproof::testing
