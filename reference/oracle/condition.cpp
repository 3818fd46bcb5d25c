// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/condition.hpp"

#include "reference/oracle/hubs.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

/// Lower and upper end of Σᵢ |xᵢ|·|∂ᵢ|, slope by slope. Both lists are sorted, the slopes by falling step.
template <class T> std::pair<double, double> summed(const Slopes<T>& slopes, const std::vector<typename Recorder<T>::Datum>& data) {
    double least = 0, greatest = 0;
    auto slope = slopes.rbegin();
    for (const auto& datum : data) {
        while (slope != slopes.rend() && slope->place < datum.step) ++slope;
        if (slope == slopes.rend()) break;
        if (slope->place != datum.step || datum.value == 0 || !std::isfinite(datum.value) || slope->value.is_nan()) continue;
        const T part = abs(T::from(datum.value) * slope->value);  // a slope may leave the range of binary64 where its product does not
        least += part.lower();
        greatest += part.upper();
    }
    return {least, greatest};
}

/// True if width, not a kink, blurs some κ: then a higher precision is worth its price.
template <class T> bool conditions_at(const Plan& plan, const Unit& unit, Index slot, std::vector<double>& kappas) {
    typename Dual<T>::Record record;
    Recorder<T> recorder(plan, record);
    const auto rows = recorder(unit);
    const Row<Dual<T>>& row = rows.at(slot);
    // At a kink the supremum over the subdifferential is meant; elsewhere the lower end, so that the width of an enclosure never
    // excuses an error. A supremum is no sum of parts, so there every entry is swept whole.
    std::optional<Hubs<T>> hubs;
    if (row.size() > 1 && !record.met_kink) hubs.emplace(record, recorder.data());
    typename Dual<T>::Sweep sweep(record);
    bool blurred = false;
    kappas.clear();
    for (const Dual<T>& component : row) {
        const auto [least, greatest] =
            hubs && hubs->found() ? hubs->condition(component.place()) : summed(sweep(component.place()), recorder.data());
        kappas.push_back(record.met_kink ? greatest : least);
        blurred |= !record.met_kink && greatest > 1.001 * least;
    }
    return blurred;
}

}  // namespace

std::vector<double> conditions_of(const Plan& plan, const Unit& unit, Index slot) {
    std::vector<double> kappas;
    if (conditions_at<Enclosure256>(plan, unit, slot, kappas)) conditions_at<Enclosure1024>(plan, unit, slot, kappas);
    return kappas;
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
