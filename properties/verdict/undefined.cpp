// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/undefined.hpp"

#include "properties/verdict/measure.hpp"
#include "properties/verdict/unread.hpp"
#include "reference/oracle/evaluate.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

/// The case with every factor 1.
Case unweighted(const Plan& plan) {
    Case question = plan.question();
    for (const Input& input : plan.operation().inputs)
        if (const auto found = question.inputs.find(input.name); found != question.inputs.end() && is_factor(input.meaning))
            std::fill(found->second.values.begin(), found->second.values.end(), 1.0);
    return question;
}

/// Is the group multiplied by 0, or are its terms, where the formula takes the weights itself?
bool meets_zero(const Plan& plan, Index group, bool gradient) {
    if (weighs_nothing(plan, group, gradient)) return true;
    const auto data = plan.load_doubles(group);
    for (Index i = 0; i < data.inputs.size(); ++i)
        if (const auto& values = data.inputs[i].values; is_factor(plan.operation().inputs[i].meaning))
            if (std::find(values.begin(), values.end(), 0.0) != values.end()) return true;
    return false;
}

}  // namespace

bool zero_times_infinity(const Plan& plan, const Plan::Output& output, Index index) {
    const Plan full(unweighted(plan));
    const double most = largest(spec(plan.format()));
    const auto beyond = [&](const Enclosure256& part) { return !(std::fabs(part.middle()) <= most); };
    for (const Index group : groups_behind(plan, output.name, index)) {
        if (!meets_zero(plan, group, output.gradient)) continue;
        const auto rows = Evaluator<Enclosure256>(full)({.gradient = output.gradient, .group = group});
        const auto& row = rows.at(output.slot);
        // What is 0 may stand before a part of a sum: any entry of the row will do.
        if (std::any_of(row.begin(), row.end(), beyond)) return true;
    }
    return false;
}

bool slope_of_no_value(const Plan& plan, const Plan::Output& output, Index index) {
    if (!output.gradient) return false;
    for (const Index group : groups_behind(plan, output.name, index)) {
        const auto data = plan.load_doubles(group);
        const bool any_nan = std::any_of(data.inputs.begin(), data.inputs.end(), [](const auto& input) {
            return std::any_of(input.values.begin(), input.values.end(), [](double v) { return std::isnan(v); });
        });
        if (any_nan) continue;
        const auto rows = Evaluator<Enclosure256>(plan)({.group = group});
        if (std::any_of(rows.at(0).begin(), rows.at(0).end(), [](const Enclosure256& value) { return value.is_nan(); })) return true;
    }
    return false;
}

}  // namespace lossproof
