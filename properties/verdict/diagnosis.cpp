// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/diagnosis.hpp"

#include "properties/verdict/bad_formulas.hpp"
#include "properties/verdict/verdict.hpp"
#include "reference/oracle/certify.hpp"
#include "reference/oracle/machine_evaluate.hpp"

#include <array>
#include <cmath>

namespace lossproof {
namespace {

/// A constant factor between answer and truth, as slips with reductions, halves and bases leave it.
std::string factor_between(const Plan& plan, double truth, double got) {
    const auto rows = static_cast<double>(std::max<Index>(plan.groups(), 1));
    const auto terms = static_cast<double>(plan.row_length());
    const struct {
        double factor;
        const char* name;
    } slips[] = {{-1, "the sign is turned"},
                 {2, "a factor 2 too large (a missing ½)"},
                 {0.5, "a factor 2 too small (a ½ too many, or a missing factor 2 of the derivative)"},
                 {rows, "the sum where the mean was asked"},
                 {1 / rows, "the mean where the sum was asked"},
                 {terms, "not divided by the row length K"},
                 {1 / terms, "divided by the row length K (batchmean against mean)"},
                 {1 / std::log(2.0), "in bits where nats were asked"},
                 {std::log(2.0), "in nats where bits were asked"}};
    const double room = 64 * unit_roundoff(plan.format());
    for (const auto& slip : slips)
        if (slip.factor != 1 && std::fabs(got / truth / slip.factor - 1) < room) return slip.name;
    return {};
}

/// What the number itself gives away: what is wrong in general, and here.
std::pair<std::string, std::string> telltale(const Plan& plan, double truth, double got) {
    const FormatSpec& format = spec(plan.format());
    const double least_normal = std::ldexp(1.0, format.min_exponent);
    if (got == 0 && std::fabs(truth) < least_normal && truth != 0) return {"flush to zero", "a subnormal result is lost"};
    if (std::isnan(got)) return {"∞ − ∞, 0·∞ or 0/0 on the way", "∞ − ∞, 0·∞ or 0/0 on the way"};
    if (std::isinf(got) && plan.reduction() != Reduction::none)
        return {"a sum overflows before the division", "overflow of the sum, or of a term of it"};
    if (std::isinf(got)) return {"overflow on the way", "an exponential or a square before the shift or the scaling"};
    if (auto slip = factor_between(plan, truth, got); !slip.empty()) return {slip, slip};
    const bool narrow =
        plan.format() == Format::f64 && got != 0 && round_to(Format::f32, got) == got && round_to(Format::f32, truth) != truth;
    if (narrow) return {"computed in float32", "computed or accumulated in float32"};
    if (got == 0) return {"total cancellation", "a small difference of numbers near 1 was rounded away"};
    return {};
}

}  // namespace

Diagnosis diagnose(const Plan& plan, const std::string& output, Index index, double got) {
    const Certificate certificate(plan.question(), {.outputs = {output}});
    const double truth = certificate.outputs().front().answers.at(index).rounded;
    const auto textbook = textbook_values(plan, output);
    const bool as_written = index < textbook.size() && same(textbook[index], got);
    // A lost subnormal: any formula that cancels returns 0 too, so only the textbook's own underflow is worth naming.
    const bool lost = got == 0 && truth != 0 && std::fabs(truth) < std::ldexp(1.0, spec(plan.format()).min_exponent);
    if (!lost)
        for (const BadFormula& bad : bad_formula_values(plan, output))
            if (index < bad.values.size() && same(bad.values[index], got))
                return {.cause = std::string(bad.cause), .name = std::string(bad.name), .exact = true};
    const auto [cause, name] = telltale(plan, truth, got);
    if (as_written) return {.cause = cause, .name = "the textbook formula, evaluated as it is written", .exact = true};
    return {.cause = cause, .name = name, .exact = false};
}

}  // namespace lossproof
