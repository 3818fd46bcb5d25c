// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"
#include "properties/generators/strata.hpp"
#include "reference/oracle/condition.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

/// Is the written derivative one that the dual numbers allow? At a kink theirs is the hull of all slopes.
void compare(LawChecker& check, const Real& written, const Real& derived) {
    if (derived.is_nan() || written.is_nan() || !std::isfinite(derived.upper()) || !std::isfinite(derived.lower())) return;
    if (inside(written, derived)) return;  // a hull at a kink, or two points
    check.equal(written, derived, Real(1));
}

bool is_special(const Plan& plan, Index group) {
    const auto data = plan.load_doubles(group);
    for (const auto& input : data.inputs)
        for (const double v : input.values)
            if (!std::isfinite(v)) return true;
    return plan.ignored(group) || plan.special(group, false) || plan.special(group, true);
}

/// 0·log 0 is the constant 0 for the dual numbers and a limit in the gradient; the limit is theory L12's business.
bool at_the_edge(const Plan& plan, Index input, double datum) {
    const Meaning meaning = plan.operation().inputs[input].meaning;
    return datum == 0 && (meaning == Meaning::distribution || meaning == Meaning::probability);
}

Index place_of(const std::vector<std::string>& names, const std::string& name) {
    return static_cast<Index>(std::find(names.begin(), names.end(), name) - names.begin());
}

/// What a gradient or a Jacobian differentiates is a result, a model's its loss; a Hessian differentiates the gradient.
struct Differentiated {
    bool gradient;
    Index slot, components;
};
Differentiated differentiated(const Operation& operation, const std::string& name, Index length) {
    if (name.starts_with("H_"))
        return {.gradient = true, .slot = place_of(operation.gradients, "d" + name.substr(1)), .components = length};
    return {.gradient = false, .slot = operation.differentiated(), .components = name.starts_with("J_") ? length : 1};
}

void compare_group(LawChecker& check, const Plan& plan, Index group) {
    const Operation& operation = plan.operation();
    const auto written = Evaluator<Real>(plan)({.gradient = true, .group = group});
    const auto data = plan.load_doubles(group);
    for (Index slot = 0; slot < written.size(); ++slot) {
        const auto input = static_cast<Index>(operation.gradient_inputs[slot]);
        if (!data.inputs[input].present) continue;
        const Index length = data.inputs[input].values.size();
        const auto from = differentiated(operation, operation.gradients[slot], length);
        for (Index i = 0; i < from.components; ++i) {
            const auto derived = derivatives_of(plan, {.gradient = from.gradient, .group = group}, from.slot, i);
            for (Index j = 0; j < length; ++j) {
                const auto* own = derived.find(input, group * length + j);
                const auto* slope = own ? own : derived.find(input, j);  // a 1×1 input is shared
                if (slope && !at_the_edge(plan, input, data.inputs[input].values[j])) compare(check, written[slot][i * length + j], *slope);
            }
        }
    }
}

std::vector<std::string_view> differentiable() {
    std::vector<std::string_view> names;
    for (const auto& operation : catalogue())
        if (!operation.gradients.empty()) names.push_back(operation.name);
    return names;
}

}  // namespace

/// The gradient written by hand is the derivative that dual numbers find, for every operation that has one, and the Hessian
/// that of the gradient. At a kink it lies in their hull.
Law law_written_gradient_is_the_derivative() {
    return law(
        {.name = "written gradient is the derivative",
         .statement = "the written gradient (Hessian) = the derivative of the value (gradient) by dual numbers, in its hull at a kink",
         .identity = "D13 D14 D33",
         .operations = differentiable(),
         .drawn = [](Dice& dice, Format format) -> Sample {
             const auto names = differentiable();
             const auto name = names[dice.whole(0, static_cast<int>(names.size()) - 1)];
             const auto strata = strata_of(*find_operation(name), format);
             return {.question = drawn_case(name, format, dice, {strata[dice.whole(0, static_cast<int>(strata.size()) - 1)].name}, true)};
         },
         .checked =
             [](LawChecker& check, const Sample& s) {
                 const Plan plan(s.question);
                 if (plan.operation().by_row() && plan.row_length() > jacobian_limit) check.require(false);
                 for (const auto& gradient : plan.operation().gradients) check.require(!gradient.empty());
                 for (Index g = 0; g < plan.groups(); ++g)
                     if (!is_special(plan, g)) compare_group(check, plan, g);
             },
         .for_subjects = false});
}

}  // namespace lossproof
