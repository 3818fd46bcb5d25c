// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/law.hpp"

namespace lossproof {

// One line a law: its file bears its name.
#define LOSSPROOF_LAWS(X) \
    X(adam_as_printed_in_the_lecture) \
    X(adam_as_published) \
    X(batches_average_to_the_whole) \
    X(bias_trick) \
    X(biases_are_not_decayed) \
    X(chain_rule_through_layers) \
    X(duplicated_data) \
    X(focal_loss_without_fading) \
    X(gaussian_nll_grows_with_the_residual) \
    X(gaussian_nll_is_affine_in_squared_error) \
    X(gibbs_inequality) \
    X(gradient_of_label_loss) \
    X(hessian_annihilates_ones) \
    X(hessian_is_positive_semidefinite) \
    X(hinge_is_zero_iff_the_margin_is_met) \
    X(hinge_over_all_classes_adds_the_margin) \
    X(huber_and_smooth_l1) \
    X(info_nce_is_a_label_loss) \
    X(jensen_shannon_is_symmetric) \
    X(kl_is_cross_entropy_less_entropy) \
    X(label_loss_is_nll_of_log_softmax) \
    X(label_loss_is_not_negative) \
    X(label_losses_sum_to_the_multinomial) \
    X(label_smoothing_mixes_losses) \
    X(leading_label_costs_at_most_log_k) \
    X(likelihood_is_exp_of_minus_nll) \
    X(linear_units_do_not_saturate) \
    X(log_sigmoid_is_minus_softplus) \
    X(log_softmax_is_idempotent) \
    X(log_softmax_is_log_of_softmax) \
    X(log_sum_exp_is_conjugate_of_entropy) \
    X(log_sum_exp_is_nearly_the_maximum) \
    X(logit_difference_is_log_ratio) \
    X(losses_are_not_negative) \
    X(mean_minimises_squared_error) \
    X(median_minimises_absolute_error) \
    X(median_quantile_is_half_the_distance) \
    X(momentum_as_printed) \
    X(nll_never_saturates) \
    X(normalisation_forgets_scale) \
    X(objective_is_data_plus_penalty) \
    X(observations_are_frequencies) \
    X(one_hot_target_is_the_label) \
    X(penalty_gradients) \
    X(same_gradient_in_the_model) \
    X(sigmoid_and_softplus_increase) \
    X(sigmoid_symmetry) \
    X(smallest_weights_on_a_plane) \
    X(soft_maximum_is_between_mean_and_maximum) \
    X(softmax_is_a_distribution) \
    X(softmax_is_never_satisfied) \
    X(softmax_jacobian_annihilates_ones) \
    X(softmax_keeps_the_order) \
    X(softmax_of_log_counts) \
    X(softmax_saturates_exponentially) \
    X(softmax_shift_invariant) \
    X(softplus_reflection) \
    X(squared_error_of_sigmoid_is_flat_at_both_ends) \
    X(squared_error_on_softmax_saturates) \
    X(squared_errors_by_name) \
    X(stimulation_sharpens_softmax) \
    X(truth_minimises_cross_entropy) \
    X(two_class_hinge_is_binary) \
    X(two_class_model) \
    X(two_class_softmax_is_sigmoid) \
    X(unnormalised_bernoulli) \
    X(weight_decay_contracts) \
    X(weight_decay_is_a_shrink) \
    X(weights_amplify_noise) \
    X(written_gradient_is_the_derivative) \
    X(wrong_sigmoid_has_a_strong_gradient)

#define LOSSPROOF_DECLARE(name) Law law_##name();
#define LOSSPROOF_CALL(name) law_##name(),
LOSSPROOF_LAWS(LOSSPROOF_DECLARE)

std::span<const Law> laws() {
    static const std::vector<Law> all = {LOSSPROOF_LAWS(LOSSPROOF_CALL)};
    return all;
}

}  // namespace lossproof
