// SPDX-License-Identifier: Apache-2.0
// One library for all reported defects and their right twins: the environment's LOSSPROOF_REPORTED says which it is (`softmax_max0`,
// or `softmax_max0/twin`); without it the library lists them. tests/mutants/reported/table.py runs `verify` on each.
#include "tests/mutants/reported/elements.hpp"
#include "tests/mutants/reported/rows.hpp"

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

namespace {

using namespace reported;

struct Report {
    const char *name, *operation, *outputs, *options, *source;
    int formats;
    std::function<void(const lossproof_request&, bool bug)> answer;
};

/// A function for both number types.
#define REPORTED_BOTH(call)                                                                                                                \
    [](const lossproof_request& request, bool bug) {                                                                                       \
        const auto answer = [&](auto c) { call; };                                                                                         \
        (void)bug;                                                                                                                         \
        if (request.format == LOSSPROOF_F64) answer(Call<double>(request));                                                                \
        else answer(Call<float>(request));                                                                                                 \
    }

constexpr int both = LOSSPROOF_IN(LOSSPROOF_F64) | LOSSPROOF_IN(LOSSPROOF_F32);
constexpr const char* label_options = "reduction ignore_index weights upstream";

LabelDefects when(bool bug, bool LabelDefects::*defect) {
    LabelDefects defects;
    defects.*defect = bug;
    return defects;
}
#define REPORTED_LABEL(name, defect, outputs, options, source)                                                                             \
    { name, "softmax_cross_entropy", outputs, options, source, both, REPORTED_BOTH(label_losses(c, when(bug, &LabelDefects::defect))) }

const Report reports[] = {
    {"softmax_max0", "softmax", "value", "", "FluxML/NNlib.jl PR 43", both, REPORTED_BOTH(maximum_from_zero(c, bug))},
    {"softmax_batch_max", "softmax", "value", "", "manassharma07/crysx_nn 7", both, REPORTED_BOTH(maximum_of_the_batch(c, bug))},
    {"softmax_shared_inf", "softmax", "value", "", "open-edge-platform/geti PR 1507", both, REPORTED_BOTH(shared_infinities(c, bug))},
    {"log_softmax_absorbed", "log_softmax", "value", "", "BasisResearch/dynestyx PR 183", both, REPORTED_BOTH(absorbed_normaliser(c, bug))},
    {"lse_all_masked", "logsumexp", "value", "", "HenrikBengtsson/matrixStats 84", both, REPORTED_BOTH(nothing_but_minus_infinity(c, bug))},
    {"lse_merged", "logsumexp", "value", "", "jzhang38/EasyContext 14", both, REPORTED_BOTH(merged_sums(c, bug))},
    REPORTED_LABEL("ce_absorbed", absorbed, "value", "", "pytorch/pytorch 11752"),
    REPORTED_LABEL("ce_shards_added", shards_added, "value", "", "NVIDIA/Megatron-LM 7452"),
    REPORTED_LABEL("ce_mean_by_classes", by_classes, "value", "reduction", "tinygrad/tinygrad PR 1427"),
    REPORTED_LABEL("ce_counts_ignored", counts_ignored, "value", "reduction ignore_index", "PaddlePaddle/Paddle 23708"),
    REPORTED_LABEL("ce_default_ignored", default_ignored, "value", "reduction ignore_index", "chainer/chainer 2715"),
    REPORTED_LABEL("ce_unwritten", unwritten, "value", "reduction ignore_index", "pytorch/pytorch 20406"),
    REPORTED_LABEL("ce_label_base", off_by_one, "value d_logits", "", "mlverse/torch PR 681"),
    REPORTED_LABEL("ce_first_upstream", first_upstream, "d_logits", label_options, "ROCm/TransformerEngine PR 623"),
    REPORTED_LABEL("ce_no_upstream", no_upstream, "d_logits", label_options, "kulinseth/pytorch PR 289"),
    REPORTED_LABEL("ce_unweighted_mean", unweighted_mean, "value d_logits", label_options, "pytorch/pytorch 61309"),
    REPORTED_LABEL("ce_byte_label", narrow_label, "value", "", "a label in a narrow type"),
    REPORTED_LABEL("ce_lost_tail", lost_tail, "value", "", "what is left over after blocks of four"),
    {"info_nce_scale", "info_nce", "d_logits", "temperature", "ServiceNow/Fast-LLM 228", both, REPORTED_BOTH(scale_of_the_label(c, bug))},
    {"kl_by_entries", "kl_divergence", "value", "", "apache/mxnet 18506", both, REPORTED_BOTH(divergence(c, bug, false))},
    {"kl_ratio", "kl_divergence", "value", "", "scipy/scipy 20710", both, REPORTED_BOTH(divergence(c, false, bug))},
    {"cross_entropy_log0", "cross_entropy", "value", "", "FluxML/Flux.jl PR 1166", both, REPORTED_BOTH(crossed(c, bug))},
    {"entropy_base", "entropy", "value", "", "huawei-noah/Efficient-Computing 12", both, REPORTED_BOTH(entropy_in_bels(c, bug))},
    {"softplus_overflow", "softplus", "value", "", "tracel-ai/burn 5373", both, REPORTED_BOTH(naive_softplus(c, bug))},
    {"softplus_slope", "softplus", "d_x", "", "tenstorrent/tt-metal PR 56397", both, REPORTED_BOTH(softplus_slope(c, bug, false))},
    {"softplus_kink", "softplus", "d_x", "", "jax-ml/jax 2107", both, REPORTED_BOTH(softplus_slope(c, false, bug))},
    {"log_sigmoid_early", "log_sigmoid", "value", "", "tenstorrent/tt-metal 53787", both, REPORTED_BOTH(early_asymptote(c, bug))},
    {"sigmoid_ends", "sigmoid", "value", "", "clab/dynet 1525", both, REPORTED_BOTH(interchanged_ends(c, bug))},
    {"bce_logits_p", "binary_cross_entropy_with_logits", "value", "", "huggingface/candle 2561", both,
     REPORTED_BOTH(logistic(c, bug, false))},
    {"bce_logits_pos_weight", "binary_cross_entropy_with_logits", "value", "pos_weight", "pytorch/pytorch 13773", both,
     REPORTED_BOTH(logistic(c, false, bug))},
    {"bce_logits_kink", "binary_cross_entropy_with_logits", "d_logits", "", "pytorch/pytorch PR 1792", both,
     REPORTED_BOTH(logistic_slope(c, bug))},
    {"bce_eps", "binary_cross_entropy", "value", "", "pytorch/pytorch 4867", both,
     REPORTED_BOTH(bernoulli(c, bug ? Guard::inside : Guard::none))},
    {"bce_eps_sign", "binary_cross_entropy", "value", "", "emited/VariationalRecurrentNeuralNetwork 10", both,
     REPORTED_BOTH(bernoulli(c, bug ? Guard::wrong_sign : Guard::none))},
    {"bce_log0", "binary_cross_entropy", "value", "", "dmlc/xgboost 213", both,
     REPORTED_BOTH(bernoulli(c, bug ? Guard::missing : Guard::none))},
    {"huber_one_side", "huber", "value", "delta", "marlbenchmark/on-policy 47", both, REPORTED_BOTH(one_sided_huber(c, bug))},
    {"smooth_l1_switch", "smooth_l1", "value", "delta", "pytorch/pytorch PR 17447", both, REPORTED_BOTH(switch_only(c, bug))},
    {"pseudo_huber_root", "pseudo_huber", "value", "delta", "scipy/scipy PR 15312", both, REPORTED_BOTH(cancelling_root(c, bug))},
    {"squared_error_half", "squared_error", "d_prediction", "", "davisking/dlib 1169", both, REPORTED_BOTH(half_a_slope(c, bug))},
    {"gaussian_unsquared", "gaussian_nll", "value", "sigma", "unit8co/darts PR 1162", both, REPORTED_BOTH(normal(c, bug, false))},
    {"gaussian_halved", "gaussian_nll", "value", "sigma", "cornellius-gp/gpytorch 2174", both, REPORTED_BOTH(normal(c, false, bug))},
    {"adam_eps_inside", "adam_step", "theta", "", "kozistr/pytorch_optimizer 397", both,
     REPORTED_BOTH(adam(c, bug ? AdamDefect::epsilon_inside : AdamDefect::none))},
    {"adam_eps_late", "adam_step", "theta", "", "kozistr/pytorch_optimizer 480", both,
     REPORTED_BOTH(adam(c, bug ? AdamDefect::epsilon_late : AdamDefect::none))},
    {"adam_multiplied", "adam_step", "theta", "", "karpathy/convnetjs PR 70", both,
     REPORTED_BOTH(adam(c, bug ? AdamDefect::multiplied : AdamDefect::none))},
    {"adam_written_back", "adam_step", "theta state_m state_s", "", "frgfm/holocron 1", both,
     REPORTED_BOTH(adam(c, bug ? AdamDefect::written_back : AdamDefect::none))},
};

constexpr std::string_view twin = "/twin";
const Report* chosen = nullptr;
bool as_twin = false;

int32_t compute(const lossproof_request* request) {
    chosen->answer(*request, !as_twin);
    return LOSSPROOF_OK;
}

}  // namespace

extern "C" {

/// `name operation source`, one a line.
LOSSPROOF_EXPORT void lossproof_reported_list(void) {
    for (const Report& report : reports) std::printf("%s\t%s\t%s\n", report.name, report.operation, report.source);
    std::fflush(stdout);
}

LOSSPROOF_EXPORT const lossproof_subject* lossproof_subject_v1(void) {
    const char* wanted = std::getenv("LOSSPROOF_REPORTED");
    std::string_view name = wanted ? wanted : "";
    as_twin = name.size() > twin.size() && name.substr(name.size() - twin.size()) == twin;
    if (as_twin) name.remove_suffix(twin.size());
    for (const Report& report : reports)
        if (name == report.name) chosen = &report;
    if (!chosen) return nullptr;
    static const lossproof_offer offers[] = {
        {chosen->operation, static_cast<std::uint32_t>(chosen->formats), chosen->outputs, chosen->options}};
    static const lossproof_subject subject = {sizeof(lossproof_subject),
                                              LOSSPROOF_ABI,
                                              0,
                                              chosen->name,
                                              as_twin ? "twin" : "1",
                                              nullptr,
                                              nullptr,
                                              sizeof(lossproof_offer),
                                              1,
                                              offers,
                                              compute};
    return &subject;
}
}
