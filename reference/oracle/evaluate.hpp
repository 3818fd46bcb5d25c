// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

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
        return scaled(of_group(unit.group, true));
    }

protected:
    virtual T datum(double value, Index /*input*/, Index /*place*/) { return exactly<T>(value); }
    virtual T constant(double value) { return exactly<T>(value); }

private:
    std::vector<Row<T>> of_group(Index group, bool gradient) {
        if (plan_.ignored(group)) return nothing(gradient);
        if (const auto special = plan_.special(group, gradient)) return converted(*special);
        const auto formula = std::get<Formula<T>>(gradient ? plan_.operation().gradient : plan_.operation().value);
        return formula(loaded(group));
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
    /// The gradient of a mean carries the mean's divisor.
    std::vector<Row<T>> scaled(std::vector<Row<T>> rows) {
        if (plan_.reduction() != Reduction::mean || plan_.denominator() == 0) return rows;  // ignored rows alone: gradient 0
        for (auto& row : rows)
            for (Index j = 0; j < row.size(); ++j) row[j] = divided(row[j]);
        return rows;
    }
    T divided(const T& x) { return x / constant(static_cast<double>(plan_.denominator())); }

    std::vector<Row<T>> gathered(bool gradient) {
        if constexpr (SumsAtOnce<T>) return gathered_at_once(gradient);
        std::vector<Row<T>> total;
        for (Index g = 0; g < plan_.groups(); ++g) {
            if (plan_.ignored(g)) continue;
            const auto part = of_group(g, gradient);
            if (total.empty()) total = part;
            else
                for (Index r = 0; r < total.size(); ++r)
                    for (Index j = 0; j < total[r].size(); ++j) total[r][j] += part[r][j];
        }
        if (total.empty()) return empty();
        return scaled(std::move(total));
    }
    std::vector<Row<T>> gathered_at_once(bool gradient) {
        std::vector<std::vector<Row<T>>> parts;
        for (Index g = 0; g < plan_.groups(); ++g)
            if (!plan_.ignored(g)) parts.push_back(of_group(g, gradient));
        if (parts.empty()) return empty();
        const Row<T> groups(parts.size());
        std::vector<Row<T>> total = parts.front();
        for (Index r = 0; r < total.size(); ++r)
            for (Index j = 0; j < total[r].size(); ++j) total[r][j] = sum(groups, [&](Index g) { return parts[g][r][j]; });
        return scaled(std::move(total));
    }
    /// The sum of nothing is 0, the mean of nothing is not a number.
    std::vector<Row<T>> empty() {
        const double value = plan_.reduction() == Reduction::mean ? std::numeric_limits<double>::quiet_NaN() : 0.0;
        const Index rows = std::max(plan_.operation().results.size(), plan_.operation().gradients.size());
        return std::vector<Row<T>>(rows, Row<T>(std::vector<T>{constant(value)}));
    }

    const Plan& plan_;
};

}  // namespace lossproof
