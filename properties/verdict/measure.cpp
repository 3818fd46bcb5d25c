// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/measure.hpp"

#include "reference/oracle/added.hpp"
#include "reference/oracle/error_bound.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

bool any_not_finite(const Group<double>& data) {
    for (const auto& input : data.inputs)
        for (const double value : input.values)
            if (!std::isfinite(value)) return true;
    return false;
}

bool reads_special(const Plan& plan, std::optional<Index> group) {
    if (group) return any_not_finite(plan.load_doubles(*group));
    for (Index g = 0; g < plan.groups(); ++g)
        if (any_not_finite(plan.load_doubles(g))) return true;
    return false;
}

Setting setting_of(const Plan& plan, const Plan::Output& output) {
    Setting setting{.format = plan.format(), .terms = static_cast<double>(plan.row_length())};
    if (!plan.operation().by_row() && !plan.operation().by_element())
        for (const auto& [name, tensor] : plan.question().inputs)
            setting.terms = std::max(setting.terms, static_cast<double>(tensor.values.size()));
    setting.reduction = plan.reduction().cost(output.gradient);
    if (output.reduced) setting.rows = static_cast<double>(output.gradient ? plan.groups() : plan.reduction().counted());
    setting.divisor = plan.reduction().divisor_size();
    if (plan.question().parameters.contains("base")) setting.final_roundings += 3;  // a logarithm (ℒ) and a division
    return setting;
}

/// κ, or what is lost where the differences of a row are taken first, if that is less: nothing is granted that a known algorithm saves.
double attainable_condition(Certificate& certificate, const std::string& output, Index index) {
    const double over_gaps = certificate.gap_condition(output, index);  // first, for it brings κ along
    const double kappa = certificate.condition(output, index);
    return kappa > 0 ? std::min(kappa, over_gaps) : kappa;
}

/// What the stable algorithm loses on this input is asked of rows of a few thousand numbers: a sweep costs their number, and longer rows
/// have as many answers.
bool short_enough(const Plan& plan, const std::string& output) {
    constexpr Index most_numbers = 4096;
    Index numbers = 0;
    for (const auto& [name, tensor] : plan.question().inputs) numbers += tensor.values.size();
    if (!planned_output(plan, output).reduced) numbers /= std::max<Index>(plan.groups(), 1);
    return numbers <= most_numbers;
}
Limit computed_limit(Certificate& certificate, const std::string& output, Index index, Grade grade) {
    const ErrorBound bound = certificate.computed_bound(output, index, grade);
    if (!bound.undefined.empty()) return {};
    return {.error = bound.bound, .text = "on this input " + bound.derivation};
}

/// An operation without constants counted by hand: κ, and what its stable algorithm can lose on this input in units of u. Where that has no
/// bound nothing is known, and nothing is judged.
double computed_condition(Certificate& certificate, const std::string& output, Index index) {
    const Plan& plan = certificate.plan();
    const ErrorBound bound = certificate.computed_bound(output, index, Grade::recursive);
    if (!bound.undefined.empty()) return HUGE_VAL;
    return attainable_condition(certificate, output, index) + static_cast<double>(bound.bound / unit_roundoff(plan.format()));
}

}  // namespace

const Plan::Output& planned_output(const Plan& plan, std::string_view name) {
    for (const auto& output : plan.outputs())
        if (output.name == name) return output;
    throw UsageError("no output '" + std::string(name) + "' in this case");
}

std::optional<Index> group_of(const Plan& plan, std::string_view name, Index index) {
    const auto& output = planned_output(plan, name);
    return output.reduced ? std::nullopt : std::optional(index / plan.length(output));
}

std::vector<Index> groups_behind(const Plan& plan, std::string_view output, Index index) {
    if (const auto own = group_of(plan, output, index)) return {*own};
    std::vector<Index> counted;
    for (Index g = 0; g < plan.groups(); ++g)
        if (!plan.ignored(g)) counted.push_back(g);
    return counted;
}

Measure measure(Certificate& certificate, const CertifiedOutput& output, Index index) {
    const Plan& plan = certificate.plan();
    const auto& planned = planned_output(plan, output.name);
    const BoundRule rule = plan.operation().bound_of(output.name);
    const auto condition = rule == &computed_on_input ? computed_condition : attainable_condition;
    Measure result{.setting = setting_of(plan, planned),
                   .rule = rule,
                   .truth = {.answer = output.answers[index],
                             .magnitude = [&certificate, &output, index] { return certificate.magnitude(output.name, index); },
                             .condition = [&certificate, &output, index, condition] { return condition(certificate, output.name, index); },
                             .computed = {},
                             .running = {},
                             .special_input = reads_special(plan, group_of(plan, output.name, index))}};
    if (!short_enough(plan, output.name)) return result;
    result.truth.computed = [&certificate, &output, index](Grade grade) { return computed_limit(certificate, output.name, index, grade); };
    result.truth.running = [&certificate, &output, index] { return certificate.running_bound(output.name, index); };
    return result;
}

Judgement Measure::judge(double got, const Enclosure256& instead) const {
    const auto rounding = instead.round_into(spec(setting.format));
    Truth other = truth;
    other.computed = {};  // that is of the truth itself
    other.running = {};
    other.answer = {.rounded = rounding.value,
                    .below = rounding.below,
                    .above = rounding.above,
                    .decided_by = DecidedBy::enclosure,
                    .precision = Enclosure256::bits};
    return lossproof::judge(setting, rule, other, got);
}

}  // namespace lossproof
