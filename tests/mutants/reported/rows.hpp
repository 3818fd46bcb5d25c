// SPDX-License-Identifier: Apache-2.0
// Reported defects about rows of logits, written anew from the public descriptions. With `bug` false each is the plain code that a
// careful person writes, and must be acquitted.
#pragma once
#include "tests/mutants/reported/call.hpp"

#include <limits>
#include <vector>

namespace reported {

/// FluxML/NNlib.jl PR 43: the running maximum starts at 0.
template <class T> void maximum_from_zero(const Call<T>& c, bool bug) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T* z = c.in("logits") + r * c.columns;
        T* p = c.out("value") + r * c.columns;
        const T m = bug ? std::fmax(peak(z, c.columns), T(0)) : peak(z, c.columns);
        T sum = 0;
        for (std::int64_t j = 0; j < c.columns; ++j) sum += p[j] = std::exp(z[j] - m);
        for (std::int64_t j = 0; j < c.columns; ++j) p[j] /= sum;
    }
}

/// manassharma07/crysx_nn #7: one maximum for the whole batch.
template <class T> void maximum_of_the_batch(const Call<T>& c, bool bug) {
    const T of_all = peak(c.in("logits"), c.size());
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T* z = c.in("logits") + r * c.columns;
        T* p = c.out("value") + r * c.columns;
        const T m = bug ? of_all : peak(z, c.columns);
        T sum = 0;
        for (std::int64_t j = 0; j < c.columns; ++j) sum += p[j] = std::exp(z[j] - m);
        for (std::int64_t j = 0; j < c.columns; ++j) p[j] /= sum;
    }
}

/// open-edge-platform/geti PR 1507: infinite exponentials share the mass.
template <class T> void shared_infinities(const Call<T>& c, bool bug) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T* z = c.in("logits") + r * c.columns;
        T* p = c.out("value") + r * c.columns;
        softmax(z, c.columns, p);
        T infinite = 0, sum = 0;
        for (std::int64_t j = 0; j < c.columns; ++j) infinite += std::isinf(std::exp(z[j])) ? 1 : 0, sum += std::exp(z[j]);
        if (bug)
            for (std::int64_t j = 0; j < c.columns; ++j)
                p[j] = infinite > 0 ? (std::isinf(std::exp(z[j])) ? 1 / infinite : 0) : std::exp(z[j]) / sum;
    }
}

/// BasisResearch/dynestyx PR 183: the normaliser is rebuilt at the size of the maximum.
template <class T> void absorbed_normaliser(const Call<T>& c, bool bug) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T* z = c.in("logits") + r * c.columns;
        T* y = c.out("value") + r * c.columns;
        const Sum<T> s = shifted_sum(z, c.columns);
        for (std::int64_t j = 0; j < c.columns; ++j) y[j] = bug ? z[j] - (s.m + s.log_sum) : (z[j] - s.m) - s.log_sum;
    }
}

/// HenrikBengtsson/matrixStats #84: nothing but −∞. pytorch #31829: its gradient.
template <class T> void nothing_but_minus_infinity(const Call<T>& c, bool bug) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T* z = c.in("logits") + r * c.columns;
        const Sum<T> s = shifted_sum(z, c.columns);
        if (T* y = c.out("value")) y[r] = !bug && std::isinf(s.m) ? s.m : s.m + s.log_sum;
    }
}

/// jzhang38/EasyContext #14: partial sums are merged without taking the larger first.
template <class T> void merged_sums(const Call<T>& c, bool bug) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T* z = c.in("logits") + r * c.columns;
        T lse = z[0];
        for (std::int64_t j = 1; bug && j < c.columns; ++j) lse = lse + std::log(1 + std::exp(z[j] - lse));
        const Sum<T> s = shifted_sum(z, c.columns);
        c.out("value")[r] = bug ? lse : s.m == -INFINITY ? s.m : s.m + s.log_sum;
    }
}

/// What the losses of labels below differ in.
struct LabelDefects {
    bool absorbed = false;         ///< pytorch #11752: log Σ is added to a huge maximum first
    bool shards_added = false;     ///< NVIDIA/Megatron-LM #7452: every rank holds the whole row, yet the sums are added
    bool by_classes = false;       ///< tinygrad PR 1427: a mean over N·K
    bool counts_ignored = false;   ///< PaddlePaddle/Paddle #23708: ignored rows stay in the denominator
    bool default_ignored = false;  ///< chainer #2715: the default, not the argument, is ignored
    bool off_by_one = false;       ///< mlverse/torch PR 681: labels counted from another base
    bool first_upstream = false;   ///< ROCm/TransformerEngine PR 623: every row is scaled by the first upstream gradient
    bool no_upstream = false;      ///< kulinseth/pytorch PR 289: the upstream gradient is not multiplied in
    bool unweighted_mean = false;  ///< a weighted mean divides by N
    bool narrow_label = false;     ///< the label passes through a byte
    bool lost_tail = false;        ///< the loop over blocks of 4 forgets what is left over, when it is three
    bool unwritten = false;        ///< pytorch #20406: nothing is written for an ignored row
};

