// SPDX-License-Identifier: Apache-2.0
// Built for this machine (-march=native): Eigen has no run-time dispatch, and an opponent deserves its best form.
#include "bench/eigen_naive.hpp"

#include <Eigen/Core>

namespace lossproof::bench {
namespace {

using Matrix = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using In = Eigen::Map<const Matrix>;
using Out = Eigen::Map<Matrix>;

double cross_entropy(const In& z, const std::int64_t* labels, Out* gradient) {
    double sum = 0;
    for (Eigen::Index r = 0; r < z.rows(); ++r) {
        const double peak = z.row(r).maxCoeff();
        if (gradient) {
            gradient->row(r) = (z.row(r) - peak).exp();
            const double total = gradient->row(r).sum();
            gradient->row(r) *= 1 / (total * static_cast<double>(z.rows()));
            (*gradient)(r, labels[r]) -= 1 / static_cast<double>(z.rows());
            sum += std::log(total) + peak - z(r, labels[r]);
        } else {
            sum += std::log((z.row(r) - peak).exp().sum()) + peak - z(r, labels[r]);
        }
    }
    return sum / static_cast<double>(z.rows());
}

}  // namespace

bool eigen_naive(std::string_view operation, const double* a, const double* b, const std::int64_t* labels, std::int64_t rows,
                 std::int64_t columns, double* value, double* gradient) {
    const In x(a, rows, columns), y(b ? b : a, rows, columns);
    Out out(operation == "softmax" || operation == "log_softmax" || !gradient ? value : gradient, rows, columns);
    const double count = static_cast<double>(rows * columns);
    if (operation == "softmax") {
        for (Eigen::Index r = 0; r < rows; ++r) {
            out.row(r) = (x.row(r) - x.row(r).maxCoeff()).exp();
            out.row(r) /= out.row(r).sum();
        }
    } else if (operation == "log_softmax") {
        for (Eigen::Index r = 0; r < rows; ++r) {
            const double peak = x.row(r).maxCoeff();
            out.row(r) = (x.row(r) - peak) - std::log((x.row(r) - peak).exp().sum());
        }
    } else if (operation == "logsumexp") {
        for (Eigen::Index r = 0; r < rows; ++r) {
            const double peak = x.row(r).maxCoeff();
            value[r] = std::log((x.row(r) - peak).exp().sum()) + peak;
        }
    } else if (operation == "softmax_cross_entropy") {
        *value = cross_entropy(x, labels, gradient ? &out : nullptr);
    } else if (operation == "sigmoid") {
        Out(value, rows, columns) = 1 / (1 + (-x).exp());
    } else if (operation == "softplus") {
        Out(value, rows, columns) = x.max(0.0) + (-x.abs()).exp().log1p();
    } else if (operation == "binary_cross_entropy_with_logits") {
        *value = (x.max(0.0) - x * y + (-x.abs()).exp().log1p()).sum() / count;
        if (gradient) out = (1 / (1 + (-x).exp()) - y) / count;
    } else if (operation == "kl_divergence") {
        *value = (x * (x / y).log()).sum() / static_cast<double>(rows);
    } else if (operation == "mean_squared_error") {
        *value = (x - y).square().sum() / count;
        if (gradient) out = (x - y) * (2 / count);
    } else if (operation == "mean_absolute_error") {
        *value = (x - y).abs().sum() / count;
        if (gradient) out = (x - y).sign() / count;
    } else if (operation == "exp") {
        Out(value, rows, columns) = x.exp();
    } else {
        return false;
    }
    return true;
}

}  // namespace lossproof::bench
