// SPDX-License-Identifier: Apache-2.0
// From a checked call to a kernel: chooses it, and prepares parameters that a kernel wants in another form.
#pragma once
#include "fast/elementwise/kernels.hpp"
#include "fast/elementwise/run.hpp"
#include "fast/models/models.hpp"
#include "fast/rows/kernels.hpp"

#include <cmath>

namespace lossproof::fast {

inline constexpr double below_one = 0x1.fffffffffffffp-1;
inline constexpr double zero_for_all = 0;

template <FunctionOperation Operation> void function(const Bound& b) {
    run_elementwise(b, choose_function(Operation, b.quick(), b.wants(1)), b.p);
}
template <LogisticOperation Operation> void logistic(const Bound& b) {
    run_elementwise(b, choose_logistic(Operation, b.quick(), b.wants(1)), b.p);
}
template <ResidualOperation Operation> void residual(const Bound& b) {
    run_elementwise(b, choose_residual(Operation, b.quick(), b.wants(1)), b.p);
}
template <LikelihoodOperation Operation> void likelihood(const Bound& b) {
    run_elementwise(b, choose_likelihood(Operation, b.quick(), b.wants(1)), b.p);
}
template <StepOperation Operation> void step(const Bound& b) { run_elementwise(b, choose_step(Operation, b.quick(), true), b.p); }
template <SoftmaxOperation Operation> void softmax_like(const Bound& b) { run_rows(b, choose_softmax(Operation, b.quick()), nullptr); }
template <LabelOperation Operation> void labelled(const Bound& b) {
    run_rows(b, choose_label(Operation, b.quick()), b.kernel->parameters.empty() ? nullptr : b.p, 1);
}
template <TargetOperation Operation> void of_target(const Bound& b) { run_rows(b, choose_target(Operation, b.quick()), nullptr); }
template <WideRow Wide, bool IsMap, int Label = -1> void wide_only(const Bound& b) {
    run_rows(
        b, [](const RowTask& task, Total& total) { wide_rows(task, total, Wide, IsMap); }, b.p, Label);
}
template <SoftmaxOperation Operation, WideRow Jacobian> void softmax_map(const Bound& b) {
    if (b.wants(0)) softmax_like<Operation>(b);
    if (b.wants(1)) wide_only<Jacobian, true>(b);
}
/// Value and gradient by their kernel, then the Hessian, output 2, in a pass of its own.
template <void (*First)(const Bound&), WideRow Hessian, int Label = -1> void with_hessian(const Bound& b) {
    Bound first = b, second = b;
    first.out[2] = second.out[0] = second.out[1] = {};
    if (b.wants(0) || b.wants(1)) First(first);
    if (b.wants(2)) wide_only<Hessian, true, Label>(second);
}
template <auto Operation, bool Mean> void row_sum(const Bound& b) {
    run_row_sums(b, choose_term(Operation, b.quick(), b.wants(1) || b.wants(2)), b.p, Mean ? static_cast<double>(b.columns) : 1.0);
}
/// The weights against zero, as one row.
template <DistanceOperation Operation> void penalty(const Bound& b) {
    Bound against_zero = b;
    against_zero.in[1] = Input(&zero_for_all, 1, 1);
    row_sum<Operation, false>(against_zero);
}
template <bool AllClasses> void multiclass_hinge(const Bound& b) {
    const double p[] = {b.p[0], AllClasses ? 1.0 : 0.0};
    run_rows(b, choose_margin(b.quick()), p, 1);
}

void self_information(const Bound& b);
void gaussian_nll(const Bound& b);
void info_nce(const Bound& b);
void bce_with_logits(const Bound& b);
void adam_step(const Bound& b);

/// log(base) in two words; 1 when no base was given.
void split_log_of_base(const Bound& b, double* p);

template <InformationOperation Operation> void information(const Bound& b) {
    double p[2];
    split_log_of_base(b, p);
    run_row_sums(b, choose_term(Operation, b.quick(), b.wants(1) || b.wants(2)), p, 1);
}

}  // namespace lossproof::fast
