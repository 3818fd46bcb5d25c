// SPDX-License-Identifier: Apache-2.0
// Reported defects about rows of logits.
#include "tests/mutants/reported/report.hpp"

#include <vector>

namespace reported {
namespace {

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

/// HenrikBengtsson/matrixStats #84: nothing but −∞.
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

/// stan-dev/math #646: the form of two arguments, for rows of two.
template <class T> void two_arguments(const Call<T>& c, bool bug) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T* z = c.in("logits") + r * c.columns;
        const Sum<T> s = shifted_sum(z, c.columns);
        T lse = std::isinf(s.m) ? s.m : s.m + s.log_sum;
        if (bug && c.columns == 2) lse = s.m + std::log1p(std::exp(z[1 - s.at] - s.m));
        c.out("value")[r] = lse;
    }
}

/// pytorch #31829: the weights of a row of nothing but −∞.
template <class T> void weights_of_nothing(const Call<T>& c, bool bug) {
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T* z = c.in("logits") + r * c.columns;
        T* g = c.out("d_logits") + r * c.columns;
        if (!bug && peak(z, c.columns) == -INFINITY)
            for (std::int64_t j = 0; j < c.columns; ++j) g[j] = 0;
        else softmax(z, c.columns, g);
    }
}

/// mlpack #3468: a backward of log-softmax that adds softmax to the upstream gradient instead of subtracting its share of their sum.
template <class T> void added_softmax(const Call<T>& c, bool bug) {
    const std::int64_t n = c.columns;
    std::vector<T> p(static_cast<std::size_t>(n));
    for (std::int64_t r = 0; r < c.rows; ++r) {
        softmax(c.in("logits") + r * n, n, p.data());
        for (std::int64_t i = 0; i < n; ++i)
            for (std::int64_t j = 0; j < n; ++j) {
                T others = 0;
                for (std::int64_t k = 0; k < n && i == j; ++k) others += k == i ? 0 : p[static_cast<std::size_t>(k)];
                const T own = p[static_cast<std::size_t>(j)], right = i == j ? others : -own;
                c.out("J_logits")[(r * n + i) * n + j] = bug ? own + (i == j ? 1 : 0) : right;
            }
    }
}

/// pytorch #40553: p·log p of a class without any probability.
template <class T> void entropy_of_the_impossible(const Call<T>& c, bool bug) {
    std::vector<T> p(static_cast<std::size_t>(c.columns));
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T* z = c.in("logits") + r * c.columns;
        softmax(z, c.columns, p.data());
        const Sum<T> s = shifted_sum(z, c.columns);
        T sum = 0;
        for (std::int64_t j = 0; j < c.columns; ++j) {
            const T each = p[static_cast<std::size_t>(j)];
            if (bug || each != 0) sum -= each * ((z[j] - s.m) - s.log_sum);
        }
        c.out("value")[r] = sum;
    }
}

/// ServiceNow/Fast-LLM #228: a scale of the logits reaches the probabilities, not the label's term. Nothing cancels, so that one defect is
/// seen.
template <class T> void scale_of_the_label(const Call<T>& c, bool bug) {
    const T tau = c.real("temperature", 1);
    for (std::int64_t r = 0; r < c.rows; ++r) {
        std::vector<T> z(c.in("logits") + r * c.columns, c.in("logits") + (r + 1) * c.columns);
        for (T& v : z) v /= tau;
        T* g = c.out("d_logits") + r * c.columns;
        softmax(z.data(), c.columns, g);
        T others = 0;
        for (std::int64_t j = 0; j < c.columns; ++j) others += j == r ? 0 : g[j];
        for (std::int64_t j = 0; j < c.columns; ++j) g[j] = (j == r ? (bug ? (1 - tau) - others : -others) : g[j]) / tau;
    }
}

}  // namespace

std::span<const Report> of_softmax() {
    static const Report reports[] = {
        {"softmax_max0", "softmax", "value", "", "FluxML/NNlib.jl PR 43", "nan-on-the-way flush-to-zero early-exponential",
         both([](const auto& c, bool bug) { maximum_from_zero(c, bug); })},
        {"softmax_batch_max", "softmax", "value", "", "manassharma07/crysx_nn 7", "nan-on-the-way flush-to-zero early-exponential",
         both([](const auto& c, bool bug) { maximum_of_the_batch(c, bug); })},
        {"softmax_shared_inf", "softmax", "value", "", "open-edge-platform/geti PR 1507", "early-exponential sum-overflow",
         both([](const auto& c, bool bug) { shared_infinities(c, bug); })},
        {"log_softmax_absorbed", "log_softmax", "value", "", "BasisResearch/dynestyx PR 183", "large-difference cancellation",
         both([](const auto& c, bool bug) { absorbed_normaliser(c, bug); })},
        {"log_softmax_slope", "log_softmax", "J_logits", "", "mlpack/mlpack 3468", "constant-factor",
         both([](const auto& c, bool bug) { added_softmax(c, bug); })},
        {"lse_all_masked", "logsumexp", "value", "", "HenrikBengtsson/matrixStats 84", "infinity-minus-infinity",
         both([](const auto& c, bool bug) { nothing_but_minus_infinity(c, bug); })},
        {"lse_two_arguments", "logsumexp", "value", "", "stan-dev/math 646", "infinity-minus-infinity",
         both([](const auto& c, bool bug) { two_arguments(c, bug); })},
        {"lse_slope_of_nothing", "logsumexp", "d_logits", "", "pytorch/pytorch 31829", "infinity-minus-infinity",
         both([](const auto& c, bool bug) { weights_of_nothing(c, bug); }), Kind::defect,
         "a row of −∞ has no gradient: NaN is admitted beside the 0 that the thread settled on"},
        {"lse_merged", "logsumexp", "value", "", "jzhang38/EasyContext 14", "early-exponential",
         both([](const auto& c, bool bug) { merged_sums(c, bug); })},
        {"entropy_zero_class", "entropy_from_logits", "value", "", "pytorch/pytorch 40553", "zero-log-zero infinity-minus-infinity",
         both([](const auto& c, bool bug) { entropy_of_the_impossible(c, bug); })},
        {"info_nce_scale", "info_nce", "d_logits", "temperature", "ServiceNow/Fast-LLM 228", "constant-factor term-missing",
         both([](const auto& c, bool bug) { scale_of_the_label(c, bug); })},
    };
    return reports;
}

}  // namespace reported
