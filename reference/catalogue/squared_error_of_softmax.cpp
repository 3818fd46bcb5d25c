// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// Σⱼ (pⱼ − yⱼ)², p = softmax(z): the loss whose gradient vanishes when confidently wrong. Lectures: L21.
struct SquaredErrorOfSoftmax {
    static constexpr Entry entry{.name = "squared_error_of_softmax",
                                 .summary = "squared error of softmax probabilities",
                                 .lectures = "L21 N30 C05 C22",
                                 .domain = "rows of numbers; one ∞: one-hot; two ∞ or all −∞: not a number",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_logits",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"},
                                       {.name = "target", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "y"}};
    static constexpr Choice choices[] = {softmax_row,
                                         {.profile = "outside",
                                          .output = "d_logits",
                                          .answer = nothing_weighs_nothing,
                                          .source = "a row of −∞ alone has no limit; where a single class is certain, the slope is 0"},
                                         {.profile = "outside", .answer = infinite_target, .source = "no limit at an infinite target"}};

    /// Σ_{i≠j} pᵢ for every j, each by one difference; only the largest entry's would cancel, and is summed by itself.
    template <class T> static Row<T> others(const Row<T>& p) {
        const Index k = largest_entry(p);
        const T rest = sum_except(p, k, [&](Index j) { return p[j]; }), total = rest + p[k];
        return map(p, [&](Index j) { return j == k ? rest : total - p[j]; });
    }
    /// pⱼ − yⱼ, without cancellation for a target of 1 beside a confident p. The 0 there is written as 1 − yⱼ: it keeps the
    /// slope by the target, which is a datum.
    template <class T> static Row<T> errors(const Row<T>& p, const Row<T>& y) {
        const Row<T> rest = others(p);
        return map(p, [&](Index j) { return exactly_zero(1 - y[j]) ? (1 - y[j]) - rest[j] : p[j] - y[j]; });
    }
    template <class T> static T value(const Row<T>& z, const Row<T>& y) {
        const Row<T> e = errors(softmax_of(z), y);
        return sum(e, [&](Index j) { return square(e[j]); });
    }
    static Machine value(const Row<Machine>& z, const Row<Machine>& y) {
        const Row<Machine> p = softmax_of(z);
        return sum(p, [&](Index j) { return square(p[j] - y[j]); });
    }
    static Printed value(const Row<Printed>& z, const Row<Printed>& y) {
        return sum(z, [&](Index j) { return square(softmax_of(z)[j] - y[j]); });
    }
    /// 2pᵢ Σⱼ pⱼ(eᵢ − eⱼ), e = p − y. For the largest p the differences come first: what is left beside it is small, and its parts must not
    /// cancel. For the others the sum is eᵢ·Σ_{j≠i} pⱼ − Σ_{j≠i} pⱼeⱼ, both from the totals, so that a row costs no square of its length.
    template <class T> static Row<T> gradient(const Row<T>& z, const Row<T>& y) {
        const Row<T> p = softmax_of(z), e = errors(p, y);
        const Row<T> weighted = map(p, [&](Index j) { return p[j] * e[j]; });
        const T total = sum(p), pull = sum(weighted);
        const Index k = largest_entry(p);
        const T of_largest = sum_except(p, k, [&](Index j) { return p[j] * (e[k] - e[j]); });
        return map(p, [&](Index i) { return 2 * p[i] * (i == k ? of_largest : e[i] * (total - p[i]) - (pull - weighted[i])); });
    }
    static Row<Machine> gradient(const Row<Machine>& z, const Row<Machine>& y) {
        const Row<Machine> p = softmax_of(z);
        const Machine mean = sum(p, [&](Index j) { return p[j] * (p[j] - y[j]); });
        return map(z, [&](Index j) { return 2 * p[j] * (p[j] - y[j] - mean); });
    }
    static Row<Printed> gradient(const Row<Printed>&, const Row<Printed>&) {
        return Row<Printed>({Printed("2·pⱼ·((pⱼ − yⱼ) − Σ_k p_k·(p_k − y_k))", Printed::product)});
    }

    static std::optional<double> value_limit(const Row<double>& z, const Row<double>&) {
        if (infinities(z).positive > 1 || infinities(z).negative == z.size()) return not_a_number;
        return std::nullopt;
    }
    /// Gradients need finite targets: ∞ − ∞ otherwise.
    static std::optional<Row<double>> gradient_limit(const Row<double>& z, const Row<double>& y) {
        if (infinities(z).positive > 1 || infinities(z).negative == z.size() || any_infinite(y)) return filled(z.size(), not_a_number);
        return std::nullopt;
    }

    static Bound value_bound(const Extent& e) {
        const double p = softmax_bound(e).accurate;
        return stable(2 * p + 3 + e.growth, p,
                      "p by exact differences A; 2|e|·A·p with p ≤ |e| + |y|, target in κ; difference twice 1, square 1, sum h");
    }
    static Bound gradient_bound(const Extent& e) {
        const double c = 2 * softmax_bound(e).accurate + e.growth + 4;
        return stable(c, c, "two softmax entries by exact differences, two differences, two products, sum h (count of roundings)");
    }
};

LOSSPROOF_ENTRY(squared_error_of_softmax, SquaredErrorOfSoftmax)

}  // namespace lossproof
