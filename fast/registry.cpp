// SPDX-License-Identifier: Apache-2.0
// The table of operations: names, shapes, parameters and the kernel behind each. One row per operation.
#include "fast/prepare.hpp"

namespace lossproof::fast {
namespace {

using enum Shape;
constexpr double huge = std::numeric_limits<double>::infinity();

using A = ArrayInfo;
constexpr A x_in[] = {{"x"}}, p_in[] = {{"p"}}, logits_in[] = {{"logits"}}, weights_in[] = {{"weights", any_vector}};
constexpr A logits_target[] = {{"logits"}, {"target"}}, p_target[] = {{"p"}, {"target"}}, p_q[] = {{"p"}, {"q"}};
constexpr A logits_label[] = {{"logits"}, {"label", labels}};
constexpr A log_probabilities_label[] = {{"log_probabilities"}, {"label", labels}};
constexpr A prediction_target[] = {{"prediction"}, {"target"}}, prediction_sign[] = {{"prediction"}, {"label", signs}};
constexpr A prediction_target_variance[] = {{"prediction"}, {"target"}, {"variance", matrix_or_one, true}};
constexpr A theta_grad[] = {{"theta", any_vector}, {"grad", same_vector}};
constexpr A theta_grad_v[] = {{"theta", any_vector}, {"grad", same_vector}, {"state_v", same_vector}};
constexpr A theta_grad_ms[] = {{"theta", any_vector}, {"grad", same_vector}, {"state_m", same_vector}, {"state_s", same_vector}};
constexpr A svm_in[] = {{"x"}, {"label", signs_per_row}, {"weights", per_column}, {"bias", single}};
constexpr A objective_in[] = {{"x", any_vector}, {"weights", any_vector}};
constexpr A linear_in[] = {{"x"}, {"weights", any_matrix}, {"bias", any_vector, true}};

constexpr A each_d_x[] = {{"value", value_each}, {"d_x"}}, each_d_p[] = {{"value", value_each}, {"d_p"}};
constexpr A each_d_logits[] = {{"value", value_each}, {"d_logits"}};
constexpr A each_H_logits[] = {{"value", value_each}, {"d_logits"}, {"H_logits"}};
constexpr A each_d_prediction[] = {{"value", value_each}, {"d_prediction"}};
constexpr A gaussian_out[] = {{"value", value_each}, {"d_prediction"}, {"d_variance", matrix_or_one}};
constexpr A row_d_logits[] = {{"value", value_row}, {"d_logits"}}, row_d_p[] = {{"value", value_row}, {"d_p"}};
constexpr A row_H_logits[] = {{"value", value_row}, {"d_logits"}, {"H_logits", jacobian}};
constexpr A row_d_log_probabilities[] = {{"value", value_row}, {"d_log_probabilities"}};
constexpr A row_d_p_d_q[] = {{"value", value_row}, {"d_p"}, {"d_q"}};
constexpr A row_d_prediction[] = {{"value", value_row}, {"d_prediction"}};
constexpr A map_of_logits[] = {{"value"}, {"J_logits", jacobian}}, map_of_x[] = {{"value"}, {"J_x", jacobian}};
constexpr A one_d_weights[] = {{"value", single}, {"d_weights", same_vector}};
constexpr A svm_out[] = {{"value", single}, {"d_weights", per_column}, {"d_bias", single}};
constexpr A objective_out[] = {{"value", single}, {"d_weights", any_vector}};
constexpr A linear_out[] = {{"value", any_matrix}};
constexpr A theta_out[] = {{"theta", same_vector}}, theta_v_out[] = {{"theta", same_vector}, {"state_v", same_vector}};
constexpr A theta_ms_out[] = {{"theta", same_vector}, {"state_m", same_vector}, {"state_s", same_vector}};

using P = ParameterInfo;
constexpr P any(std::string_view name) { return {name, {}}; }
constexpr P base[] = {{"base", {}, 0, huge, true, true}};
constexpr P margin[] = {{"margin", 1.0}}, delta_any[] = {{"delta", 1.0}}, delta_not_negative[] = {{"delta", 1.0, 0, huge}};
constexpr P delta_positive[] = {{"delta", 1.0, 0, huge, true}}, quantile[] = {{"alpha", {}, 0, 1, true}};
constexpr P sigma[] = {{"sigma", {}, 0, huge, true, true}}, alpha[] = {any("alpha")};
constexpr P focal[] = {{"gamma", 2.0, 0, huge}, {"alpha", {}, 0, 0, false, true}};
constexpr P smoothing[] = {{"smoothing", {}, 0, 1}}, temperature[] = {{"temperature", 1.0, 0, huge, true}};
constexpr P rate[] = {any("learning_rate")}, rate_decay[] = {any("learning_rate"), {"weight_decay", 0.0}};
constexpr P momentum[] = {any("learning_rate"), any("momentum"), {"weight_decay", 0.0}};
constexpr P beta1{"beta1", {}, 0, below_one}, beta2{"beta2", {}, 0, below_one};
constexpr P adam[] = {any("learning_rate"), beta1, beta2, any("epsilon"), {"t", {}, 1, huge}};
constexpr P adam_printed[] = {any("learning_rate"), beta1, beta2, any("epsilon"), {"t", 1.0, 1, huge}};

using F = FunctionOperation;
using L = LogisticOperation;
using S = SoftmaxOperation;
using R = ResidualOperation;
using K = LikelihoodOperation;
using D = DistanceOperation;
using I = InformationOperation;

constexpr Kernel table[] = {
    // elementary functions, right on every input
    {"exp", x_in, each_d_x, {}, true, false, function<F::exp>},
    {"log", x_in, each_d_x, {}, true, false, function<F::log>},
    {"log1p", x_in, each_d_x, {}, true, false, function<F::log1p>},
    {"expm1", x_in, each_d_x, {}, true, false, function<F::expm1>},
    {"tanh", x_in, each_d_x, {}, true, false, function<F::tanh>},
    // element by element
    {"sigmoid", x_in, each_d_x, {}, true, false, logistic<L::sigmoid>},
    {"log_sigmoid", x_in, each_d_x, {}, true, false, logistic<L::log_sigmoid>},
    {"softplus", x_in, each_d_x, {}, true, false, logistic<L::softplus>},
    {"relu", x_in, each_d_x, {}, true, false, logistic<L::relu>},
    {"logit", x_in, each_d_x, {}, true, false, logistic<L::logit>},
    {"binary_cross_entropy_with_logits", logits_target, each_H_logits, {}, true, false, bce_with_logits},
    {"binary_cross_entropy", p_target, each_d_p, {}, true, false, logistic<L::bce>},
    {"squared_error_of_sigmoid", logits_target, each_d_logits, {}, true, false, logistic<L::squared_error>},
    {"focal_loss", logits_target, each_d_logits, focal, true, false, likelihood<K::focal>},
    {"binary_hinge", prediction_sign, each_d_prediction, margin, true, false, likelihood<K::hinge>},
    {"squared_hinge", prediction_sign, each_d_prediction, margin, true, false, likelihood<K::squared_hinge>},
    {"self_information", p_in, each_d_p, base, true, false, self_information},
    {"huber", prediction_target, each_d_prediction, delta_any, true, false, residual<R::huber>},
    {"smooth_l1", prediction_target, each_d_prediction, delta_not_negative, true, false, residual<R::smooth_l1>},
    {"log_cosh", prediction_target, each_d_prediction, {}, true, false, residual<R::log_cosh>},
    {"pseudo_huber", prediction_target, each_d_prediction, delta_positive, true, false, residual<R::pseudo_huber>},
    {"quantile_loss", prediction_target, each_d_prediction, quantile, true, false, residual<R::quantile>},
    {"gaussian_nll", prediction_target_variance, gaussian_out, sigma, true, false, gaussian_nll},
    {"poisson_nll", prediction_target, each_d_prediction, {}, true, false, likelihood<K::poisson>},
    // row by row
    {"logsumexp", logits_in, row_H_logits, {}, true, false, with_hessian<softmax_like<S::logsumexp>, wide_logit_hessian>},
    {"soft_maximum", logits_in, row_d_logits, {}, true, false, of_target<TargetOperation::soft_maximum>},
    {"softmax", logits_in, map_of_logits, {}, false, false, softmax_map<S::softmax, wide_softmax_jacobian>},
    {"log_softmax", logits_in, map_of_logits, {}, false, false, softmax_map<S::log_softmax, wide_log_softmax_jacobian>},
    {"standard_normalization", x_in, map_of_x, {}, false, false, wide_only<wide_standard_normalization, true>},
    {"softmax_cross_entropy",
     logits_label,
     row_H_logits,
     {},
     true,
     true,
     with_hessian<labelled<LabelOperation::cross_entropy>, wide_logit_hessian, 1>},
    {"label_smoothing_cross_entropy", logits_label, row_d_logits, smoothing, true, true, labelled<LabelOperation::label_smoothing>},
    {"info_nce", logits_in, row_d_logits, temperature, true, false, info_nce},
    {"nll", log_probabilities_label, row_d_log_probabilities, {}, true, true, wide_only<wide_nll, false, 1>},
    {"multiclass_hinge", logits_label, row_d_logits, margin, true, true, multiclass_hinge<false>},
    {"multiclass_hinge_all_classes", logits_label, row_d_logits, margin, true, true, multiclass_hinge<true>},
    {"softmax_cross_entropy_with_distribution",
     logits_target,
     row_H_logits,
     {},
     true,
     false,
     with_hessian<of_target<TargetOperation::cross_entropy>, wide_target_hessian>},
    {"squared_error_of_softmax", logits_target, row_d_logits, {}, true, false, of_target<TargetOperation::squared_error>},
    {"entropy", p_in, row_d_p, base, true, false, information<I::entropy>},
    {"cross_entropy", p_q, row_d_p_d_q, base, true, false, information<I::cross_entropy>},
    {"kl_divergence", p_q, row_d_p_d_q, base, true, false, information<I::kl>},
    {"js_divergence", p_q, row_d_p_d_q, {}, true, false, row_sum<I::js, false>},
    {"squared_distance", p_q, row_d_p_d_q, {}, true, false, row_sum<D::squared, true>},
    {"squared_error", prediction_target, row_d_prediction, {}, true, false, row_sum<D::squared, false>},
    {"half_squared_error", prediction_target, row_d_prediction, {}, true, false, row_sum<D::half_squared, false>},
    {"mean_squared_error", prediction_target, row_d_prediction, {}, true, false, row_sum<D::squared, true>},
    {"mean_absolute_error", prediction_target, row_d_prediction, {}, true, false, row_sum<D::absolute, true>},
    {"likelihood", p_in, row_d_p, {}, true, false, wide_only<wide_likelihood, false>},
    {"negative_log_likelihood", p_in, row_d_p, {}, true, false, row_sum<I::surprise, false>},
    // whole vectors and models
    {"l1_penalty", weights_in, one_d_weights, {}, false, false, penalty<D::absolute>},
    {"l2_penalty", weights_in, one_d_weights, {}, false, false, penalty<D::squared>},
    {"half_l2_penalty", weights_in, one_d_weights, {}, false, false, penalty<D::half_squared>},
    {"soft_margin_svm_objective", svm_in, svm_out, alpha, false, false, soft_margin_svm_objective},
    {"regularized_objective", objective_in, objective_out, alpha, false, false, regularized_objective},
    {"linear_scores", linear_in, linear_out, {}, false, false, linear_scores},
    {"sgd_step", theta_grad, theta_out, rate, false, false, step<StepOperation::sgd>},
    {"weight_decay_step", theta_grad, theta_out, rate_decay, false, false, step<StepOperation::weight_decay>},
    {"momentum_step", theta_grad_v, theta_v_out, momentum, false, false, step<StepOperation::momentum>},
    {"adam_step", theta_grad_ms, theta_ms_out, adam, false, false, adam_step},
    {"adam_step_as_printed", theta_grad_ms, theta_ms_out, adam_printed, false, false, step<StepOperation::adam_as_printed>},
};

}  // namespace

std::span<const Kernel> kernels() { return table; }

const Kernel* find(std::string_view operation) {
    for (const Kernel& k : table)
        if (k.name == operation) return &k;
    return nullptr;
}

}  // namespace lossproof::fast
