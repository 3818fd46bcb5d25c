// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

#include <algorithm>

namespace lossproof {

/// One unit of work: the results (or gradients) of one group, or of all groups together where a reduction gathers them.
struct Unit {
    bool gradient = false;
    bool gathered = false;
    Index group = 0;
};

/// Evaluates a plan's units in the number type T. `Loader` makes numbers of the data.
template <class T> class Evaluator {
public:
    explicit Evaluator(const Plan& plan) : plan_(plan) {}
    virtual ~Evaluator() = default;

    std::vector<Row<T>> operator()(const Unit& unit) {
        if (unit.gathered) return gathered(unit.gradient);
        if (!unit.gradient) return of_group(unit.group, false);
        if (plan_.ignored(unit.group)) return nothing(true);
        return divided(of_group(unit.group, true));
    }

protected:
    virtual T datum(double value, Index /*input*/, Index /*place*/) { return exactly<T>(value); }
    virtual T constant(double value) { return exactly<T>(value); }

private:
    std::vector<Row<T>> of_group(Index group, bool gradient) {
        if (plan_.ignored(group)) return nothing(gradient);
        return weighted(group, gradient, unweighted(group, gradient));
    }
    std::vector<Row<T>> unweighted(Index group, bool gradient) {
        if (const auto special = plan_.special(group, gradient)) return converted(*special);
        const auto formula = std::get<Formula<T>>(gradient ? plan_.operation().gradient : plan_.operation().value);
        return formula(loaded(group));
    }
    std::vector<Row<T>> weighted(Index group, bool gradient, std::vector<Row<T>> rows) {
        if (plan_.reduction().plain()) return rows;
        const auto number = [&](double v) { return constant(v); };
        for (auto& row : rows)
            for (Index j = 0; j < row.size(); ++j) {
                row[j] = plan_.reduction().weighted(group, row[j], number);
                if (gradient) row[j] = plan_.reduction().followed(group, row[j], number);
            }
        return rows;
    }
    Group<T> loaded(Index group) {
        return plan_.load<T>(
            group, [&](double v, Index i, Index place) { return datum(v, i, place); }, [&](double v) { return constant(v); });
    }
    /// An ignored row: its loss is 0 and so are its derivatives.
    std::vector<Row<T>> nothing(bool gradient) {
        std::vector<Row<T>> zeros;
        for (const auto& output : plan_.outputs())
            if (output.gradient == gradient) zeros.push_back(Row<T>(std::vector<T>(plan_.length(output), T(0))));
        return zeros;
    }
    std::vector<Row<T>> converted(const std::vector<Row<double>>& special) {
        std::vector<Row<T>> result;
        for (const auto& row : special) {
            Row<T> out;
            for (const double v : row) out.push_back(constant(v));
            result.push_back(std::move(out));
        }
        return result;
    }
    /// A mean, and the gradient of a mean, carry the divisor.
    std::vector<Row<T>> divided(std::vector<Row<T>> rows) {
        const Reduction& reduction = plan_.reduction();
        if (!reduction.divides()) return rows;
        const auto number = [&](double v) { return constant(v); };
        const bool undefined = reduction.divisor_is_zero();
        const T divisor = undefined ? T(1) : reduction.template divisor<T>(number);
        for (auto& row : rows)
            for (Index j = 0; j < row.size(); ++j)
                row[j] = undefined ? constant(std::numeric_limits<double>::quiet_NaN()) : row[j] / divisor;
        return rows;
    }

    std::vector<Row<T>> gathered(bool gradient) {
        if constexpr (SumsAtOnce<T>) return gathered_at_once(gradient);
        std::vector<Row<T>> total;
        for (Index g = 0; g < plan_.groups(); ++g) {
            if (plan_.ignored(g)) continue;
            const auto part = of_group(g, gradient);
            if (total.empty()) total = part;
            else {
                total.resize(std::min(total.size(), part.size()));  // a special answer has no Σ|terms| beside its results
                for (Index r = 0; r < total.size(); ++r)
                    for (Index j = 0; j < total[r].size(); ++j) total[r][j] += part[r][j];
            }
        }
        if (total.empty()) return empty(gradient);
        return divided(std::move(total));
    }
    std::vector<Row<T>> gathered_at_once(bool gradient) {
        std::vector<std::vector<Row<T>>> parts;
        for (Index g = 0; g < plan_.groups(); ++g)
            if (!plan_.ignored(g)) parts.push_back(of_group(g, gradient));
        if (parts.empty()) return empty(gradient);
        const Row<T> groups(parts.size());
        std::vector<Row<T>> total = parts.front();
        for (const auto& part : parts) total.resize(std::min(total.size(), part.size()));
        for (Index r = 0; r < total.size(); ++r)
            for (Index j = 0; j < total[r].size(); ++j) total[r][j] = sum(groups, [&](Index g) { return parts[g][r][j]; });
        return divided(std::move(total));
    }
    /// What is gathered of no row at all; rows that are ignored leave no slope to what they share.
    std::vector<Row<T>> empty(bool gradient) {
        if (gradient && plan_.groups() > 0) return nothing(true);
        const Index rows = std::max(plan_.operation().results.size(), plan_.operation().gradients.size());
        return std::vector<Row<T>>(rows, Row<T>(std::vector<T>{constant(plan_.reduction().of_nothing())}));
    }

    const Plan& plan_;
};

}  // namespace lossproof
