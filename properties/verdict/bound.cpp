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

/// First-order constants times u, as γ = r/(1−r) [Higham §3.1]; from r ≥ 1 on the theory bounds nothing.
long double full_order(long double first_order, long double truth) {
    if (truth == 0) return first_order;
    const long double r = first_order / truth;
    return r >= 1 ? HUGE_VALL : first_order / (1 - r);  // what is not known stays so: NaN
}

/// Roundings of the outer reduction and of the last divisions.
double outer(const Setting& setting, Grade grade) { return (setting.rows > 1 ? growth(grade, setting.rows) : 0) + setting.final_roundings; }

}  // namespace

std::string_view name(Grade grade) {
    constexpr std::string_view names[] = {"exact", "compensated", "pairwise", "blocked", "recursive"};
    return names[static_cast<std::size_t>(grade)];
}

double growth(Grade grade, double n) {
    if (n <= 1) return 0;
    switch (grade) {
    case Grade::exact: return 0;
    case Grade::compensated: return std::min(2.0, n - 1);
    case Grade::pairwise: return std::ceil(std::log2(n));
    case Grade::blocked: {
        const double block = std::ceil(std::sqrt(n));
        return std::min(block + std::ceil(n / block), n - 1);
    }
    case Grade::recursive: return n - 1;
    }
    return n - 1;
}

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
    // An entry that grants no κ grants none where κ is infinite either.
    const long double granted = bound.condition == 0 ? 0 : bound.condition * static_cast<long double>(condition);
    const long double first = unit_roundoff(setting.format) * (constant * magnitude + granted);
    // Past the value itself the bound still holds in absolute terms: ill-conditioned data may cost every digit.
    const bool absolute = (condition > 0 && bound.condition > 0) || magnitude > truth;
    const bool past = truth > 0 && first >= truth;
    return {.error = absolute && past ? first : full_order(first, truth),
            .text = "u(" + number_text(constant) + (magnitude > truth * 1.000001L ? " Σ|L|" : "|y|") + " + " +
                    number_text(bound.condition) + "κ), κ = " + number_text(condition) + setting_text(setting, grade) + "; " +
                    std::string(bound.derivation)};
}

}  // namespace lossproof
