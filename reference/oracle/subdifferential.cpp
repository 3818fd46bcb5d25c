// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/subdifferential.hpp"

#include "reference/numbers/ends.hpp"
#include "reference/oracle/evaluate.hpp"

namespace lossproof {
namespace {

/// A number of one input's tensor, and the gradient that belongs to it.
struct Datum {
    const Plan::Output* gradient;
    Index input, place;
};

/// An evaluation that remembers where one datum entered the record.
template <class T> class Probe : public Evaluator<Dual<T>> {
public:
    Probe(const Plan& plan, const Datum& wanted, typename Dual<T>::Record& record)
        : Evaluator<Dual<T>>(plan), wanted_(wanted), record_(record) {}
    std::int32_t step() const { return step_; }

protected:
    Dual<T> datum(double value, Index input, Index place) override {
        const Dual<T> number = record_.input(T::from(value));
        if (input == wanted_.input && place == wanted_.place) step_ = number.place();
        return number;
    }

private:
    const Datum wanted_;
    typename Dual<T>::Record& record_;
    std::int32_t step_ = -1;
};

template <class T> T constant(double value) { return T::from(value); }

/// The hull of one group's slopes, what follows it and the divisor left out; `kink` is set if the evaluation met one.
template <class T> T slope_of_group(const Plan& plan, const Datum& datum, Index group, bool& kink) {
    if (plan.ignored(group)) return T(0);
    if (plan.special(group, false)) {  // a limit of its own: the written gradient is all there is
        const auto limit = plan.special(group, true);
        const Index within = datum.gradient->reduced ? datum.place : datum.place - group * plan.length(*datum.gradient);
        const double slope = limit ? limit->at(datum.gradient->slot)[within] : std::numeric_limits<double>::quiet_NaN();
        return plan.reduction().weighted(group, T::from(slope), &constant<T>);
    }
    typename Dual<T>::Record record;
    Probe<T> probe(plan, datum, record);
    const auto loss = probe({.group = group}).at(0)[0];
    kink |= record.met_kink;
    const auto slopes = record.sweep(loss);
    return slopes[probe.step()];
}

template <class T> T set_of(const Plan& plan, const Datum& datum, bool& kink) {
    T total(0);
    const Index own = datum.gradient->reduced ? 0 : datum.place / plan.length(*datum.gradient);
    const Index end = datum.gradient->reduced ? plan.groups() : own + 1;
    for (Index group = own; group < end; ++group)
        total += plan.reduction().followed(group, slope_of_group<T>(plan, datum, group, kink), &constant<T>);
    const bool divided = plan.reduction().divides() && !plan.reduction().divisor_is_zero();
    return divided ? total / plan.reduction().divisor<T>(&constant<T>) : total;
}

template <class T> double width(const T& set) { return (highest(set) - lowest(set)).upper(); }

}  // namespace

std::optional<Enclosure256> subdifferential(const Plan& plan, std::string_view name, Index index) {
    const Operation& operation = plan.operation();
    if (!name.starts_with("d_") || operation.results.size() != 1 || !operation.answers_number() || plan.groups() == 0) return std::nullopt;
    for (const auto& planned : plan.outputs()) {
        if (!planned.gradient || planned.name != name) continue;
        const Datum datum{.gradient = &planned, .input = static_cast<Index>(operation.gradient_inputs[planned.slot]), .place = index};
        bool kink = false;
        const auto set = set_of<Enclosure256>(plan, datum, kink);
        if (!kink || set.is_nan() || set.is_point() || !std::isfinite(width(set))) return std::nullopt;
        // The width of an enclosure shrinks with the precision; that of a kink stays.
        if (width(set_of<Enclosure1024>(plan, datum, kink)) < width(set) / 2) return std::nullopt;
        return set;
    }
    return std::nullopt;
}

}  // namespace lossproof
