// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/computed.hpp"
#include "reference/functions/information.hpp"
#include "reference/functions/network.hpp"
#include "reference/functions/norms.hpp"
#include "reference/functions/smoothed_label.hpp"

namespace lossproof {

/// Cross-entropy of the scores z = Wx + b, which are exact here: what a fused kernel computes without writing the scores.
struct LinearCrossEntropy {
    static constexpr Entry entry{.name = "linear_cross_entropy",
                                 .summary = "linear scores and softmax cross-entropy with a class label, in one",
                                 .domain = "finite numbers, labels 0…K−1",
                                 .stability = Stability::enclosed,
                                 .source = "torch.nn.functional.linear_cross_entropy; Wijmans et al.: Cut your losses, ICLR 2025",
                                 .gradients = "d_x d_weights d_bias",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {
        {.name = "x", .meaning = Meaning::feature, .shape = {N, D}, .letter = "x"},
        {.name = "weights", .meaning = Meaning::weight, .shape = {K, D}, .letter = "W"},
        {.name = "bias", .meaning = Meaning::bias, .shape = {K}, .letter = "b", .optional = true},
        {.name = "label", .meaning = Meaning::class_index, .shape = {N}, .letter = "t"},
        {.name = "class_weights", .meaning = Meaning::class_weight, .shape = {K}, .letter = "w", .optional = true}};
    static constexpr Parameter parameters[] = {
        {.name = "smoothing", .range = Parameter::Range::unit_closed, .fallback = "0", .meaning = "ε, the share spread over all classes"}};

    template <class T> using Bias = std::optional<Row<T>>;
    template <class T> using Weights = ClassWeights<T>;

    template <class T> static Row<T> scores(const Row<T>& x, const Matrix<T>& weights, const Bias<T>& b) {
        return affine(weights, x, b ? &*b : nullptr);
    }
    /// A score that overflows leaves nothing to shift by: ∞ − ∞ is no number, though the pivot's own gap is never computed.
    static Row<StableMachine> scores(const Row<StableMachine>& x, const Matrix<StableMachine>& weights, const Bias<StableMachine>& b) {
        Row<StableMachine> z = affine(weights, x, b ? &*b : nullptr);
        const double top = z[largest_entry(z)].middle();
        return std::isfinite(top) ? z : map(z, [](Index) { return exactly<StableMachine>(not_a_number); });
    }

    template <class T>
    static T value(const Row<T>& x, const Matrix<T>& weights, const Bias<T>& b, Label t, const Weights<T>& w, const Given<T>& given) {
        return smoothed_cross_entropy(scores(x, weights, b), t, w, given["smoothing"]);
    }
    /// With g the slope by the scores, whose entries sum to 0, ∂L/∂x_d = Σ_{k≠t} g_k(W_kd − W_td): scores that move together cost nothing.
    template <class T>
    static std::tuple<Row<T>, Row<T>, Row<T>> gradient(const Row<T>& x, const Matrix<T>& weights, const Bias<T>& b, Label t,
                                                       const Weights<T>& w, const Given<T>& given) {
        const Row<T> slope = smoothed_slope(scores(x, weights, b), t, w, given["smoothing"]);
        const Row<T> by_x =
            map(x, [&](Index d) { return sum_except(slope, t, [&](Index k) { return slope[k] * (weights(k, d) - weights(t, d)); }); });
        return {by_x, outer_product(slope, x), b ? slope : Row<T>()};
    }
    /// Wᵀg, as programs have it.
    template <class T>
    static std::tuple<Row<T>, Row<T>, Row<T>> transposed(const Row<T>& x, const Matrix<T>& weights, const Bias<T>& b, Label t,
                                                         const Weights<T>& w, const Given<T>& given) {
        const Row<T> slope = smoothed_slope(scores(x, weights, b), t, w, given["smoothing"]);
        const Row<T> by_x = map(x, [&](Index d) { return sum(slope, [&](Index k) { return slope[k] * weights(k, d); }); });
        return {by_x, outer_product(slope, x), b ? slope : Row<T>()};
    }
    using M = Machine;
    static std::tuple<Row<M>, Row<M>, Row<M>> gradient(const Row<M>& x, const Matrix<M>& weights, const Bias<M>& b, Label t,
                                                       const Weights<M>& w, const Given<M>& given) {
        return transposed(x, weights, b, t, w, given);
    }
    template <class T>
    static std::tuple<Row<T>, Row<T>, Row<T>> stable_gradient(const Row<T>& x, const Matrix<T>& weights, const Bias<T>& b, Label t,
                                                              const Weights<T>& w, const Given<T>& given) {
        if constexpr (is_printed<T>) return gradient(x, weights, b, t, w, given);
        else return transposed(x, weights, b, t, w, given);
    }

    template <Form form> using P = BasicPrinted<form>;
    template <Form form>
    static P<form> value(const Row<P<form>>&, const Matrix<P<form>>&, const Bias<P<form>>&, Label, const Weights<P<form>>&,
                         const Given<P<form>>&) {
        if constexpr (std::is_same_v<P<form>, StablePrinted>)
            return P<form>("(z_k − z_t) + log1p(Σ_{j≠k} exp(zⱼ − z_k)), z = W·x + b, z_k the largest", P<form>::sum);
        else return P<form>("log(Σⱼ exp(zⱼ)) − z_t, z = W·x + b", P<form>::sum);
    }
    template <Form form>
    static std::tuple<Row<P<form>>, Row<P<form>>, Row<P<form>>> gradient(const Row<P<form>>&, const Matrix<P<form>>&, const Bias<P<form>>&,
                                                                         Label, const Weights<P<form>>&, const Given<P<form>>&) {
        const auto print = [](const char* text) { return Row<P<form>>({P<form>(text, P<form>::product)}); };
        return {print("Σⱼ gⱼ·Wⱼ_d, gⱼ = pⱼ − (1 − smoothing)·[j=t] − smoothing/K"), print("gⱼ·x_d"), print("gⱼ")};
    }

    static bool in_domain(const Row<double>& x, const Matrix<double>& weights, const Bias<double>& b, Label, const Weights<double>& w,
                          const Given<double>&) {
        return all_finite(x) && all_finite(weights.entries) && (!b || all_finite(*b)) && (!w || none_negative(*w));
    }

    static Bound value_bound(const Extent& e) {
        const Bound given_scores = log_probability_bound(e);
        return stable(given_scores.value, given_scores.condition + e.growth + 2, "scores h+2 of Σ|Wx|+|b|, which κ holds; then −log p_t");
    }
    static constexpr ComputedBound gradient_bound = computed_on_input;
};

LOSSPROOF_ENTRY(linear_cross_entropy, LinearCrossEntropy)

}  // namespace lossproof
