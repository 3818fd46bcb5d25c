// SPDX-License-Identifier: Apache-2.0
#include "fast/prepare.hpp"

#include <stdexcept>

namespace lossproof::fast {
namespace {

void split(long double x, double* p) {
    p[0] = static_cast<double>(x);
    p[1] = static_cast<double>(x - p[0]);
}

/// 1 − β^t, without cancellation for β near 1; β − 1 is exact.
long double one_minus_power(double beta, double t) {
    if (beta == 0) return 1;
    const long double log_beta = beta > 0.5 ? std::log1p(static_cast<long double>(beta) - 1) : std::log(static_cast<long double>(beta));
    return -std::expm1(t * log_beta);
}

}  // namespace

void split_log_of_base(const Bound& b, double* p) {
    const double base = b.p[0];
    if (base == 1) throw std::invalid_argument("fast: " + std::string(b.kernel->name) + ": the parameter 'base' must not be 1");
    if (std::isnan(base)) return split(1, p);
    const long double distance = static_cast<long double>(base) - 1;
    split(std::fabs(distance) < 0.5L ? std::log1p(distance) : std::log(static_cast<long double>(base)), p);
}

void self_information(const Bound& b) {
    double p[2];
    split_log_of_base(b, p);
    run_elementwise(b, choose_likelihood(LikelihoodOperation::self_information, b.quick(), b.wants(1)), p);
}

void gaussian_nll(const Bound& b) {
    const bool has_sigma = !std::isnan(b.p[0]), has_variance = b.has(2);
    if (has_sigma && has_variance)
        throw std::invalid_argument("fast: gaussian_nll: give either the input 'variance' or the parameter 'sigma'");
    if (b.wants(2) && !has_variance) throw std::invalid_argument("fast: gaussian_nll: there is no variance to differentiate");
    if (b.wants(2) && b.out[2].size() != b.in[2].size())
        throw std::invalid_argument("fast: gaussian_nll: 'd_variance' must have the shape of 'variance'");
    const double p[] = {has_sigma ? b.p[0] : 1.0};
    const auto operation = has_variance ? LikelihoodOperation::gaussian : LikelihoodOperation::gaussian_of_sigma;
    run_elementwise(b, choose_likelihood(operation, b.quick(), b.wants(1) || b.wants(2)), p);
}

void info_nce(const Bound& b) {
    if (b.rows != b.columns) throw std::invalid_argument("fast: info_nce: 'logits' must be square");
    run_rows(b, choose_label(LabelOperation::info_nce, b.quick()), b.p);
}

/// The Hessian has a diagonal only, σ(z)σ(−z) = e/(1+e)² with e = e^{−|z|}.
void bce_with_logits(const Bound& b) {
    Bound first = b;
    first.out[2] = {};
    if (b.wants(0) || b.wants(1)) logistic<LogisticOperation::bce_with_logits>(first);
    if (!b.wants(2)) return;
    in_blocks(b.rows, b.options.threads, [&](std::int64_t row, Total&) {
        for (std::int64_t j = 0; j < b.columns; ++j) {
            const double z = read(b.in[0], row, j), y = read(b.in[1], row, j);
            const long double e = std::exp(-std::fabs(static_cast<long double>(z)));
            const bool inside = y >= 0 && y <= 1;
            write(b.out[2], row, j, {inside ? e / ((1 + e) * (1 + e)) / b.divisor() : std::numeric_limits<long double>::quiet_NaN()});
        }
    });
}

void adam_step(const Bound& b) {
    double p[8] = {b.p[0], b.p[1], b.p[2], b.p[3]};
    split(one_minus_power(b.p[1], b.p[4]), p + 4);
    split(one_minus_power(b.p[2], b.p[4]), p + 6);
    run_elementwise(b, choose_step(StepOperation::adam, b.quick(), true), p);
}

}  // namespace lossproof::fast
