// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/gap_condition.hpp"

#include "reference/oracle/condition.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

using Column = std::vector<Enclosure256>;

double size_of(const Enclosure256& slope) { return std::max(std::fabs(slope.lower()), std::fabs(slope.upper())); }

/// A part of a tensor and the slopes by its numbers; a tensor's end that no slope reaches has the slope 0.
struct Part {
    const std::vector<double>& values;
    const Column& slopes;
    Index begin, end;

    double weighed(double origin) const {
        double total = 0;
        for (Index i = begin; i < std::min(end, slopes.size()); ++i)
            if (std::isfinite(values[i])) total += std::fabs(values[i] - origin) * size_of(slopes[i]);
        return total;
    }
    /// Do the slopes sum to 0 as far as 256 bits tell? At a kink they are wide and tell nothing.
    bool feels_no_offset() const {
        Enclosure256 total(0);
        double size = 0;
        for (Index i = begin; i < std::min(end, slopes.size()); ++i) {
            total += slopes[i];
            size += size_of(slopes[i]);
        }
        return !total.is_nan() && size_of(total) <= std::ldexp(size, -100);
    }
    double largest() const {
        return *std::max_element(values.begin() + static_cast<std::ptrdiff_t>(begin), values.begin() + static_cast<std::ptrdiff_t>(end));
    }
};

}  // namespace

double gap_condition(const Plan& plan, const Plan::Output& output, Index index) {
    const Index within = output.reduced ? index : index % plan.length(output);
    const Unit unit{.gradient = output.gradient, .gathered = output.reduced, .group = output.reduced ? 0 : index / plan.length(output)};
    std::vector<std::vector<Enclosure256>> slopes(plan.operation().inputs.size());
    const auto derivatives = derivatives_of(plan, unit, output.slot, within);
    for (const auto& entry : derivatives.entries()) {
        auto& column = slopes[entry.input];
        if (column.size() <= entry.place) column.resize(entry.place + 1);
        column[entry.place] = entry.slope;
    }
    double kappa = 0;
    bool any = false;
    for (Index input = 0; input < slopes.size(); ++input) {
        const auto found = plan.question().inputs.find(plan.operation().inputs[input].name);
        if (found == plan.question().inputs.end() || slopes[input].empty()) continue;
        const auto& values = found->second.values;
        // A target beside the row may have slopes that sum to 0 by chance; nobody shifts a target.
        const bool rows = input == 0 && plan.operation().role(input) == Role::row;
        const Index step = rows ? plan.row_length() : values.size();
        for (Index begin = 0; begin < values.size(); begin += step) {
            const Part part{.values = values, .slopes = slopes[input], .begin = begin, .end = begin + step};
            const bool free = rows && std::isfinite(part.largest()) && part.feels_no_offset();
            any |= free;
            kappa += part.weighed(free ? part.largest() : 0);
        }
    }
    return any ? kappa : HUGE_VAL;
}

}  // namespace lossproof
