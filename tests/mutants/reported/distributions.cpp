// SPDX-License-Identifier: Apache-2.0
// Reported defects about distributions.
#include "tests/mutants/reported/report.hpp"

#include <algorithm>

namespace reported {
namespace {

/// log(p/q) for p > 0: near 1 by the difference, and by itself each where the ratio leaves the format.
template <class T> T log_ratio(T p, T q) {
    const T close = (p - q) / q, ratio = p / q;
    if (std::fabs(close) < T(0.5)) return std::log1p(close);
    return std::isnormal(ratio) ? std::log(ratio) : std::log(p) - std::log(q);
}

/// A mean over entries (mxnet #18506), over the first axis alone (sparseml #674: here a batch of one with N positions), and a ratio that
/// overflows where neither is 0 (scipy #20710).
enum class Divergence { right, over_entries, over_batch, ratio };
template <class T> void divergence(const Call<T>& c, Divergence how) {
    T total = 0;
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T *p = c.in("p") + r * c.columns, *q = c.in("q") + r * c.columns;
        T sum = 0;
        for (std::int64_t j = 0; j < c.columns; ++j)
            if (!(p[j] == 0)) sum += p[j] * (how == Divergence::ratio && q[j] > 0 ? std::log(p[j] / q[j]) : log_ratio(p[j], q[j]));
        if (how == Divergence::over_entries) sum /= static_cast<T>(c.columns);
        if (!c.reduced()) c.out("value")[r] = sum;
        total += sum;
    }
    if (c.reduced()) c.out("value")[0] = c.reduction_of(total, how == Divergence::over_batch ? 1 : static_cast<T>(c.rows));
}
Answer divergence_with(Divergence defect) {
    return both([defect](const auto& c, bool bug) { divergence(c, bug ? defect : Divergence::right); });
}

/// optax PR 1786: the value is guarded at p = 0, its slope is not.
template <class T> void unguarded_slope(const Call<T>& c, bool bug) {
    const T *p = c.in("p"), *q = c.in("q");
    for (std::int64_t i = 0; i < c.size(); ++i) {
        const T right = p[i] == 0 ? std::log(p[i]) - std::log(q[i]) : log_ratio(p[i], q[i]) + 1, keep = p[i] == 0 ? 0 : 1;
        c.out("d_p")[i] = bug && p[i] == 0 ? keep * (1 / p[i]) * p[i] - std::log(q[i]) : right;
    }
}

/// A clip that reaches ordinary probabilities (keras #17634); a row of zeros divided by its sum (keras PR 1368).
template <class T> void clipped(const Call<T>& c, bool floor, bool normalised) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T *p = c.in("p") + r * c.columns, *q = c.in("q") + r * c.columns;
        T mass = 0, sum = 0;
        for (std::int64_t j = 0; j < c.columns; ++j) mass += q[j];
        const T divisor = normalised && mass == 0 ? mass : 1;  // other rows are left as they are, so that one defect is seen
        for (std::int64_t j = 0; j < c.columns; ++j) {
            if (p[j] == 0) continue;
            const T each = q[j] / divisor;
            sum -= p[j] * std::log(floor ? std::min(std::max(each, T(1e-7)), 1 - T(1e-7)) : each);
        }
        c.out("value")[r] = sum;
    }
}

/// FluxML/Flux.jl PR 1166: 0·log 0.
template <class T> void crossed(const Call<T>& c, bool bug) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T *p = c.in("p") + r * c.columns, *q = c.in("q") + r * c.columns;
        T sum = 0;
        for (std::int64_t j = 0; j < c.columns; ++j)
            if (bug || !(p[j] == 0)) sum -= p[j] * std::log(q[j]);
        c.out("value")[r] = sum;
    }
}
/// huawei-noah #12: another base.
template <class T> void entropy_in_bels(const Call<T>& c, bool bug) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T* p = c.in("p") + r * c.columns;
        T sum = 0;
        for (std::int64_t j = 0; j < c.columns; ++j)
            if (!(p[j] == 0)) sum -= p[j] * (bug ? std::log10(p[j]) : std::log(p[j]));
        c.out("value")[r] = sum;
    }
}

}  // namespace

std::span<const Report> of_distributions() {
    static const Report reports[] = {
        {"kl_by_entries", "kl_divergence", "value", "", "apache/mxnet 18506", "reduction-divisor",
         divergence_with(Divergence::over_entries)},
        {"kl_by_batch", "kl_divergence", "value", "reduction", "neuralmagic/sparseml 674", "reduction-divisor",
         divergence_with(Divergence::over_batch), Kind::defect, "N rows stand for a batch of one with N positions"},
        {"kl_ratio", "kl_divergence", "value", "", "scipy/scipy 20710", "early-product", divergence_with(Divergence::ratio)},
        {"kl_slope_at_zero", "kl_divergence", "d_p", "", "google-deepmind/optax PR 1786", "zero-log-zero",
         both([](const auto& c, bool bug) { unguarded_slope(c, bug); })},
        {"cross_entropy_log0", "cross_entropy", "value", "", "FluxML/Flux.jl PR 1166", "zero-log-zero",
         both([](const auto& c, bool bug) { crossed(c, bug); })},
        {"cross_entropy_clip", "cross_entropy", "value", "", "keras-team/keras 17634", "clip",
         both([](const auto& c, bool bug) { clipped(c, bug, false); })},
        {"cross_entropy_zero_row", "cross_entropy", "value", "", "keras-team/keras PR 1368", "zero-log-zero",
         both([](const auto& c, bool bug) { clipped(c, false, bug); })},
        {"entropy_base", "entropy", "value", "", "huawei-noah/Efficient-Computing 12", "constant-factor",
         both([](const auto& c, bool bug) { entropy_in_bels(c, bug); })},
    };
    return reports;
}

}  // namespace reported