template <class T> void label_losses(const Call<T>& c, const LabelDefects& bug) {
    const std::int64_t n = c.columns;
    const T *z = c.in("logits"), *w = c.in("weights"), *u = c.upstream();
    std::vector<T> loss(static_cast<std::size_t>(c.rows), 0), weight(static_cast<std::size_t>(c.rows), 0);
    T total = 0, count = 0;
    const auto label = [&](std::int64_t r) {
        const std::int64_t t = bug.off_by_one ? (c.labels()[r] + n - 1) % n : c.labels()[r];
        return bug.narrow_label ? t % 256 : t;
    };
    const auto ignored = [&](std::int64_t r) { return bug.default_ignored ? c.labels()[r] == -1 : c.ignores(c.labels()[r]); };
    for (std::int64_t r = 0; r < c.rows; ++r) {
        if (ignored(r)) {
            if (bug.counts_ignored) count += 1;
            continue;
        }
        const std::int64_t t = label(r), seen = bug.lost_tail && n > 4 && n % 4 == 3 ? n - 3 : n;
        if (t < 0 || t >= n) continue;
        const Sum<T> s = shifted_sum(z + r * n, seen);
        const T direct = label_loss(z + r * n, n, t);
        T l = seen == n ? direct : (s.m - z[r * n + t]) + s.log_sum;
        if (bug.absorbed) l = (s.m + s.log_sum) - z[r * n + t];
        if (bug.shards_added) l += std::log(T(2));
        weight[static_cast<std::size_t>(r)] = w ? w[t] : 1;
        loss[static_cast<std::size_t>(r)] = w ? (w[t] == 0 ? 0 : w[t] * l) : l;
        count += w && !bug.unweighted_mean ? w[t] : bug.by_classes ? static_cast<T>(n) : 1;
        total += loss[static_cast<std::size_t>(r)];
    }
    const bool mean = c.reduction() == "mean";
    if (T* y = c.out("value")) {
        if (c.reduction() != "none") y[0] = mean ? total / count : total;
        else
            for (std::int64_t r = 0; r < c.rows; ++r)
                if (!(bug.unwritten && ignored(r))) y[r] = loss[static_cast<std::size_t>(r)];
    }
    T* g = c.out("d_logits");
    for (std::int64_t r = 0; g && r < c.rows; ++r) {
        softmax(z + r * n, n, g + r * n);
        const std::int64_t t = label(r);
        const bool none = c.reduction() == "none";
        T factor = ignored(r) ? 0 : weight[static_cast<std::size_t>(r)];
        if (u && !bug.no_upstream) factor *= none && !bug.first_upstream ? u[r] : u[0];
        if (mean) factor /= count;
        T others = 0;
        for (std::int64_t j = 0; j < n; ++j) others += j == t ? 0 : g[r * n + j];
        for (std::int64_t j = 0; j < n; ++j) g[r * n + j] = factor == 0 ? 0 : factor * (j == t ? -others : g[r * n + j]);
    }
}

/// ServiceNow/Fast-LLM #228: a scale of the logits reaches the probabilities, not the label's term.
template <class T> void scale_of_the_label(const Call<T>& c, bool bug) {
    const T tau = c.real("temperature", 1);
    for (std::int64_t r = 0; r < c.rows; ++r) {
        std::vector<T> z(c.in("logits") + r * c.columns, c.in("logits") + (r + 1) * c.columns);
        for (T& v : z) v /= tau;
        T* g = c.out("d_logits") + r * c.columns;
        softmax(z.data(), c.columns, g);
        T others = 0;
        for (std::int64_t j = 0; j < c.columns; ++j) others += j == r ? 0 : g[j];
        for (std::int64_t j = 0; j < c.columns; ++j) g[j] = (j == r ? (bug ? g[j] - tau : -others) : g[j]) / tau;
    }
}

/// neuralmagic/sparseml #674, apache/mxnet #18506: a mean over entries. optax PR 1786: the slope at p = 0. scipy #20710: the ratio
/// overflows.
template <class T> void divergence(const Call<T>& c, bool over_entries, bool ratio) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T *p = c.in("p") + r * c.columns, *q = c.in("q") + r * c.columns;
        T sum = 0;
        for (std::int64_t j = 0; j < c.columns; ++j)
            if (!(p[j] == 0)) {
                const T close = (p[j] - q[j]) / q[j];
                const T logarithm = ratio                       ? std::log(p[j] / q[j])
                                    : std::fabs(close) < T(0.5) ? std::log1p(close)
                                                                : std::log(p[j]) - std::log(q[j]);
                sum += p[j] * logarithm;
            }
        c.out("value")[r] = over_entries ? sum / static_cast<T>(c.columns) : sum;
    }
}

/// FluxML/Flux.jl PR 1166: 0·log 0. huawei-noah #12: another base.
template <class T> void crossed(const Call<T>& c, bool bug) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T *p = c.in("p") + r * c.columns, *q = c.in("q") + r * c.columns;
        T sum = 0;
        for (std::int64_t j = 0; j < c.columns; ++j)
            if (bug || !(p[j] == 0)) sum -= p[j] * std::log(q[j]);
        c.out("value")[r] = sum;
    }
}
template <class T> void entropy_in_bels(const Call<T>& c, bool bug) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T* p = c.in("p") + r * c.columns;
        T sum = 0;
        for (std::int64_t j = 0; j < c.columns; ++j)
            if (!(p[j] == 0)) sum -= p[j] * (bug ? std::log10(p[j]) : std::log(p[j]));
        c.out("value")[r] = sum;
    }
}

}  // namespace reported
