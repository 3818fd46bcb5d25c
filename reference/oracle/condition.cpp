// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/condition.hpp"

#include "reference/oracle/gap_condition.hpp"
#include "reference/oracle/hubs.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

/// One recording of a unit, and the condition numbers that are read from it.
template <class T> class Conditions {
public:
    Conditions(const Plan& plan, const Unit& unit, Index slot)
        : plan_(plan), gathered_(unit.gathered), recorder_(plan, record_), row_(recorder_(unit).at(slot)), sweep_(record_),
          numbers_(static_cast<std::size_t>(record_.steps()), -1) {
        std::vector<double> values;
        for (Index i = 0; i < data().size(); ++i) {
            numbers_[static_cast<std::size_t>(data()[i].step)] = static_cast<std::int64_t>(i);
            values.push_back(data()[i].value);
        }
        if (row_.size() > 1 && !record_.met_kink) hubs_.emplace(record_, data());
        if (hubs_ && !hubs_->found()) hubs_.reset();
        if (hubs_) plain_ = hubs_->weighing(std::move(values));
    }

    /// True if width, not a kink, blurs some κ: then a higher precision is worth its price.
    bool measure(std::vector<double>& kappas, std::vector<double>* over_gaps) {
        bool blurred = false;
        std::optional<GapCondition<T>> gaps;
        if (over_gaps) gaps.emplace(plan_, data());
        // A single row's entries hang together by its hubs; of several rows every slope is asked for.
        const bool gaps_by_hubs = gaps && hubs_ && !gathered_ && gaps->row(data().front());
        if (gaps_by_hubs) shifted_ = hubs_->weighing(gaps->shifted());
        for (const Dual<T>& component : row_) {
            if (hubs_) parts_ = hubs_->parts(component.place());
            if (!hubs_ || (gaps && !gaps_by_hubs)) read_slopes(component.place());
            // At a kink the supremum over the subdifferential is meant; elsewhere the lower end, so that the width of an enclosure never
            // excuses an error. A supremum is no sum of parts, so there every entry is swept whole.
            const auto [least, greatest] = hubs_ ? hubs_->condition(parts_, plain_) : summed();
            kappas.push_back(record_.met_kink ? greatest : least);
            blurred |= !record_.met_kink && greatest > 1.001 * least;
            if (gaps) over_gaps->push_back(gaps_by_hubs ? gap_by_hubs() : gaps->of(slopes_));
        }
        return blurred;
    }

private:
    const std::vector<typename Recorder<T>::Datum>& data() const { return recorder_.data(); }

    /// By rising number of their data.
    void read_slopes(std::int32_t step) {
        slopes_.clear();
        const auto swept = sweep_(step);
        for (auto slope = swept.rbegin(); slope != swept.rend(); ++slope)
            if (const auto number = numbers_[static_cast<std::size_t>(slope->place)]; number >= 0)
                slopes_.emplace_back(static_cast<Index>(number), slope->value);
    }
    /// Lower and upper end of Σᵢ |xᵢ|·|∂ᵢ|, slope by slope.
    std::pair<double, double> summed() const {
        double least = 0, greatest = 0;
        for (const auto& [number, slope] : slopes_) {
            const double value = data()[number].value;
            if (value == 0 || !std::isfinite(value) || slope.is_nan()) continue;
            const T part = abs(T::from(value) * slope);  // a slope may leave the range of binary64 where its product does not
            least += part.lower();
            greatest += part.upper();
        }
        return {least, greatest};
    }
    double gap_by_hubs() const {
        const auto [total, size] = hubs_->offset(parts_);
        return GapCondition<T>::vanishes(total, size.upper()) ? hubs_->condition(parts_, shifted_).second : HUGE_VAL;
    }

    const Plan& plan_;
    const bool gathered_;
    typename Dual<T>::Record record_;
    Recorder<T> recorder_;
    const Row<Dual<T>> row_;
    typename Dual<T>::Sweep sweep_;
    std::vector<std::int64_t> numbers_;  ///< by step: the number of the datum it is, or −1
    std::optional<Hubs<T>> hubs_;
    typename Hubs<T>::Weighing plain_, shifted_;
    typename Hubs<T>::Parts parts_;
    std::vector<std::pair<Index, T>> slopes_;  ///< of the component that was read last, by datum
};

std::vector<double> measured(const Plan& plan, const Unit& unit, Index slot, std::vector<double>* over_gaps) {
    std::vector<double> kappas;
    if (!Conditions<Enclosure256>(plan, unit, slot).measure(kappas, over_gaps)) return kappas;
    kappas.clear();
    Conditions<Enclosure1024>(plan, unit, slot).measure(kappas, nullptr);
    return kappas;
}

}  // namespace

std::vector<double> conditions_of(const Plan& plan, const Unit& unit, Index slot) { return measured(plan, unit, slot, nullptr); }

std::pair<std::vector<double>, std::vector<double>> both_conditions_of(const Plan& plan, const Unit& unit, Index slot) {
    std::vector<double> over_gaps;
    auto kappas = measured(plan, unit, slot, has_gaps(plan) ? &over_gaps : nullptr);
    if (!has_gaps(plan)) over_gaps.assign(kappas.size(), HUGE_VAL);
    return {std::move(kappas), std::move(over_gaps)};
}

template <class T> const T* BasicDerivatives<T>::find(Index input, Index place) const {
    const auto earlier = [](const Entry& e, std::pair<Index, Index> at) { return std::pair(e.input, e.place) < at; };
    const auto found = std::lower_bound(entries_.begin(), entries_.end(), std::pair(input, place), earlier);
    return found != entries_.end() && found->input == input && found->place == place ? &found->slope : nullptr;
}

template <class T> BasicDerivatives<T> derivatives_of(const Plan& plan, const Unit& unit, Index slot, Index component) {
    typename Dual<T>::Record record;
    Recorder<T> recorder(plan, record);
    const auto rows = recorder(unit);
    const auto slopes = record.sweep(rows.at(slot)[component]);
    std::vector<typename BasicDerivatives<T>::Entry> entries;
    auto slope = slopes.rbegin();
    for (const auto& datum : recorder.data()) {
        while (slope != slopes.rend() && slope->place < datum.step) ++slope;
        const bool depends = slope != slopes.rend() && slope->place == datum.step;
        entries.push_back({.input = datum.input, .place = datum.place, .slope = depends ? slope->value : T(0)});
    }
    const auto by_datum = [](const auto& a, const auto& b) { return std::pair(a.input, a.place) < std::pair(b.input, b.place); };
    std::stable_sort(entries.begin(), entries.end(), by_datum);
    // A datum that all groups share is an input of each.
    std::vector<typename BasicDerivatives<T>::Entry> merged;
    for (auto& entry : entries)
        if (!merged.empty() && !by_datum(merged.back(), entry)) merged.back().slope += entry.slope;
        else merged.push_back(std::move(entry));
    return {std::move(merged), record.met_kink};
}

template class BasicDerivatives<Enclosure256>;
template class BasicDerivatives<Enclosure1024>;
template Derivatives derivatives_of(const Plan&, const Unit&, Index, Index);
template BasicDerivatives<Enclosure1024> derivatives_of(const Plan&, const Unit&, Index, Index);

}  // namespace lossproof
