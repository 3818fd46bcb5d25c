// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/subdifferential.hpp"

#include "reference/numbers/ends.hpp"

namespace lossproof {
namespace {

template <class T> T constant(double value) { return T::from(value); }
template <class T> double width(const T& set) { return (highest(set) - lowest(set)).upper(); }

}  // namespace

/// The hull of one group's slopes, what follows it and the divisor left out; `kink` is set if the evaluation met one.
template <class T>
T Subdifferentials::slope_of_group(Recorded<T>& recorded, const Plan::Output& gradient, Index index, Index group, bool& kink) {
    const Plan& plan = *plan_;
    if (plan.ignored(group)) return T(0);
    if (plan.special(group, false)) {  // a limit of its own: the written gradient is all there is
        const auto limit = plan.special(group, true);
        const Index within = gradient.reduced ? index : index - group * plan.length(gradient);
        const double slope = limit ? limit->at(gradient.slot)[within] : std::numeric_limits<double>::quiet_NaN();
        return plan.reduction().weighted(group, T::from(slope), &constant<T>);
    }
    auto found = recorded.find(group);
    if (found == recorded.end()) found = recorded.emplace(group, derivatives_of<T>(plan, {.group = group}, 0, 0)).first;
    kink |= found->second.met_kink();
    const T* slope = found->second.find(static_cast<Index>(plan.operation().gradient_inputs[gradient.slot]), index);
    return slope ? *slope : T(0);
}

template <class T> T Subdifferentials::set_of(Recorded<T>& recorded, const Plan::Output& gradient, Index index, bool& kink) {
    const Plan& plan = *plan_;
    T total(0);
    const Index own = gradient.reduced ? 0 : index / plan.length(gradient);
    const Index end = gradient.reduced ? plan.groups() : own + 1;
    for (Index group = own; group < end; ++group)
        total += plan.reduction().followed(group, slope_of_group(recorded, gradient, index, group, kink), &constant<T>);
    const bool divided = plan.reduction().divides() && !plan.reduction().divisor_is_zero();
    return divided ? total / plan.reduction().divisor<T>(&constant<T>) : total;
}

std::optional<Enclosure256> Subdifferentials::of(std::string_view name, Index index) {
    const Operation& operation = plan_->operation();
    if (!name.starts_with("d_") || operation.results.size() != 1 || !operation.answers_number() || plan_->groups() == 0)
        return std::nullopt;
    for (const auto& planned : plan_->outputs()) {
        if (!planned.gradient || planned.name != name) continue;
        bool kink = false;
        const auto set = set_of(recorded_, planned, index, kink);
        if (!kink || set.is_nan() || set.is_point() || !std::isfinite(width(set))) return std::nullopt;
        // The width of an enclosure shrinks with the precision; that of a kink stays.
        if (width(set_of(recorded_finer_, planned, index, kink)) < width(set) / 2) return std::nullopt;
        return set;
    }
    return std::nullopt;
}

}  // namespace lossproof
