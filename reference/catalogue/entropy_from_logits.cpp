// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// H(softmax(z)) = log Σⱼ exp(zⱼ) − Σⱼ pⱼzⱼ, in nats: the entropy bonus of a policy.
struct EntropyFromLogits {
    static constexpr Entry entry{.name = "entropy_from_logits",
                                 .summary = "entropy of a softmax",
                                 .domain = "rows of numbers; +∞, or nothing but −∞: not a number",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_logits",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"}};

    /// log(1 + R) + Σⱼ pⱼ(z_k − zⱼ) with z_k the largest and R = Σ_{j≠k} exp(zⱼ − z_k): no term is negative.
    template <class T> static T value(const Row<T>& z) {
        const Index k = largest_entry(z);
        const Row<T> gap = relative_to(z, k);
        const Row<T> weight = map(gap, [&](Index j) { return exp(gap[j]); });
        const T rest = sum_except(weight, k, [&](Index j) { return weight[j]; });
        return log1p(rest) + sum_except(gap, k, [&](Index j) { return weighted(weight[j], -gap[j]); }) / (1 + rest);
    }
    static Machine value(const Row<Machine>& z) {
        const Row<Machine> p = softmax_of(z);
        return -sum(p, [&](Index j) { return x_log_y(p[j], p[j]); });
    }
    static Printed value(const Row<Printed>&) { return Printed("−Σⱼ pⱼ·log(pⱼ), p = softmax(z)", Printed::product); }
    static StablePrinted value(const Row<StablePrinted>&) {
        return StablePrinted("log1p(R) + Σ_{j≠k} exp(zⱼ − z_k)·(z_k − zⱼ)/(1 + R), R = Σ_{j≠k} exp(zⱼ − z_k)", StablePrinted::sum);
    }
    /// −pⱼ(log pⱼ + H) = pⱼ(m − gⱼ) with gⱼ = zⱼ − z_k and m = Σ pᵢgᵢ.
    template <class T> static Row<T> gradient(const Row<T>& z) {
        const Row<T> p = softmax_of(z), gap = relative_to(z, largest_entry(z));
        const T mean = sum(gap, [&](Index j) { return weighted(p[j], gap[j]); });
        return map(z, [&](Index j) { return weighted(p[j], mean - gap[j]); });
    }
    static Row<Printed> gradient(const Row<Printed>&) {
        return Row<Printed>({Printed("−pⱼ·(log(pⱼ) + H), H = −Σ_k p_k·log(p_k)", Printed::product)});
    }

    static std::optional<double> value_limit(const Row<double>& z) { return without_limit(z) ? std::optional(not_a_number) : std::nullopt; }
    static std::optional<Row<double>> gradient_limit(const Row<double>& z) {
        return without_limit(z) ? std::optional(filled(z.size(), not_a_number)) : std::nullopt;
    }
    static bool without_limit(const Row<double>& z) { return infinities(z).positive > 0 || infinities(z).negative == z.size(); }

    static Bound value_bound(const Extent& e) {
        // A weight's relative error δⱼ moves H by Σ pⱼ|log pⱼ + H|δⱼ ≤ 2Hδ. What a gap's rounding costs is at most κ + 2 ln K|y|: slopes
        // sum to 0, and where they are positive gaps are at most H ≤ ln K.
        const double sums = 2 * e.growth + 4;
        return stable(3 * elementary + sums + 2 * std::log(std::max(e.terms, 1.0)), 1,
                      "gaps κ + 2 ln K|y|, exp 2ℒ, log1p ℒ, product, sums 2h, quotient and last sum");
    }
    static Bound gradient_bound(const Extent& e) {
        const double c = softmax_bound(e).value + 2 * elementary + 2 * e.growth + 6;
        return stable(c, c, "a softmax entry times a difference of a gap and their mean (count of roundings)");
    }
};

LOSSPROOF_ENTRY(entropy_from_logits, EntropyFromLogits)

}  // namespace lossproof
