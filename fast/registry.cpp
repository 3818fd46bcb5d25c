// SPDX-License-Identifier: Apache-2.0
// The table of operations: names, shapes, parameters and the kernel behind each. One row per operation.
#include "fast/elementwise/kernels.hpp"
#include "fast/elementwise/run.hpp"
#include "fast/rows/kernels.hpp"

#include <cmath>

namespace lossproof::fast {
namespace {

using enum Shape;
constexpr double huge = std::numeric_limits<double>::infinity();
constexpr double tiny = std::numeric_limits<double>::denorm_min();

template <LogisticOperation Operation>
void logistic(const Bound& b) {
    run_elementwise(b, choose_logistic(Operation, b.quick(), b.wants(1)), b.p);
}
template <SoftmaxOperation Operation>
void softmax_like(const Bound& b) {
    run_rows(b, choose_softmax(Operation, b.quick()), nullptr);
}
template <LabelOperation Operation, bool Labels = true>
void labelled(const Bound& b) {
    run_rows(b, choose_label(Operation, b.quick()), b.kernel->parameters.empty() ? nullptr : b.p, Labels ? 1 : -1);
}

constexpr ArrayInfo x_in[] = {{"x"}}, d_x_out[] = {{"value", value_each}, {"d_x"}};
constexpr ArrayInfo logits_in[] = {{"logits"}}, logits_target_in[] = {{"logits"}, {"target"}};
constexpr ArrayInfo p_target_in[] = {{"p"}, {"target"}}, logits_label_in[] = {{"logits"}, {"label", labels}};
constexpr ArrayInfo each_d_logits[] = {{"value", value_each}, {"d_logits"}};
constexpr ArrayInfo each_d_p[] = {{"value", value_each}, {"d_p"}};
constexpr ArrayInfo row_d_logits[] = {{"value", value_row}, {"d_logits"}};
constexpr ArrayInfo map_out[] = {{"value"}};
constexpr ParameterInfo smoothing[] = {{"smoothing", {}, 0, 1}};
constexpr ParameterInfo temperature[] = {{"temperature", 1.0, 0, huge, true}};

constexpr Kernel table[] = {
    {"sigmoid", x_in, d_x_out, {}, true, false, logistic<LogisticOperation::sigmoid>},
    {"log_sigmoid", x_in, d_x_out, {}, true, false, logistic<LogisticOperation::log_sigmoid>},
    {"softplus", x_in, d_x_out, {}, true, false, logistic<LogisticOperation::softplus>},
    {"relu", x_in, d_x_out, {}, true, false, logistic<LogisticOperation::relu>},
    {"logit", x_in, d_x_out, {}, true, false, logistic<LogisticOperation::logit>},
    {"binary_cross_entropy_with_logits", logits_target_in, each_d_logits, {}, true, false,
     logistic<LogisticOperation::bce_with_logits>},
    {"binary_cross_entropy", p_target_in, each_d_p, {}, true, false, logistic<LogisticOperation::bce>},
    {"squared_error_of_sigmoid", logits_target_in, each_d_logits, {}, true, false,
     logistic<LogisticOperation::squared_error>},
    {"logsumexp", logits_in, row_d_logits, {}, true, false, softmax_like<SoftmaxOperation::logsumexp>},
    {"softmax", logits_in, map_out, {}, false, false, softmax_like<SoftmaxOperation::softmax>},
    {"log_softmax", logits_in, map_out, {}, false, false, softmax_like<SoftmaxOperation::log_softmax>},
    {"softmax_cross_entropy", logits_label_in, row_d_logits, {}, true, true, labelled<LabelOperation::cross_entropy>},
    {"label_smoothing_cross_entropy", logits_label_in, row_d_logits, smoothing, true, true,
     labelled<LabelOperation::label_smoothing>},
    {"info_nce", logits_in, row_d_logits, temperature, true, false, labelled<LabelOperation::info_nce, false>},
};

}  // namespace

std::span<const Kernel> kernels() { return table; }

const Kernel* find(std::string_view operation) {
    for (const Kernel& k : table)
        if (k.name == operation) return &k;
    return nullptr;
}

}  // namespace lossproof::fast
