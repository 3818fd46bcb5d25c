// SPDX-License-Identifier: Apache-2.0
#include "fast/rows/wide.hpp"
#include "fast/rows/wide_logits.hpp"

namespace lossproof::fast {

namespace {

long double weighted(long double w, long double x) { return w == 0 || x == 0 ? 0 : w * x; }

}  // namespace

/// Gradient (Σy)p_j − y_j as p_j Σ_{i≠j} y_i − y_j(1 − p_j), where no weight meets itself. An infinite weight makes the value
/// infinite unless its logit is certain, and leaves no gradient.
Wide wide_cross_entropy_of_distribution(const RowTask& task, std::int64_t row) {
    const LogitRow r(task, row);
    const Input& y = task.b.in[1];
    Total value, mass;
    bool outside = r.undecided(), infinite = false;
    for (std::int64_t j = 0; j < r.columns; ++j) {
        const double weight = read(y, row, j);
        outside = outside || !(weight >= 0) || (weight == infinity && r.certain(j));
        infinite = infinite || weight == infinity;
        if (weight < infinity) mass.add(Wide{weight});
        if (weight > 0 && weight < infinity) value.add(Wide{weighted(weight, r.surprise(j))});
    }
    for (std::int64_t j = 0; task.b.wants(1) && j < r.columns; ++j) {
        const double weight = read(y, row, j);
        Total others = mass;
        others.add(Wide{-weight});
        const long double g = weighted(r.probability(j), others.value().v) + weighted(weight, r.probability_minus_one(j));
        write(task.b.out[1], row, j, {outside || infinite ? undefined : g / task.divisor});
    }
    return outside ? Wide{undefined} : infinite ? Wide{infinity} : value.value();
}

Wide wide_soft_maximum(const RowTask& task, std::int64_t row) {
    const LogitRow r(task, row);
    const bool limit_only = r.has_nan || r.infinite() || r.peak == -infinity;
    Total moment;
    for (std::int64_t j = 0; !limit_only && j < r.columns; ++j)
        if (r.gap(j) != 0 && r.gap(j) > -12000) moment.add(Wide{r.exponential(j) * r.gap(j)});
    const long double mean_gap = moment.value().v / (1 + r.rest);
    for (std::int64_t j = 0; task.b.wants(1) && j < r.columns; ++j) {
        const long double p = r.probability(j);
        const long double g = p == 0 ? 0 : p * (1 + (r.gap(j) - mean_gap));
        write(task.b.out[1], row, j, {limit_only ? undefined : g / task.divisor});
    }
    if (r.has_nan) return {undefined};
    return {limit_only ? r.peak : r.peak + mean_gap};
}

/// 2p_j Σ_i p_i((p_j − p_i) − (y_j − y_i)), term by term: for targets so large that the short form has no limit.
void far_targets(const RowTask& task, std::int64_t row, const LogitRow& r) {
    for (std::int64_t j = 0; j < r.columns; ++j) {
        const long double y = read(task.b.in[1], row, j);
        bool none = r.has_nan || !std::isfinite(y);  // no gradient
        Total bracket;
        for (std::int64_t i = 0; i < r.columns; ++i) {
            const long double other = read(task.b.in[1], row, i);
            none = none || !std::isfinite(other);
            if (i == j || r.probability(i) == 0) continue;
            bracket.add(Wide{r.probability(i) * ((r.probability(j) - r.probability(i)) - (y - other))});
        }
        const long double g = 2 * weighted(r.probability(j), bracket.value().v) / task.divisor;
        write(task.b.out[1], row, j, {none ? undefined : g});
    }
}

Wide wide_squared_error_of_softmax(const RowTask& task, std::int64_t row) {
    const LogitRow r(task, row);
    const Input& y = task.b.in[1];
    const auto at_peak = [&](std::int64_t j) { return r.at_peak == 1 && r.logit(j) == r.peak; };
    const auto distance = [&](std::int64_t j) {
        const long double target = read(y, row, j);
        return at_peak(j) ? (1 - target) + r.probability_minus_one(j) : r.probability(j) - target;
    };
    std::int64_t peak = 0;
    Total squares, moments;
    for (std::int64_t j = 0; j < r.columns; ++j) {
        const long double d = distance(j);
        squares.add(Wide{d * d});
        if (r.logit(j) == r.peak) peak = j;
    }
    const Wide value = squares.value();
    if (!task.b.wants(1)) return value;
    if (!std::isfinite(value.v) || r.undecided() || r.infinite()) {
        far_targets(task, row, r);
        return value;
    }
    /// d_j − d_peak without cancellation, as in the vector kernel.
    const auto relative = [&](std::int64_t j) {
        Total sum;
        const double y_peak = read(y, row, peak), y_here = read(y, row, j);
        const long double delta = static_cast<long double>(y_peak) - y_here;
        if (std::fabs(r.gap(j)) < 0.5L) {
            sum.add(Wide{std::expm1(r.gap(j))});
        } else {
            sum.add(Wide{r.exponential(j)});
            sum.add(Wide{-1});
        }
        sum.add(Wide{y_peak});
        sum.add(Wide{-y_here});
        sum.add(Wide{delta * r.rest});
        return sum.value().v / (1 + r.rest);
    };
    for (std::int64_t j = 0; j < r.columns; ++j) moments.add(Wide{weighted(r.probability(j), relative(j))});
    const long double mean = moments.value().v;
    for (std::int64_t j = 0; j < r.columns; ++j)
        write(task.b.out[1], row, j, {2 * weighted(r.probability(j), relative(j) - mean) / task.divisor});
    return value;
}

Wide wide_log_softmax_jacobian(const RowTask& task, std::int64_t row) {
    const LogitRow r(task, row);
    for (std::int64_t i = 0; i < r.columns; ++i)
        for (std::int64_t j = 0; j < r.columns; ++j) {
            const long double entry = i == j ? -r.probability_minus_one(i) : -r.probability(j);
            write(task.b.out[1], row, i * r.columns + j, {r.infinite() ? undefined : entry});
        }
    return {};
}

}  // namespace lossproof::fast
