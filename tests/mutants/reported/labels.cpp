// SPDX-License-Identifier: Apache-2.0
// Reported defects about losses of labels.
#include "tests/mutants/reported/report.hpp"

#include <vector>

namespace reported {
namespace {

struct LabelDefects {
    bool absorbed = false;         ///< log Σ is added to a huge maximum first
    bool shards_added = false;     ///< every rank holds the whole row, yet the sums of two are added
    bool by_classes = false;       ///< a mean over N·K
    bool counts_ignored = false;   ///< ignored rows stay in the denominator
    bool default_ignored = false;  ///< the default, not the argument, is ignored
    bool off_by_one = false;       ///< labels counted from another base
    bool first_upstream = false;   ///< every row is scaled by the first upstream gradient
    bool no_upstream = false;      ///< the upstream gradient is not multiplied in
    bool unweighted_mean = false;  ///< a weighted mean divides by N
    bool narrow_label = false;     ///< the label passes through a byte
    bool lost_tail = false;        ///< the loop over blocks of 4 forgets what is left over, when it is three
    bool unwritten = false;        ///< nothing is written for an ignored row
    bool zero_of_nothing = false;  ///< 0, not 0/0, where every row is ignored
};

template <class T> class LabelLosses {
public:
    LabelLosses(const Call<T>& call, const LabelDefects& defects)
        : c(call), bug(defects), loss(static_cast<std::size_t>(c.rows), 0), weight(loss) {
        for (std::int64_t r = 0; r < c.rows; ++r)
            if (!ignored(r)) read(r);
            else if (bug.counts_ignored) count += 1;
    }
    void values() const {
        T* y = c.out("value");
        if (!y) return;
        if (c.reduced()) y[0] = bug.zero_of_nothing && count == 0 ? 0 : c.reduction_of(total, count);
        for (std::int64_t r = 0; !c.reduced() && r < c.rows; ++r)
            if (!(bug.unwritten && ignored(r))) y[r] = loss[static_cast<std::size_t>(r)];
    }
    void slopes() const {
        if (!c.out("d_logits")) return;
        for (std::int64_t r = 0; r < c.rows; ++r) slope(r, c.out("d_logits") + r * n);
    }

private:
    std::int64_t label(std::int64_t r) const {
        const std::int64_t t = bug.off_by_one ? (c.labels()[r] + n - 1) % n : c.labels()[r];
        return bug.narrow_label ? t % 256 : t;
    }
    bool ignored(std::int64_t r) const { return bug.default_ignored ? c.labels()[r] == -1 : c.ignores(c.labels()[r]); }

    void read(std::int64_t r) {
        const std::int64_t t = label(r), seen = bug.lost_tail && n > 4 && n % 4 == 3 ? n - 3 : n;
        if (t < 0 || t >= n) return;
        const Sum<T> s = shifted_sum(z + r * n, seen);
        T l = seen == n ? label_loss(z + r * n, n, t) : (s.m - z[r * n + t]) + s.log_sum;
        if (bug.absorbed) l = (s.m + s.log_sum) - z[r * n + t];
        if (bug.shards_added) l += std::log(T(2));
        T& own = loss[static_cast<std::size_t>(r)];
        weight[static_cast<std::size_t>(r)] = w ? w[t] : 1;
        own = w ? (w[t] == 0 ? 0 : w[t] * l) : l;
        count += w && !bug.unweighted_mean ? w[t] : bug.by_classes ? static_cast<T>(n) : 1;
        total += own;
    }
    void slope(std::int64_t r, T* g) const {
        softmax(z + r * n, n, g);
        const std::int64_t t = label(r);
        T factor = ignored(r) ? 0 : weight[static_cast<std::size_t>(r)];
        if (const T* u = c.upstream(); u && !bug.no_upstream) factor *= c.reduced() || bug.first_upstream ? u[0] : u[r];
        if (c.reduced() && factor != 0) factor = c.reduction_of(factor, count);
        T others = 0;
        for (std::int64_t j = 0; j < n; ++j) others += j == t ? 0 : g[j];
        for (std::int64_t j = 0; j < n; ++j) g[j] = factor == 0 ? 0 : factor * (j == t ? -others : g[j]);
    }

    const Call<T>& c;
    const LabelDefects bug;
    const std::int64_t n = c.columns;
    const T *z = c.in("logits"), *w = c.in("weights");
    std::vector<T> loss, weight;
    T total = 0, count = 0;
};

Answer losses(bool LabelDefects::*defect) {
    return both([defect](const auto& c, bool bug) {
        LabelDefects defects;
        if (defect) defects.*defect = bug;
        const LabelLosses losses(c, defects);
        losses.values();
        losses.slopes();
    });
}

/// tensorflow #8484: a label that is no class poisons the answer instead of being refused.
template <class T> std::int32_t poisoned(const Call<T>& c, bool bug) {
    const lossproof_tensor &logits = c.shape_of("logits"), &label = c.shape_of("label");
    if (logits.rank != 2 || label.rank != 1 || label.shape[0] != c.rows) return LOSSPROOF_FAILED;
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const std::int64_t t = c.labels()[r];
        const bool a_class = t >= 0 && t < c.columns;
        if (!a_class && !bug) return LOSSPROOF_FAILED;
        c.out("value")[r] = a_class ? label_loss(c.in("logits") + r * c.columns, c.columns, t) : static_cast<T>(NAN);
    }
    return LOSSPROOF_OK;
}

/// How much of the label's weight every class has, and how many classes share it.
enum class Smoothing { right, of_one_shard, halved };
/// NVIDIA/Megatron-LM #7464: of two shards of the classes, only the first one's mean and size. utils.pytorch #13: (y + ε)/K.
template <class T> void smoothed(const Call<T>& c, Smoothing how) {
    const std::int64_t n = c.columns, shard = how == Smoothing::of_one_shard && n % 2 == 0 && n > 2 ? n / 2 : n;
    const T given = c.real("smoothing", 0), all = static_cast<T>(n), own = static_cast<T>(shard);
    const T share = shard == n ? given : given * ((all - 1) / all) * (own / (own - 1));
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T* z = c.in("logits") + r * n;
        const Sum<T> s = shifted_sum(z, n);
        const auto loss = [&](std::int64_t j) { return (s.m - z[j]) + s.log_sum; };
        T mean = 0;
        for (std::int64_t j = 0; j < shard; ++j) mean += loss(j) / own;
        const T at_label = loss(c.labels()[r]), kept = how == Smoothing::halved ? 1 / all : 1 - share;
        c.out("value")[r] = (kept == 0 ? 0 : kept * at_label) + (share == 0 ? 0 : share * mean);
    }
}

