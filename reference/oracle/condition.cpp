// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/condition.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

/// Loads every datum as an input of the active record and remembers where it is.
template <class T> class Recorder : public Evaluator<Dual<T>> {
public:
    struct Datum {
        Index input, place;
        double value;
        std::int32_t step;
    };
    Recorder(const Plan& plan, typename Dual<T>::Record& record) : Evaluator<Dual<T>>(plan), record_(record) {}
    const std::vector<Datum>& data() const { return data_; }

protected:
    Dual<T> datum(double value, Index input, Index place) override {
        const Dual<T> number = record_.input(T::from(value));
        data_.push_back({.input = input, .place = place, .value = value, .step = number.place()});
        return number;
    }

private:
    typename Dual<T>::Record& record_;
    std::vector<Datum> data_;
};

/// The least and the greatest size of an interval's numbers.
template <class T> double least_size(const T& slope) {
    const double low = slope.lower(), high = slope.upper();
    return low > 0 ? low : high < 0 ? -high : 0.0;
}
template <class T> double greatest_size(const T& slope) { return std::max(std::fabs(slope.lower()), std::fabs(slope.upper())); }

/// True if width, not a kink, blurs some κ: then a higher precision is worth its price.
template <class T> bool conditions_at(const Plan& plan, const Unit& unit, Index slot, std::vector<double>& kappas) {
    typename Dual<T>::Record record;
    Recorder<T> recorder(plan, record);
    const auto rows = recorder(unit);
    bool blurred = false;
    kappas.clear();
    for (const Dual<T>& component : rows.at(slot)) {
        const auto slopes = record.sweep(component);
        double least = 0, greatest = 0;
        for (const auto& datum : recorder.data()) {
            const auto slope = slopes.find(datum.step);
            if (slope == slopes.end() || datum.value == 0 || !std::isfinite(datum.value) || slope->second.is_nan()) continue;
            least += std::fabs(datum.value) * least_size(slope->second);
            greatest += std::fabs(datum.value) * greatest_size(slope->second);
        }
        // At a kink the supremum over the subdifferential is meant; elsewhere the lower end, so that the width of an
        // enclosure never excuses an error.
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

std::vector<std::vector<Enclosure256>> derivatives_of(const Plan& plan, const Unit& unit, Index slot, Index component) {
    Dual<Enclosure256>::Record record;
    Recorder<Enclosure256> recorder(plan, record);
    const auto rows = recorder(unit);
    const auto slopes = record.sweep(rows.at(slot)[component]);
    std::vector<std::vector<Enclosure256>> result(plan.operation().inputs.size());
    for (const auto& datum : recorder.data()) {
        auto& places = result[datum.input];
        if (places.size() <= datum.place) places.resize(datum.place + 1);
        if (const auto slope = slopes.find(datum.step); slope != slopes.end()) places[datum.place] += slope->second;
    }
    return result;
}

}  // namespace lossproof
