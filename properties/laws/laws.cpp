// SPDX-License-Identifier: Apache-2.0
#include "properties/laws/law.hpp"

namespace lossproof {

// One line a law: its file bears its name.
#define LOSSPROOF_LAWS(X)                 \
    X(kl_is_cross_entropy_less_entropy)   \
    X(softmax_shift_invariant)            \
    X(two_class_softmax_is_sigmoid)       \
    X(gaussian_nll_is_affine_in_squared_error) \
    X(gradient_of_label_loss)             \
    X(log_softmax_is_log_of_softmax)      \
    X(softmax_is_a_distribution)          \
    X(sigmoid_and_softplus_increase)      \
    X(label_loss_is_not_negative)

#define LOSSPROOF_DECLARE(name) Law law_##name();
#define LOSSPROOF_CALL(name) law_##name(),
LOSSPROOF_LAWS(LOSSPROOF_DECLARE)

std::span<const Law> laws() {
    static const std::vector<Law> all = {LOSSPROOF_LAWS(LOSSPROOF_CALL)};
    return all;
}

}  // namespace lossproof
