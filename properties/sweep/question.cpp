// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/question.hpp"

#include "properties/verdict/convention.hpp"
#include "reference/numbers/ends.hpp"
#include "reference/oracle/subdifferential.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

Index size_of(const CertifiedOutput& output) { return output.answers.size(); }

/// The group a component belongs to; nothing if a reduction gathers all groups.
std::optional<Index> group_of(const Plan& plan, const CertifiedOutput& output, Index index) {
    for (const auto& planned : plan.outputs())
        if (planned.name == output.name) return planned.reduced ? std::nullopt : std::optional(index / (size_of(output) / plan.groups()));
    return std::nullopt;
}

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

bool power_of_two(double n) { return std::ldexp(1.0, std::ilogb(n)) == n; }

Setting setting_of(const Plan& plan, const CertifiedOutput& output, bool gathered) {
    Setting setting{.format = plan.format(), .terms = static_cast<double>(plan.row_length())};
    if (!plan.operation().by_row() && !plan.operation().by_element())
        for (const auto& [name, tensor] : plan.question().inputs)
            setting.terms = std::max(setting.terms, static_cast<double>(tensor.values.size()));
    const auto denominator = static_cast<double>(plan.denominator());
    if (gathered) setting.rows = output.gradient ? static_cast<double>(plan.groups()) : denominator;
    if (plan.reduction() == Reduction::mean && denominator > 0 && !power_of_two(denominator)) setting.final_roundings += 1;
    if (plan.question().parameters.contains("base")) setting.final_roundings += 3;  // a logarithm (ℒ) and a division
    return setting;
}

/// What the verdict on one component is to be measured by.
struct Measure {
    Setting setting;
    BoundRule rule;
    Truth truth;
};
Measure measure(Certificate& certificate, const CertifiedOutput& output, Index index) {
    const Plan& plan = certificate.plan();
    const auto group = group_of(plan, output, index);
    return {.setting = setting_of(plan, output, !group),
            .rule = plan.operation().bound_of(output.name),
            .truth = {.answer = output.answers[index],
                      .magnitude = [&certificate, &output, index] { return certificate.magnitude(output.name, index); },
                      .condition = [&certificate, &output, index] { return certificate.condition(output.name, index); },
                      .special_input = reads_special(plan, group)}};
}

/// The certified answer that a number given as a point enclosure would have.
Answer answer_of(const Enclosure256& number, Format format) {
    const auto rounding = number.round_into(spec(format));
    return {.rounded = rounding.value,
            .below = rounding.below,
            .above = rounding.above,
            .decided_by = DecidedBy::enclosure,
            .precision = Enclosure256::bits};
}

/// At a kink any element of Clarke's subdifferential is right (numerics §7), and so is any answer that the bound acquits of being one.
bool admissible_subgradient(const Plan& plan, const CertifiedOutput& output, const Measure& by, Index index, double got) {
    if (!output.gradient || !std::isfinite(got)) return false;
    const auto set = subdifferential(plan, output.name, index);
    if (!set) return false;
    const Enclosure256 low = lowest(*set), high = highest(*set), point = Enclosure256::from(got);
    const bool below = (point < low) == Decision::yes, above = (high < point) == Decision::yes;
    if (!below && !above) return true;
    Truth nearest = by.truth;
    nearest.answer = answer_of(below ? low : high, plan.format());
    return !falls_short(judge(by.setting, by.rule, nearest, got).verdict);
}

}  // namespace

bool matches(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() == '*') return matches(pattern.substr(1), text) || (!text.empty() && matches(pattern, text.substr(1)));
    return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) && matches(pattern.substr(1), text.substr(1));
}

Request request_for(const Plan& plan, const Subject& subject, std::string_view output_glob) {
    Request request{.question = plan.question(), .outputs = {}, .upstream = {}};
    for (const auto& output : plan.outputs())
        if (matches(output_glob, output.name) && subject.offers(plan.operation().name, plan.format(), output.name))
            request.outputs.push_back({.name = output.name, .shape = output.shape});
    return request;
}

std::optional<double> allowed(Certificate& certificate, const CertifiedOutput& output, Index index) {
    const Measure by = measure(certificate, output, index);
    return allowed_ulps(by.setting, by.rule, by.truth);
}

Finding judged(Certificate& certificate, const CertifiedOutput& output, Index index, double got) {
    const Plan& plan = certificate.plan();
    const auto group = group_of(plan, output, index);
    const Measure by = measure(certificate, output, index);
    Finding finding{
        .judgement = judge(by.setting, by.rule, by.truth, got), .profile = {}, .index = index, .got = got, .answer = by.truth.answer};
    if (!falls_short(finding.judgement.verdict)) return finding;
    if (const auto profile = documented_convention(plan, output, group, index, got)) finding.profile = *profile;
    else if (admissible_subgradient(plan, output, by, index, got)) finding.profile = "subgradient";
    if (!finding.profile.empty()) finding.judgement.verdict = Verdict::convention;
    return finding;
}

std::optional<Case> alone(const Plan& plan, std::string_view name, Index index) {
    const auto& outputs = plan.outputs();
    const auto planned = std::find_if(outputs.begin(), outputs.end(), [&](const auto& o) { return o.name == name; });
    if (planned == outputs.end() || planned->reduced || plan.reduction() != Reduction::none || plan.groups() < 2) return std::nullopt;
    Index size = 1;
    for (const auto extent : planned->shape) size *= static_cast<Index>(extent);
    const Index group = index / (size / plan.groups());
    Case one = plan.question();
    for (const auto& input : plan.operation().inputs) {
        const auto found = one.inputs.find(input.name);
        if (found == one.inputs.end()) continue;
        Tensor& tensor = found->second;
        const bool cut = input.role == Role::element || input.role == Role::sign || input.role == Role::row || input.role == Role::label;
        if (input.role == Role::position) return std::nullopt;
        if (!cut || (input.broadcast && tensor.values.size() == 1)) continue;
        const Index length = input.role == Role::row ? plan.row_length() : 1;
        tensor.values = {tensor.values.begin() + static_cast<std::ptrdiff_t>(group * length),
                         tensor.values.begin() + static_cast<std::ptrdiff_t>((group + 1) * length)};
        if (tensor.shape.size() == 2) tensor.shape = {1, static_cast<std::int64_t>(length)};
        else tensor.shape = {1};
    }
    return one;
}

std::string_view axis(const Operation& operation) { return operation.by_element() ? "input" : operation.by_row() ? "spread" : "length"; }

double abscissa(const Plan& plan, const CertifiedOutput& output, Index index) {
    const auto group = group_of(plan, output, index);
    if (!group || axis(plan.operation()) == "length") return static_cast<double>(plan.question().inputs.begin()->second.values.size());
    const auto data = plan.load_doubles(*group);
    if (plan.operation().by_element()) return data.inputs[0].values[0];
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (const double v : data.inputs[0].values)
        if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
    return high - low;
}

}  // namespace lossproof
