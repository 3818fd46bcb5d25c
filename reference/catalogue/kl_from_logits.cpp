// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/softmax_divergence.hpp"

namespace lossproof {

/// KL(p‖q) = Σⱼ pⱼ(log pⱼ − log qⱼ) with p = softmax(a/T), q = softmax(b/T).
struct KlFromLogits {
    static constexpr Entry entry{.name = "kl_from_logits",
                                 .summary = "Kullback–Leibler divergence of two softmaxes",
                                 .domain = "rows of numbers; +∞, or nothing but −∞: not a number; ∞ where q alone is 0",
                                 .stability = Stability::algorithm,
                                 .gradients = "d_logits_p d_logits_q",
                                 .batch = Batch::rows,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "logits_p", .meaning = Meaning::logit, .shape = {N, K}, .letter = "a"},
                                       {.name = "logits_q", .meaning = Meaning::logit, .shape = {N, K}, .letter = "b"}};
    static constexpr Parameter parameters[] = {softmax_temperature};

    template <class T> using Divergence = SoftmaxDivergence<T>;
    template <class T> static T value(const Row<T>& a, const Row<T>& b, const Given<T>& given) {
        if (infinitely_apart(a, b)) return exactly<T>(infinity);
        return Divergence<T>(scaled_logits(a, given), scaled_logits(b, given)).value();
    }
    template <class T> static T stable(const Row<T>& a, const Row<T>& b, const Given<T>& given) { return value(a, b, given); }
    static Machine value(const Row<Machine>& a, const Row<Machine>& b, const Given<Machine>& given) {
        return textbook_divergence(scaled_logits(a, given), scaled_logits(b, given));
    }
    static Printed value(const Row<Printed>&, const Row<Printed>&, const Given<Printed>&) {
        return Printed("Σⱼ pⱼ·(log(pⱼ) − log(qⱼ)), p = softmax(a/temperature), q = softmax(b/temperature)", Printed::product);
    }
    static StablePrinted stable(const Row<StablePrinted>&, const Row<StablePrinted>&, const Given<StablePrinted>&) {
        return StablePrinted("log1p(Σⱼ pⱼ·(expm1(−εⱼ) + εⱼ)), εⱼ = δⱼ − Σᵢ pᵢ·δᵢ, δ = (a − b)/temperature");
    }
    template <class T> static std::tuple<Row<T>, Row<T>> gradient(const Row<T>& a, const Row<T>& b, const Given<T>& given) {
        const Row<T> scaled_b = scaled_logits(b, given);
        const Row<T> p = softmax_of(scaled_logits(a, given)), q = softmax_of(scaled_b);
        if (infinitely_apart(a, b))
            return {map(a, [](Index) { return exactly<T>(not_a_number); }),
                    divided_by_temperature(map(p, [&](Index j) { return q[j] - p[j]; }), given)};
        const Divergence<T> divergence(scaled_logits(a, given), scaled_b);
        return {divided_by_temperature(divergence.slope_of_p(), given), divided_by_temperature(divergence.slope_of_q(scaled_b), given)};
    }
    static std::tuple<Row<Printed>, Row<Printed>> gradient(const Row<Printed>&, const Row<Printed>&, const Given<Printed>&) {
        return {Row<Printed>({Printed("pⱼ·(log(pⱼ/qⱼ) − KL)/temperature", Printed::product)}),
                Row<Printed>({Printed("(qⱼ − pⱼ)/temperature", Printed::product)})};
    }

    static bool in_domain(const Row<double>& a, const Row<double>& b, const Given<double>&) { return have_softmax(a, b); }

    static Bound value_bound(const Extent& e) { return softmax_divergence_bound(e); }
    static Bound gradient_bound(const Extent& e) { return softmax_divergence_slope_bound(e); }
};

LOSSPROOF_ENTRY(kl_from_logits, KlFromLogits)

}  // namespace lossproof
