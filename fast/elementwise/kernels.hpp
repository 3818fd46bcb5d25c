// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fast/elementwise/block.hpp"

namespace lossproof::fast {

enum class FunctionOperation { exp, log, log1p, expm1, tanh };
enum class LogisticOperation { sigmoid, log_sigmoid, softplus, relu, logit, bce_with_logits, bce, squared_error };
enum class ResidualOperation { huber, smooth_l1, log_cosh, pseudo_huber, quantile };
enum class LikelihoodOperation { gaussian, gaussian_of_sigma, poisson, self_information, focal, hinge, squared_hinge };
enum class StepOperation { sgd, weight_decay, momentum, adam, adam_as_printed };
enum class DistanceOperation { squared, half_squared, absolute };
enum class InformationOperation { entropy, cross_entropy, kl, js, surprise };

/// The block kernel of an operation for this machine.
BlockFunction choose_function(FunctionOperation, bool quick, bool gradient);
BlockFunction choose_logistic(LogisticOperation, bool quick, bool gradient);
BlockFunction choose_residual(ResidualOperation, bool quick, bool gradient);
BlockFunction choose_likelihood(LikelihoodOperation, bool quick, bool gradient);
BlockFunction choose_term(DistanceOperation, bool quick, bool gradient);
BlockFunction choose_term(InformationOperation, bool quick, bool gradient);
BlockFunction choose_step(StepOperation, bool quick, bool gradient);

}  // namespace lossproof::fast
