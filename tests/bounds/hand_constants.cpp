// SPDX-License-Identifier: Apache-2.0
// The constants counted by hand, u(a|y| + bκ), are never below the computed bound: a constant that is has been miscounted.
#include "properties/generators/strata.hpp"
#include "reference/oracle/certify.hpp"
#include "reference/oracle/error_bound.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace lossproof;

namespace {

/// The bound of an entry for one component of an unreduced case, in first order and as a product of roundings.
long double by_hand(Certificate& certificate, const Plan::Output& output, Index index, Grade grade) {
    const Plan& plan = certificate.plan();
    double terms = static_cast<double>(plan.row_length());
    if (!plan.operation().by_row() && !plan.operation().by_element())
        for (const auto& [name, tensor] : plan.question().inputs) terms = std::max(terms, static_cast<double>(tensor.values.size()));
    const Bound bound = plan.operation().bound_of(output.name)({.terms = terms, .growth = growth(grade, terms)});
    const double base = plan.question().parameters.contains("base") ? 3 : 0;  // a logarithm and a quotient
    const long double u = unit_roundoff(plan.format()), size = std::fabs(certificate.output(output.name)->answers[index].rounded);
    const long double terms_size = std::max<long double>(certificate.magnitude(output.name, index), size);
    const long double mixed = u * ((bound.value + base) * terms_size + bound.condition * certificate.condition(output.name, index));
    const long double first = std::max(std::isinf(bound.accurate) ? 0 : u * (bound.accurate + base) * size, mixed);
    const long double relative = first / size;
    return relative < 1 ? first / (1 - relative) : HUGE_VALL;
}

}  // namespace

TEST_CASE("no constant counted by hand is below the computed bound") {
    std::size_t compared = 0;
    for (const auto& operation : catalogue())
        for (const Format format : {Format::f64, Format::f32})
            for (const auto& stratum : strata_of(operation, format))
                for (Case question : draw(operation, format, stratum.name, 13, 1)) {
                    question.parameters.erase("reduction");
                    Certificate certificate(question);
                    const Plan& plan = certificate.plan();
                    ErrorBounds bounds(plan, {.format = format});
                    for (const auto& output : plan.outputs()) {
                        if (!operation.bound_of(output.name) || output.reduced) continue;
                        const auto& answers = certificate.output(output.name)->answers;
                        for (Index i = 0; i < answers.size(); ++i) {
                            const double size = std::fabs(answers[i].rounded);
                            // Underflow has its own allowance in a verdict, and parameters are exact in the constants.
                            if (!answers[i].decided() || !std::isfinite(size) || size < std::ldexp(1.0, spec(format).min_exponent + 60))
                                continue;
                            const ErrorBound bound = bounds.of(output, i);
                            if (!bound.undefined.empty() || bound.parts.underflow > 0) continue;
                            const long double computed = bound.bound - bound.parts.parameters;
                            const long double hand = by_hand(certificate, output, i, Grade::recursive);
                            ++compared;
                            if (computed <= hand * (1 + 0x1p-20L)) continue;
                            CAPTURE(operation.name, compact_text(question), output.name, i, answers[i].rounded, bound.derivation);
                            CHECK(static_cast<double>(computed) <= static_cast<double>(hand));
                        }
                    }
                }
    CHECK(compared > 5000);
}
