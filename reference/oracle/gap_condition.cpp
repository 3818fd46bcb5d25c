// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/gap_condition.hpp"

#include "reference/oracle/hubs.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

using T = Enclosure256;
using Datum = Recorder<T>::Datum;

double size_of(const T& slope) { return std::max(std::fabs(slope.lower()), std::fabs(slope.upper())); }
/// Do slopes sum to 0 as far as 256 bits tell? At a kink they are wide and tell nothing.
bool vanishes(const T& total, double size) { return !total.is_nan() && size_of(total) <= std::ldexp(size, -100); }

/// The rows of the first input, of which a common offset may be taken out: by the row, its largest number.
class Origins {
public:
    explicit Origins(const Plan& plan) : plan_(plan), rows_(plan.operation().role(0) == Role::row && !plan.operation().scales_first) {
        if (!rows_) return;
        const auto& values = plan.question().inputs.find(plan.operation().inputs[0].name)->second.values;
        const Index length = plan.row_length();
        for (Index begin = 0; begin < values.size(); begin += length)
            largest_.push_back(*std::max_element(values.begin() + static_cast<std::ptrdiff_t>(begin),
                                                 values.begin() + static_cast<std::ptrdiff_t>(begin + length)));
    }
    /// Nobody shifts a target, whose slopes may sum to 0 by chance; and where the row is scaled first its differences are those of rounded
    /// numbers.
    bool any() const { return rows_; }
    /// The row of a datum; none for another input, or beside an infinite number.
    std::optional<Index> row(const Datum& datum) const {
        if (!rows_ || datum.input != 0) return std::nullopt;
        const Index row = datum.place / plan_.row_length();
        return std::isfinite(largest_[row]) ? std::optional(row) : std::nullopt;
    }
    double shifted(const Datum& datum) const {
        const auto found = row(datum);
        return found ? datum.value - largest_[*found] : datum.value;
    }
    Index rows() const { return largest_.size(); }

private:
    const Plan& plan_;
    bool rows_;
    std::vector<double> largest_;
};

/// From all slopes of one component; a datum that several groups share is an input of each.
double by_slopes(const Slopes<T>& slopes, const std::vector<Datum>& data, const Origins& origins) {
    struct Sum {
        T total = T(0);
        double size = 0, plain = 0, shifted = 0;
    };
    std::vector<Sum> sums(origins.rows() + 1);  // the last is of what has no row
    auto slope = slopes.rbegin();
    for (const Datum& datum : data) {
        while (slope != slopes.rend() && slope->place < datum.step) ++slope;
        if (slope == slopes.rend() || slope->place != datum.step) continue;
        Sum& sum = sums[origins.row(datum).value_or(origins.rows())];
        const double size = size_of(slope->value);
        sum.total += slope->value;
        sum.size += size;
        if (!std::isfinite(datum.value)) continue;
        sum.plain += std::fabs(datum.value) * size;
        sum.shifted += std::fabs(origins.shifted(datum)) * size;
    }
    double kappa = sums.back().plain;
    bool any = false;
    for (Index row = 0; row < origins.rows(); ++row) {
        const Sum& sum = sums[row];
        const bool free = sum.size > 0 && vanishes(sum.total, sum.size);
        any |= free;
        kappa += free ? sum.shifted : sum.plain;
    }
    return any ? kappa : HUGE_VAL;
}

}  // namespace

std::vector<double> gap_conditions_of(const Plan& plan, const Unit& unit, Index slot) {
    Dual<T>::Record record;
    Recorder<T> recorder(plan, record);
    const auto rows = recorder(unit);
    const Row<Dual<T>>& row = rows.at(slot);
    const Origins origins(plan);
    if (!origins.any()) return std::vector<double>(row.size(), HUGE_VAL);
    auto data = recorder.data();
    // A single row's entries hang together by its hubs; of a supremum at a kink, and of several rows, every slope is asked for.
    std::optional<Hubs<T>> hubs;
    if (row.size() > 1 && !record.met_kink && !unit.gathered) {
        for (Datum& datum : data) datum.value = origins.shifted(datum);
        hubs.emplace(record, data);
    }
    const bool by_hubs = hubs && hubs->found() && origins.row(data.front()).has_value();
    Dual<T>::Sweep sweep(record);
    std::vector<double> kappas;
    for (const Dual<T>& component : row) {
        if (by_hubs) {
            const auto [total, size] = hubs->offset(component.place());
            kappas.push_back(vanishes(total, size.upper()) ? hubs->condition(component.place()).second : HUGE_VAL);
        } else kappas.push_back(by_slopes(sweep(component.place()), recorder.data(), origins));
    }
    return kappas;
}

}  // namespace lossproof
