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
double attainable_condition(Certificate& certificate, const Plan::Output& output, Index index) {
    const double kappa = certificate.condition(output.name, index);
    return kappa > 0 ? std::min(kappa, certificate.gap_condition(output.name, index)) : kappa;
}

/// An operation without constants counted by hand: κ, and what its stable algorithm can lose on this input in units of u. Where that has no
/// bound nothing is known, and nothing is judged.
double computed_condition(Certificate& certificate, const Plan::Output& output, Index index) {
    const Plan& plan = certificate.plan();
    const double kappa = attainable_condition(certificate, output, index);
    const ErrorBound bound = computed_bound(plan, output.name, index);
    if (!bound.undefined.empty()) return HUGE_VAL;
    return kappa + static_cast<double>(bound.bound / unit_roundoff(plan.format()));
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

Measure measure(Certificate& certificate, const CertifiedOutput& output, Index index) {
    const Plan& plan = certificate.plan();
    const auto& planned = planned_output(plan, output.name);
    return {.setting = setting_of(plan, planned),
            .rule = plan.operation().bound_of(output.name),
            .truth = {.answer = output.answers[index],
                      .magnitude = [&certificate, &output, index] { return certificate.magnitude(output.name, index); },
                      .condition =
                          [&certificate, &planned, index] {
                              const bool computed = certificate.plan().operation().bound_of(planned.name) == &computed_on_input;
                              return (computed ? computed_condition : attainable_condition)(certificate, planned, index);
                          },
                      .special_input = reads_special(plan, group_of(plan, output.name, index))}};
}

Judgement Measure::judge(double got, const Enclosure256& instead) const {
    const auto rounding = instead.round_into(spec(setting.format));
    Truth other = truth;
    other.answer = {.rounded = rounding.value,
                    .below = rounding.below,
                    .above = rounding.above,
                    .decided_by = DecidedBy::enclosure,
                    .precision = Enclosure256::bits};
    return lossproof::judge(setting, rule, other, got);
}

}  // namespace lossproof
