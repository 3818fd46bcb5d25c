// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/question.hpp"

#include "properties/sweep/case_judge.hpp"
#include "properties/verdict/measure.hpp"
#include "properties/verdict/range.hpp"
#include "reference/numbers/ends.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

/// At a kink any element of Clarke's subdifferential is right (theory L12), and so is any answer that the bound acquits of being one.
bool admissible_subgradient(Certificate& certificate, const CertifiedOutput& output, const Measure& by, Index index, double got) {
    if (!output.gradient || !std::isfinite(got)) return false;
    const auto set = certificate.subdifferential(output.name, index);
    if (!set) return false;
    const Enclosure256 low = lowest(*set), high = highest(*set), point = Enclosure256::from(got);
    const bool below = (point < low) == Decision::yes, above = (high < point) == Decision::yes;
    if (!below && !above) return true;
    return passes(by.judge(got, below ? low : high));
}

}  // namespace

bool matches(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() == '*') return matches(pattern.substr(1), text) || (!text.empty() && matches(pattern, text.substr(1)));
    return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) && matches(pattern.substr(1), text.substr(1));
}

Request request_for(const Plan& plan, const Subject& subject, std::string_view output_glob) {
    Request request{.question = plan.question(), .outputs = {}};
    for (const auto& output : plan.outputs())
        if (matches(output_glob, output.name) && subject.offers(plan.operation().name, plan.format(), output.name))
            request.outputs.push_back({.name = output.name, .shape = output.shape});
    return request;
}

std::optional<double> allowed(Certificate& certificate, const CertifiedOutput& output, Index index) {
    const Measure by = measure(certificate, output, index);
    return allowed_ulps(by.setting, by.rule, by.truth);
}

Grants granted(const SubjectIdentity& identity, const std::string& convention) {
    if (convention != "lim") return {.profiles = {convention}};
    Grants grants;
    grants.profiles.insert(identity.conventions.begin(), identity.conventions.end());
    return grants;
}

Finding judged(Certificate& certificate, const CertifiedOutput& output, Index index, double got, const Grants& grants) {
    return CaseJudge(certificate, grants)(output, index, got);
}

Finding CaseJudge::operator()(const CertifiedOutput& output, Index index, double got) {
    const Plan& plan = certificate_.plan();
    const Measure by = measure(certificate_, output, index);
    Finding finding{.judgement = by.judge(got), .profile = {}, .index = index, .got = got, .answer = by.truth.answer};
    if (!falls_short(finding.judgement.verdict)) return finding;
    if (const auto profile = documented_.convention(output, index, got)) finding.profile = *profile;
    else if (admissible_subgradient(certificate_, output, by, index, got)) finding.profile = "subgradient";
    if (!finding.profile.empty()) {
        finding.judgement.verdict = Verdict::convention;
        return finding;
    }
    if (beyond_range(certificate_, output, index, got)) {
        finding.judgement.verdict = Verdict::range_limited;
        return finding;
    }
    finding.regime = regime_of(plan, output.gradient, group_of(plan, output.name, index), finding.answer, got);
    finding.vanished = std::isnan(got) || (output.gradient && got == 0);
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
    if (plan.operation().takes(Meaning::position)) return std::nullopt;
    for (Index place = 0; place < plan.operation().inputs.size(); ++place) {
        const Input& input = plan.operation().inputs[place];
        const auto found = one.inputs.find(input.name);
        if (found == one.inputs.end()) continue;
        Tensor& tensor = found->second;
        const auto& slot = plan.layout().slots()[place];
        if (slot.shared) continue;
        const auto first = static_cast<std::ptrdiff_t>(plan.layout().offset(slot, group));
        tensor.values = {slot.tensor->values.begin() + first,
                         slot.tensor->values.begin() + first + static_cast<std::ptrdiff_t>(slot.length)};
        for (std::size_t i = 0; i < input.shape.size(); ++i)
            if (runs_over_groups(plan.operation().batch, input.shape, i)) tensor.shape[i] = 1;
    }
    return one;
}

std::string_view axis(const Operation& operation) { return operation.by_element() ? "input" : operation.by_row() ? "spread" : "length"; }

double abscissa(const Plan& plan, const CertifiedOutput& output, Index index) {
    const auto group = group_of(plan, output.name, index);
    if (!group || axis(plan.operation()) == "length") return static_cast<double>(plan.question().inputs.begin()->second.values.size());
    const auto data = plan.load_doubles(*group);
    if (plan.operation().by_element()) return data.inputs[0].values[0];
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (const double v : data.inputs[0].values)
        if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
    return high - low;
}

}  // namespace lossproof
