// SPDX-License-Identifier: Apache-2.0
// What the contestants are measured against: the formulas in 113 bits (libquadmath), as head + tail of the exact result.
// It shares nothing with the kernels; its own error is below 2^-100, far under the hundredth of an ulp that is printed.
#include <quadmath.h>

#include <cstdint>
#include <string_view>

namespace {

using Quad = __float128;

void put(Quad x, double* head, double* tail, std::int64_t i) {
    head[i] = static_cast<double>(x);
    tail[i] = static_cast<double>(x - head[i]);
}

struct Row {
    const double* z;
    std::int64_t columns;
    Quad peak, rest = 0;
    Row(const double* logits, std::int64_t k) : z(logits), columns(k), peak(logits[0]) {
        std::int64_t top = 0;
        for (std::int64_t j = 1; j < k; ++j)
            if (z[j] > peak) peak = z[j], top = j;
        for (std::int64_t j = 0; j < k; ++j)
            if (j != top) rest += expq(z[j] - peak);
    }
    Quad probability(std::int64_t j) const { return expq(z[j] - peak) / (1 + rest); }
    Quad log_sum() const { return peak + log1pq(rest); }
};

Quad sigmoid(Quad x) { return x > 0 ? 1 / (1 + expq(-x)) : expq(x) / (1 + expq(x)); }
Quad softplus(Quad x) { return (x > 0 ? x : 0) + log1pq(expq(-fabsq(x))); }

}  // namespace

extern "C" {

/// The first `rows` rows of an operation over `batch` rows: matrix results (or gradients of the mean) as head and tail.
int lossproof_bench_reference(const char* operation, const double* a, const double* b, const std::int64_t* labels, std::int64_t batch,
                              std::int64_t rows, std::int64_t columns, double* head, double* tail) {
    const std::string_view op = operation;
    const Quad count = static_cast<Quad>(batch) * columns;
    for (std::int64_t r = 0; r < rows; ++r) {
        const std::int64_t at = r * columns;
        if (op == "softmax" || op == "log_softmax" || op == "softmax_cross_entropy") {
            const Row row(a + at, columns);
            for (std::int64_t j = 0; j < columns; ++j) {
                const Quad y = op == "softmax"       ? row.probability(j)
                               : op == "log_softmax" ? a[at + j] - row.log_sum()
                                                     : (row.probability(j) - (j == labels[r] ? 1 : 0)) / batch;
                put(y, head, tail, at + j);
            }
            continue;
        }
        if (op == "logsumexp") {
            put(Row(a + at, columns).log_sum(), head, tail, r);
            continue;
        }
        for (std::int64_t j = 0; j < columns; ++j) {
            const Quad x = a[at + j], y = b ? b[at + j] : 0;
            Quad result;
            if (op == "exp") result = expq(x);
            else if (op == "sigmoid") result = sigmoid(x);
            else if (op == "softplus") result = softplus(x);
            else if (op == "binary_cross_entropy_with_logits") result = (sigmoid(x) * (1 - y) - sigmoid(-x) * y) / count;
            else if (op == "mean_squared_error") result = 2 * (x - y) / count;
            else if (op == "mean_absolute_error") result = (x > y ? 1 : x < y ? -1 : 0) / count;
            else if (op != "kl_divergence") return 1;
            else break;
            put(result, head, tail, at + j);
        }
    }
    if (op == "kl_divergence") {
        Quad sum = 0;
        for (std::int64_t i = 0; i < batch * columns; ++i) sum += static_cast<Quad>(a[i]) * logq(static_cast<Quad>(a[i]) / b[i]);
        put(sum / batch, head, tail, 0);
    }
    return 0;
}

}  // extern "C"
