// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/record.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {

/// The few steps through which all entries of a row hang together: a softmax's total, a mean. An entry's derivatives are those along its
/// own steps, which are few, plus its slopes by the hubs times the hubs' derivatives, which all entries share:
///     ∂ᵢyⱼ = aⱼᵢ + Σ_h bⱼₕ·cₕᵢ  with aⱼᵢ = 0 for nearly all i.
/// So the condition numbers of a row of K entries cost K steps, not K².
template <class T> class Hubs {
public:
    using Record = typename Dual<T>::Record;
    using Datum = typename Recorder<T>::Datum;

    Hubs(const Record& record, const std::vector<Datum>& data) : sweep_(record), data_(data) {
        for (const std::int32_t step : shared_steps(record)) {
            Hub hub{.step = step,
                    .slopes = std::vector<T>(data.size()),
                    .weighted = T(0),
                    .total = T(0),
                    .size = T(0),
                    .rough = std::vector<double>(data.size())};
            for (const Slope<T>& slope : sweep_(step)) {
                const auto datum = static_cast<std::size_t>(datum_at(slope.place));
                if (slope.value.is_nan()) continue;
                hub.slopes[datum] = slope.value;
                if (data_[datum].input == 0) {
                    hub.total += slope.value;
                    hub.size += abs(slope.value);
                }
                if (!counts(data_[datum])) continue;
                const T weighted = abs(T::from(data_[datum].value) * slope.value);
                hub.weighted += weighted;
                hub.rough[datum] = data_[datum].value * slope.value.middle();
            }
            hubs_.push_back(std::move(hub));
        }
        for (const Hub& hub : hubs_) sweep_.stop_at(hub.step);
    }
    bool found() const { return !hubs_.empty(); }

    /// Lower and upper end of Σᵢ |xᵢ|·|∂ᵢ| of the number at a step. With several hubs the part of the distant data is a sum in binary64
    /// less its error, so a lower end all the more.
    std::pair<double, double> condition(std::int32_t step) {
        auto [by_hub, own] = parts(step);
        T near(0);
        for (auto& [datum, slope] : own) {
            for (std::size_t h = 0; h < hubs_.size(); ++h) slope += by_hub[h] * hubs_[h].slopes[datum];
            if (counts(data_[datum]) && !slope.is_nan()) near += abs(T::from(data_[datum].value) * slope);
        }
        if (hubs_.size() > 1) {
            const double distant = roughly_distant(own, by_hub);
            return {near.lower() + distant, near.upper() + distant};
        }
        const T total = near + distant(own, by_hub[0]);
        return {std::max(total.lower(), 0.0), total.upper()};
    }

    /// Σᵢ ∂ᵢ over the first input, and a size to compare it with: the change by a common offset.
    std::pair<T, T> offset(std::int32_t step) {
        const auto [by_hub, own] = parts(step);
        T total(0), size(0);
        for (const auto& [datum, slope] : own) {
            if (data_[datum].input != 0) continue;
            total += slope;
            size += abs(slope);
        }
        for (std::size_t h = 0; h < hubs_.size(); ++h) {
            total += by_hub[h] * hubs_[h].total;
            size += abs(by_hub[h]) * hubs_[h].size;
        }
        return {total, size};
    }

private:
    struct Hub {
        std::int32_t step;
        std::vector<T> slopes;      ///< cₕᵢ, by datum
        T weighted;                 ///< Σᵢ |xᵢ·cₕᵢ|
        T total, size;              ///< Σᵢ cₕᵢ and Σᵢ |cₕᵢ| over the first input
        std::vector<double> rough;  ///< xᵢ·cₕᵢ, rounded
    };
    static constexpr int many = 16;             ///< a step with more consumers is shared; a row as long as that has hubs at all
    static constexpr std::size_t too_many = 8;  ///< then nothing is gained

    static std::vector<std::int32_t> shared_steps(const Record& record) {
        std::vector<std::int32_t> consumers(static_cast<std::size_t>(record.steps())), shared;
        for (std::int32_t step = 0; step < record.steps(); ++step)
            for (const auto& edge : record.edges(step)) ++consumers[static_cast<std::size_t>(edge.from)];
        for (std::int32_t step = 0; step < record.steps(); ++step)
            if (consumers[static_cast<std::size_t>(step)] > many && !record.edges(step).empty()) shared.push_back(step);
        if (shared.size() > too_many) shared.clear();
        return shared;
    }
    /// The slopes of a step by the hubs, and along its own steps.
    std::pair<std::vector<T>, std::vector<std::pair<std::size_t, T>>> parts(std::int32_t step) {
        std::vector<T> by_hub(hubs_.size(), T(0));
        std::vector<std::pair<std::size_t, T>> own;
        for (const Slope<T>& slope : sweep_(step)) {
            const auto hub = std::find_if(hubs_.begin(), hubs_.end(), [&](const Hub& h) { return h.step == slope.place; });
            if (hub != hubs_.end()) by_hub[static_cast<std::size_t>(hub - hubs_.begin())] = slope.value;
            else own.emplace_back(datum_at(slope.place), slope.value);
        }
        return {std::move(by_hub), std::move(own)};
    }
    static bool counts(const Datum& datum) { return datum.value != 0 && std::isfinite(datum.value); }
    std::size_t datum_at(std::int32_t step) const {
        const auto at = std::lower_bound(data_.begin(), data_.end(), step, [](const Datum& d, std::int32_t s) { return d.step < s; });
        return static_cast<std::size_t>(at - data_.begin());
    }
    /// |b|·Σ |xᵢ·cᵢ| over the data that are not among its own.
    T distant(const std::vector<std::pair<std::size_t, T>>& own, const T& by_hub) const {
        T rest = hubs_[0].weighted;
        for (const auto& [datum, slope] : own)
            if (counts(data_[datum])) rest -= abs(T::from(data_[datum].value) * hubs_[0].slopes[datum]);
        return abs(by_hub) * rest;
    }
    double roughly_distant(const std::vector<std::pair<std::size_t, T>>& own, const std::vector<T>& by_hub) {
        std::vector<double> parts(hubs_.size()), skip;
        for (std::size_t h = 0; h < hubs_.size(); ++h) parts[h] = by_hub[h].middle();
        std::vector<bool> mine(data_.size());
        for (const auto& each : own) mine[each.first] = true;
        double total = 0;
        for (std::size_t i = 0; i < data_.size(); ++i) {
            if (mine[i]) continue;
            double sum = 0, size = 0;
            for (std::size_t h = 0; h < hubs_.size(); ++h) {
                const double term = parts[h] * hubs_[h].rough[i];
                sum += term;
                size += std::fabs(term);
            }
            // Every factor is rounded once, every product, every sum: 0x1p-48 covers eight hubs.
            const double least = std::fabs(sum) - 0x1p-48 * size;
            if (least > 0) total += least;
        }
        return total * (1 - static_cast<double>(data_.size()) * 0x1p-52);
    }

    typename Dual<T>::Sweep sweep_;
    const std::vector<Datum>& data_;
    std::vector<Hub> hubs_;
};

}  // namespace lossproof
