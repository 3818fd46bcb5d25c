// SPDX-License-Identifier: Apache-2.0
// Reports that no operation or input asks for. They stay in the table, and count as missed.
#include "tests/mutants/reported/report.hpp"

namespace reported {

std::span<const Report> inexpressible() {
    static const auto missing = [](const char* name, const char* what, const char* source, const char* reason) {
        return Report{name, what, "", "", source, "", {}, Kind::inexpressible, reason};
    };
    static const Report reports[] = {
        missing("index_of_32_bits", "softmax", "microsoft/onnxruntime 32299", "a tensor of more than 2³¹ elements is not drawn"),
        missing("lse_masked_slope", "logsumexp", "jax-ml/jax 23842", "no operation takes a mask beside the logits that it drops"),
        missing("linear_first_upstream", "cross-entropy of a linear layer", "linkedin/Liger-Kernel PR 1298",
                "no operation multiplies by weights before the loss of a label"),
        missing("kl_two_roundings", "KL divergence from logits", "pytorch/pytorch 32520", "no divergence takes logits"),
        missing("poisson_masked_stirling", "Poisson loss with Stirling's term", "PaddlePaddle/Paddle 56733",
                "poisson_nll has no option for the term of the count alone"),
        missing("angle_of_itself", "angular distance", "saehm/DruidJS 39", "no such operation"),
        missing("ctc_repeats", "CTC", "k2-fsa/icefall 1777", "no such operation"),
    };
    return reports;
}

}  // namespace reported
