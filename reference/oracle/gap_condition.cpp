// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/gap_condition.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

template <class T> double size_of(const T& slope) { return std::max(std::fabs(slope.lower()), std::fabs(slope.upper())); }

}  // namespace

template <class T>
GapCondition<T>::GapCondition(const Plan& plan, const std::vector<Datum>& data) : length_(plan.row_length()), data_(data) {
    const auto& values = plan.question().inputs.find(plan.operation().inputs[0].name)->second.values;
    for (Index begin = 0; begin < values.size(); begin += length_)
        largest_.push_back(*std::max_element(values.begin() + static_cast<std::ptrdiff_t>(begin),
                                             values.begin() + static_cast<std::ptrdiff_t>(begin + length_)));
    for (const Datum& datum : data_) {
        const auto found = row(datum);
        shifted_.push_back(found ? datum.value - largest_[*found] : datum.value);
    }
    sums_.resize(largest_.size() + 1);
}

template <class T> std::optional<Index> GapCondition<T>::row(const Datum& datum) const {
    if (datum.input != 0) return std::nullopt;
    const Index row = datum.place / length_;
    return std::isfinite(largest_[row]) ? std::optional(row) : std::nullopt;
}

template <class T> bool GapCondition<T>::vanishes(const T& total, double size) {
    return !total.is_nan() && size_of(total) <= std::ldexp(size, -100);
}

template <class T> double GapCondition<T>::of(const std::vector<std::pair<Index, T>>& slopes) {
    const Index no_row = largest_.size();
    for (const auto& [number, slope] : slopes) {
        const Datum& datum = data_[number];
        const Index at = row(datum).value_or(no_row);
        Sum& sum = sums_[at];
        const double size = size_of(slope);
        sum.total += slope;
        sum.size += size;
        summed_.push_back(at);
        if (!std::isfinite(datum.value)) continue;
        sum.plain += std::fabs(datum.value) * size;
        sum.shifted += std::fabs(shifted_[number]) * size;
    }
    std::sort(summed_.begin(), summed_.end());
    summed_.erase(std::unique(summed_.begin(), summed_.end()), summed_.end());
    double kappa = sums_.back().plain;
    bool any = false;
    for (const Index at : summed_) {
        const Sum sum = std::exchange(sums_[at], {});
        if (at == no_row) continue;
        const bool free = sum.size > 0 && vanishes(sum.total, sum.size);
        any |= free;
        kappa += free ? sum.shifted : sum.plain;
    }
    summed_.clear();
    return any ? kappa : HUGE_VAL;
}

template class GapCondition<Enclosure256>;
template class GapCondition<Enclosure1024>;

}  // namespace lossproof
