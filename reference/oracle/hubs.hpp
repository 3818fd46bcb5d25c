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
            Hub hub{.step = step, .slopes = std::vector<T>(data.size()), .total = T(0), .size = T(0)};
            for (const Slope<T>& slope : sweep_(step)) {
                if (slope.value.is_nan()) continue;
                const std::size_t datum = datum_at(slope.place);
                hub.slopes[datum] = slope.value;
                hub.reached.push_back(datum);
                if (data_[datum].input != 0) continue;
                hub.total += slope.value;
                hub.size += abs(slope.value);
            }
            hubs_.push_back(std::move(hub));
        }
        for (const Hub& hub : hubs_) sweep_.stop_at(hub.step);
    }
    bool found() const { return !hubs_.empty(); }

    /// The slopes of a number by the hubs, and along its own steps.
    struct Parts {
        std::vector<T> by_hub;
        std::vector<std::pair<std::size_t, T>> own;
    };
    Parts parts(std::int32_t step) {
        Parts parts{.by_hub = std::vector<T>(hubs_.size(), T(0)), .own = {}};
        for (const Slope<T>& slope : sweep_(step)) {
            const auto hub = std::find_if(hubs_.begin(), hubs_.end(), [&](const Hub& h) { return h.step == slope.place; });
            if (hub != hubs_.end()) parts.by_hub[static_cast<std::size_t>(hub - hubs_.begin())] = slope.value;
            else parts.own.emplace_back(datum_at(slope.place), slope.value);
        }
        return parts;
    }

    /// What the hubs add to κ if every datum weighs so much.
    struct Weighing {
        std::vector<double> values;
        std::vector<T> total;                    ///< by hub: Σᵢ |xᵢ·cₕᵢ|
        std::vector<std::vector<double>> rough;  ///< by hub: xᵢ·cₕᵢ, rounded
    };
    Weighing weighing(std::vector<double> values) const {
        Weighing weighing{.values = std::move(values), .total = {}, .rough = {}};
        for (const Hub& hub : hubs_) {
            T total(0);
            std::vector<double> rough(data_.size());
            for (const std::size_t datum : hub.reached) {
                const double value = weighing.values[datum];
                if (!counts(value)) continue;
                total += abs(T::from(value) * hub.slopes[datum]);
                rough[datum] = value * hub.slopes[datum].middle();
            }
            weighing.total.push_back(total);
            weighing.rough.push_back(std::move(rough));
        }
        return weighing;
    }

    /// Lower and upper end of Σᵢ |xᵢ|·|∂ᵢ| of a number. With several hubs the part of the distant data is a sum in binary64 less its
    /// error, so a lower end all the more.
    std::pair<double, double> condition(const Parts& parts, const Weighing& by) const {
        T near(0);
        for (const auto& [datum, own] : parts.own) {
            if (!counts(by.values[datum])) continue;
            T slope = own;
            for (std::size_t h = 0; h < hubs_.size(); ++h) slope += parts.by_hub[h] * hubs_[h].slopes[datum];
            if (!slope.is_nan()) near += abs(T::from(by.values[datum]) * slope);
        }
        if (hubs_.size() > 1) {
            const double distant = roughly_distant(parts, by);
            return {near.lower() + distant, near.upper() + distant};
        }
        const T total = near + distant(parts, by);
        return {std::max(total.lower(), 0.0), total.upper()};
    }

    /// Σᵢ ∂ᵢ over the first input, and a size to compare it with: the change by a common offset.
    std::pair<T, T> offset(const Parts& parts) const {
        T total(0), size(0);
        for (const auto& [datum, slope] : parts.own) {
            if (data_[datum].input != 0) continue;
            total += slope;
            size += abs(slope);
        }
        for (std::size_t h = 0; h < hubs_.size(); ++h) {
            total += parts.by_hub[h] * hubs_[h].total;
            size += abs(parts.by_hub[h]) * hubs_[h].size;
        }
        return {total, size};
    }

private:
    struct Hub {
        std::int32_t step;
        std::vector<T> slopes;  ///< cₕᵢ, by datum
        T total, size;          ///< Σᵢ cₕᵢ and Σᵢ |cₕᵢ| over the first input
        std::vector<std::size_t> reached = {};
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
    static bool counts(double value) { return value != 0 && std::isfinite(value); }
    std::size_t datum_at(std::int32_t step) const {
        const auto at = std::lower_bound(data_.begin(), data_.end(), step, [](const Datum& d, std::int32_t s) { return d.step < s; });
        return static_cast<std::size_t>(at - data_.begin());
    }
    /// |b|·Σ |xᵢ·cᵢ| over the data that are not among its own.
    T distant(const Parts& parts, const Weighing& by) const {
        T rest = by.total[0];
        for (const auto& [datum, slope] : parts.own)
            if (counts(by.values[datum])) rest -= abs(T::from(by.values[datum]) * hubs_[0].slopes[datum]);
        return abs(parts.by_hub[0]) * rest;
    }
    double roughly_distant(const Parts& parts, const Weighing& by) const {
        std::vector<double> slopes(hubs_.size());
        for (std::size_t h = 0; h < hubs_.size(); ++h) slopes[h] = parts.by_hub[h].middle();
        std::vector<bool> mine(data_.size());
        for (const auto& each : parts.own) mine[each.first] = true;
        double total = 0;
        for (std::size_t i = 0; i < data_.size(); ++i) {
            if (mine[i]) continue;
            double sum = 0, size = 0;
            for (std::size_t h = 0; h < hubs_.size(); ++h) {
                const double term = slopes[h] * by.rough[h][i];
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
