// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/curvature.hpp"
#include "reference/functions/information.hpp"

namespace lossproof {

/// −Σⱼ yⱼ log softmax(z)ⱼ with y as given (its sum may differ from 1); gradient (Σy)p − y, Hessian
/// (Σy)(diag(p) − ppᵀ), not a number where logits or target hold +∞. Lectures: L13.
struct SoftmaxCrossEntropyWithDistribution {
    static constexpr Entry entry{.name = "softmax_cross_entropy_with_distribution",
                                 .summary = "softmax cross-entropy with a distribution target",
                                 .lectures = "L13 D07 D14 C36 C40",
                                 .domain = "rows of numbers, target ≥ 0",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_logits H_logits",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {
        {.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"},
        {.name = "target", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "y"},
        {.name = "weights", .meaning = Meaning::class_weight, .shape = {K}, .letter = "w", .optional = true}};
    /// 0·(−∞) under a target of exactly 0, as a product of the target and log softmax meets it.
    static Chosen unweighted_infinity(const Situation& s) {
        for (Index j = 0; j < s.row(0).size(); ++j)
            if (s.row(0)[j] == -infinity && s.row(1)[j] == 0) return Chosen::not_a_number();
        return {};
    }
    static constexpr Choice choices[] = {
        softmax_row,
        {.profile = "torch",
         .output = "value",
         .answer = unweighted_infinity,
         .source = "torch.nn.functional.cross_entropy with probabilities"},
        {.profile = "optax", .output = "value", .answer = unweighted_infinity, .source = "optax: safe_softmax_cross_entropy exists for it"},
        {.profile = "outside", .answer = infinite_target, .source = "no weight of a class is infinite"}};

    template <class T> using Weights = std::optional<Row<T>>;  ///< w of the classes: Σⱼ yⱼ·wⱼ·(−log pⱼ)
    template <class T> static Row<T> shares(const Row<T>& y, const Weights<T>& w) {
        return w ? map(y, [&](Index j) { return weighted(y[j], (*w)[j]); }) : y;
    }

    template <class T> static T value(const Row<T>& z, const Row<T>& target, const Weights<T>& w) {
        const Row<T> y = shares(target, w), surprise = negative_log_probabilities(z);
        return sum(y, [&](Index j) { return weighted(y[j], surprise[j]); });
    }
    static Printed value(const Row<Printed>& z, const Row<Printed>& y, const Weights<Printed>&) {
        const Row<Printed> surprise = negative_log_probabilities(z);
        return sum(y, [&](Index j) { return weighted(y[j], surprise[j]); });
    }
    template <class T> static std::vector<Row<T>> gradient(const Row<T>& z, const Row<T>& target, const Weights<T>& w) {
        // (Σy)pⱼ − yⱼ with the common part yⱼpⱼ taken out of both: a confident row needs 1 − pⱼ as a sum.
        const Row<T> y = shares(target, w), p = softmax_of(z);
        const Row<T> other_p = sums_of_others(p), other_y = sums_of_others(y);
        const Row<T> slope = map(z, [&](Index j) { return p[j] * other_y[j] - y[j] * other_p[j]; });
        return with_hessian(slope, [&] { return hessian(z, y, p); });
    }
    static std::vector<Row<Machine>> gradient(const Row<Machine>& z, const Row<Machine>& target, const Weights<Machine>& w) {
        const Row<Machine> y = shares(target, w), p = softmax_of(z);
        return with_hessian(map(z, [&](Index j) { return sum(y) * p[j] - y[j]; }), [&] { return hessian(z, y, p); });
    }
    static std::vector<Row<Printed>> gradient(const Row<Printed>&, const Row<Printed>&, const Weights<Printed>&) {
        return {Row<Printed>({Printed("(Σ_k y_k)·pⱼ − yⱼ", Printed::sum)}),
                Row<Printed>({Printed("(Σ_k y_k)·pᵢ·([i=j] − pⱼ)", Printed::product)})};
    }
    template <class T> static Row<T> hessian(const Row<T>& z, const Row<T>& y, const Row<T>& p) {
        const T total = sum(y);
        const bool undefined = z[largest_entry(z)].middle() == infinity || total.middle() == infinity;
        const Row<T> curvature = softmax_jacobian(p);
        return map(curvature, [&](Index k) { return undefined ? exactly<T>(not_a_number) : total * curvature[k]; });
    }

    static bool in_domain(const Row<double>&, const Row<double>& y, const Weights<double>& w) {
        return none_negative(y) && (!w || none_negative(*w));
    }
    /// An infinite weight makes the loss infinite, unless its logit is certain: ∞·0.
    static std::optional<double> value_limit(const Row<double>& z, const Row<double>& y) {
        if (infinities(z).positive > 1 || infinities(z).negative == z.size()) return not_a_number;
        for (Index j = 0; j < y.size(); ++j)
            if (y[j] == infinity && certain(z, j)) return not_a_number;
        return any_infinite(y) ? std::optional(infinity) : std::nullopt;
    }
    /// pⱼ·Σ_{i≠j} yᵢ − yⱼ(1 − pⱼ): an infinite weight draws every probability to its class, unless 0 stands beside it.
    static std::optional<std::vector<Row<double>>> gradient_limit(const Row<double>& z, const Row<double>& y) {
        const Infinities logits = infinities(z), weights = infinities(y);
        if (logits.positive > 1 || logits.negative == z.size()) return with_no_hessian(filled(z.size(), not_a_number));
        if (weights.positive == 0) return std::nullopt;
        return with_no_hessian(map(y, [&](Index j) {
            const bool others = weights.positive > (y[j] == infinity ? 1U : 0U);
            const bool impossible = logits.positive == 1 ? z[j] != infinity : z[j] == -infinity;
            const double towards = !others ? 0 : impossible ? not_a_number : infinity;
            const double away = y[j] != infinity ? 0 : certain(z, j) ? not_a_number : infinity;
            return towards - away;
        }));
    }

    static Bound value_bound(const Extent& e) {
        const double c = 4 + 2 * elementary + 2 * e.growth;
        return stable(c, c, "terms −log pⱼ 2ℒ+h+2, product 1, sum h, all ≥ 0");
    }
    static Bound gradient_bound(const Extent& e) {
        // The two terms' sizes add to the share of y in κ, since y is data.
        const double c = softmax_bound(e).value + e.growth + 2;
        return stable(1, c, "p·Σy − y·Σp over the others: a softmax entry, a sum, a product each; the terms are part of κ");
    }
    static Bound hessian_bound(const Extent& e) {
        const Bound curvature = softmax_jacobian_bound(e);
        return {.accurate = curvature.accurate + e.growth + 1,
                .value = curvature.value + e.growth + 1,
                .condition = curvature.condition,
                .derivation = "Σy times diag(p) − ppᵀ: two softmax entries, two sums, two products"};
    }
};

LOSSPROOF_ENTRY(softmax_cross_entropy_with_distribution, SoftmaxCrossEntropyWithDistribution)

}  // namespace lossproof
