// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/bound.hpp"

#include <cmath>
#include <cstdio>

namespace lossproof {
namespace {

std::string number_text(double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.4g", value);
    return buffer;
}

std::string setting_text(const Setting& setting, Grade grade) {
    std::string text = ", K=" + number_text(setting.terms);
    if (setting.rows > 1) text += ", N=" + number_text(setting.rows);
    return text + ", " + std::string(name(grade)) + " sums";
}

/// First-order constants times u, as γ = r/(1−r) [Higham §3.1]; from r ≥ 1 on the theory bounds nothing, and only an
/// error as large as the value itself is a fact.
long double full_order(long double first_order, long double truth) {
    const long double r = truth > 0 ? first_order / truth : 0;
    if (truth == 0) return first_order;
    return r < 1 ? std::min(first_order / (1 - r), truth) : truth;
}

/// Roundings of the outer reduction and of the last divisions.
double outer(const Setting& setting, Grade grade) { return (setting.rows > 1 ? growth(grade, setting.rows) : 0) + setting.final_roundings; }

}  // namespace

Limit relative_limit(const Setting& setting, BoundRule rule, Grade grade, long double truth) {
    const Bound bound = rule({.terms = setting.terms, .growth = growth(grade, setting.terms)});
    if (std::isinf(bound.accurate)) return {.error = NAN, .text = {}};
    const double constant = bound.accurate + outer(setting, grade);
    return {.error = full_order(unit_roundoff(setting.format) * constant * truth, truth),
            .text = number_text(constant) + " u|y|" + setting_text(setting, grade) + "; " + std::string(bound.derivation)};
}

Limit mixed_limit(const Setting& setting, BoundRule rule, Grade grade, long double magnitude, double condition, long double truth) {
    const Bound bound = rule({.terms = setting.terms, .growth = growth(grade, setting.terms)});
    const double constant = bound.value + outer(setting, grade);
    const long double first =
        unit_roundoff(setting.format) * (constant * magnitude + bound.condition * static_cast<long double>(condition));
    // Past the value itself the bound still holds in absolute terms: ill-conditioned data may cost every digit.
    const long double limit = condition > 0 || magnitude > truth ? std::max(first, full_order(first, truth)) : full_order(first, truth);
    return {.error = limit,
            .text = "u(" + number_text(constant) + (magnitude > truth * 1.000001L ? " Σ|L|" : "|y|") + " + " +
                    number_text(bound.condition) + "κ), κ = " + number_text(condition) + setting_text(setting, grade) + "; " +
                    std::string(bound.derivation)};
}

}  // namespace lossproof
