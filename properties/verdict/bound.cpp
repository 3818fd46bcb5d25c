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

/// Roundings of the outer reduction, of the divisor where weights are added up for it, and of the last divisions.
double outer(const Setting& setting, Grade grade) {
    const Reduction::Cost& cost = setting.reduction;
    return (setting.rows > 1 ? growth(grade, setting.rows) : 0) + cost.cancellation * growth(grade, cost.divisor_terms) + cost.divisions +
           setting.final_roundings;
}

/// What the reduction adds to the derivation, in words.
std::string reduction_text(const Setting& setting) {
    const Reduction::Cost& cost = setting.reduction;
    std::string text;
    if (cost.factors > 0) text += "; weights, upstream " + number_text(cost.factors);
    if (cost.divisor_terms > 1) text += "; divisor h(" + number_text(cost.divisor_terms) + ")";
    if (cost.cancellation > 1) text += "·" + number_text(cost.cancellation);
    return text;
}

}  // namespace

Limit relative_limit(const Setting& setting, BoundRule rule, Grade grade, long double truth) {
    const Bound bound = rule({.terms = setting.terms, .growth = growth(grade, setting.terms), .weighted = setting.reduction.inside});
    if (std::isinf(bound.accurate)) return {.error = NAN, .text = {}};
    const double constant = bound.accurate + setting.reduction.factors + outer(setting, grade);
    return {.error = full_order(unit_roundoff(setting.format) * constant * truth, truth),
            .text = number_text(constant) + " u|y|" + setting_text(setting, grade) + "; " + std::string(bound.derivation) +
                    reduction_text(setting)};
}

Limit mixed_limit(const Setting& setting, BoundRule rule, Grade grade, long double magnitude, double condition, long double truth) {
    const Bound bound = rule({.terms = setting.terms, .growth = growth(grade, setting.terms), .weighted = setting.reduction.inside});
    const double constant = bound.value + setting.reduction.factors + outer(setting, grade);
    // An entry that grants no κ grants none where κ is infinite either, and none to a factor. Where it does, a factor multiplied in
    // before terms cancel changes each of them: it costs the value and κ alike.
    const double conditioned = bound.condition == 0 ? 0 : bound.condition + setting.reduction.factors;
    const long double granted = conditioned == 0 ? 0 : conditioned * static_cast<long double>(condition);
    const long double first = unit_roundoff(setting.format) * (constant * magnitude + granted);
    // Past the value itself the bound still holds in absolute terms: ill-conditioned data may cost every digit.
    const bool absolute = (condition > 0 && conditioned > 0) || magnitude > truth;
    const bool past = truth > 0 && first >= truth;
    return {.error = absolute && past ? first : full_order(first, truth),
            .text = "u(" + number_text(constant) + (magnitude > truth * 1.000001L ? " Σ|L|" : "|y|") + " + " + number_text(conditioned) +
                    "κ), κ = " + number_text(condition) + setting_text(setting, grade) + "; " + std::string(bound.derivation) +
                    reduction_text(setting)};
}

}  // namespace lossproof