/// keras #8083: the label's own score, multiplied by 0, is a score of 0 among the others.
template <class T> void masked_by_zero(const Call<T>& c, bool bug) {
    const T margin = c.real("margin", 1);
    for (std::int64_t r = 0; r < c.rows; ++r) {
        const T *z = c.in("logits") + r * c.columns, at_label = z[c.labels()[r]];
        T sum = 0;
        for (std::int64_t j = 0; j < c.columns; ++j) {
            if (j == c.labels()[r]) continue;
            const T lead = ((bug && z[j] < 0 ? 0 : z[j]) - at_label) + margin;
            sum += lead < 0 ? 0 : lead;
        }
        c.out("value")[r] = sum;
    }
}

constexpr const char *label_options = "reduction ignore_index weights upstream", *counting = "reduction ignore_index";
Report of_rows(const char* name, bool LabelDefects::*defect, const char* outputs, const char* options, const char* source,
               const char* causes, Kind kind = Kind::defect, const char* remark = "") {
    return {name, "softmax_cross_entropy", outputs, options, source, causes, losses(defect), kind, remark};
}

}  // namespace

std::span<const Report> of_labels() {
    using D = LabelDefects;
    static const Report reports[] = {
        of_rows("ce_absorbed", &D::absorbed, "value", "", "pytorch/pytorch 11752", "large-difference cancellation"),
        of_rows("ce_shards_added", &D::shards_added, "value", "", "NVIDIA/Megatron-LM 7452", "term-missing"),
        of_rows("ce_mean_by_classes", &D::by_classes, "value", "reduction", "tinygrad/tinygrad PR 1427", "reduction-divisor"),
        of_rows("ce_counts_ignored", &D::counts_ignored, "value", counting, "PaddlePaddle/Paddle 23708", "reduction-divisor"),
        of_rows("ce_default_ignored", &D::default_ignored, "value", counting, "chainer/chainer 2715", "reduction-divisor"),
        of_rows("ce_mean_of_nothing", &D::zero_of_nothing, "value", counting, "pytorch/pytorch 70348", "", Kind::convention,
                "a mean over no rows: 0 in earlier versions, NaN today (the twin)"),
        of_rows("ce_unwritten", &D::unwritten, "value", counting, "pytorch/pytorch 20406", "broke"),
        of_rows("ce_label_base", &D::off_by_one, "value d_logits", "", "mlverse/torch PR 681", "label-slip"),
        of_rows("ce_first_upstream", &D::first_upstream, "d_logits", label_options, "ROCm/TransformerEngine PR 623",
                "weighting constant-factor"),
        of_rows("ce_no_upstream", &D::no_upstream, "d_logits", label_options, "kulinseth/pytorch PR 289", "weighting constant-factor"),
        of_rows("ce_weighted_mean", nullptr, "value d_logits", "reduction weights", "pytorch/pytorch 61309", "", Kind::convention,
                "`mean` divides by the sum of the weights, `batchmean` by N"),
        of_rows("ce_unweighted_mean", &D::unweighted_mean, "value d_logits", label_options, "the other denominator under the name of mean",
                "reduction-divisor", Kind::of_our_own),
        of_rows("ce_byte_label", &D::narrow_label, "value", "", "a label in a narrow type", "label-slip", Kind::of_our_own),
        of_rows("ce_lost_tail", &D::lost_tail, "value", "", "what is left over after blocks of four", "tail-lost", Kind::of_our_own),
        {"ce_label_poisons", "softmax_cross_entropy", "value", "", "tensorflow/tensorflow 8484", "outside_contract",
         both([](const auto& c, bool bug) { return poisoned(c, bug); }), Kind::validation,
         "a NaN in the row of a label that is no class is admitted, as a refusal is"},
        {"smoothing_of_one_shard", "label_smoothing_cross_entropy", "value", "", "NVIDIA/Megatron-LM 7464", "tail-lost",
         both([](const auto& c, bool bug) { smoothed(c, bug ? Smoothing::of_one_shard : Smoothing::right); })},
        {"smoothing_halves", "label_smoothing_cross_entropy", "value", "", "eladhoffer/utils.pytorch 13", "constant-factor option",
         both([](const auto& c, bool bug) { smoothed(c, bug ? Smoothing::halved : Smoothing::right); })},
        {"hinge_masked_by_zero", "multiclass_hinge", "value", "margin", "keras-team/keras 8083", "clip",
         both([](const auto& c, bool bug) { masked_by_zero(c, bug); })},
    };
    return reports;
}

}  // namespace reported
