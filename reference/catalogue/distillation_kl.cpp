// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/softmax_divergence.hpp"

namespace lossproof {

/// T²·KL(p‖q) with p = softmax(teacher/T), q = softmax(student/T): the factor keeps gradients of the same size at every temperature.
struct DistillationKl {
    static constexpr Entry entry{.name = "distillation_kl",
                                 .summary = "knowledge distillation, a student's divergence from a teacher",
                                 .domain = "rows of numbers; +∞, or nothing but −∞: not a number; ∞ where q alone is 0",
                                 .stability = Stability::algorithm,
                                 .source = "Hinton et al.: Distilling the knowledge in a neural network, 2015",
                                 .gradients = "d_student",
                                 .batch = Batch::rows,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "student", .meaning = Meaning::logit, .shape = {N, K}, .letter = "b"},
                                       {.name = "teacher", .meaning = Meaning::logit, .shape = {N, K}, .letter = "a"}};
    static constexpr Parameter parameters[] = {softmax_temperature};

    template <class T> static T value(const Row<T>& b, const Row<T>& a, const Given<T>& given) {
        if (infinitely_apart(a, b)) return exactly<T>(infinity);
        return square(given["temperature"]) * SoftmaxDivergence<T>(scaled_logits(a, given), scaled_logits(b, given)).value();
    }
    template <class T> static T stable(const Row<T>& b, const Row<T>& a, const Given<T>& given) { return value(b, a, given); }
    static Machine value(const Row<Machine>& b, const Row<Machine>& a, const Given<Machine>& given) {
        return square(given["temperature"]) * textbook_divergence(scaled_logits(a, given), scaled_logits(b, given));
    }
    static Printed value(const Row<Printed>&, const Row<Printed>&, const Given<Printed>&) {
        return Printed("temperature²·Σⱼ pⱼ·(log(pⱼ) − log(qⱼ)), p = softmax(a/temperature), q = softmax(b/temperature)", Printed::product);
    }
    static StablePrinted stable(const Row<StablePrinted>&, const Row<StablePrinted>&, const Given<StablePrinted>&) {
        return StablePrinted("temperature²·log1p(Σⱼ pⱼ·(expm1(−εⱼ) + εⱼ)), εⱼ = δⱼ − Σᵢ pᵢ·δᵢ, δ = (a − b)/temperature");
    }
    template <class T> static Row<T> gradient(const Row<T>& b, const Row<T>& a, const Given<T>& given) {
        const Row<T> scaled_a = scaled_logits(a, given), scaled_b = scaled_logits(b, given);
        const Row<T> p = softmax_of(scaled_a), q = softmax_of(scaled_b);
        const Row<T> slope = infinitely_apart(a, b) ? map(p, [&](Index j) { return q[j] - p[j]; })
                                                    : SoftmaxDivergence<T>(scaled_a, scaled_b).slope_of_q(scaled_b);
        return map(slope, [&](Index j) { return given["temperature"] * slope[j]; });
    }
    static Row<Printed> gradient(const Row<Printed>&, const Row<Printed>&, const Given<Printed>&) {
        return Row<Printed>({Printed("temperature·(qⱼ − pⱼ)", Printed::product)});
    }

    static bool in_domain(const Row<double>& b, const Row<double>& a, const Given<double>&) { return have_softmax(a, b); }

    static Bound value_bound(const Extent& e) {
        Bound bound = softmax_divergence_bound(e);
        bound.value += 2;  // the square and the product
        return bound;
    }
    static Bound gradient_bound(const Extent& e) { return softmax_divergence_slope_bound(e); }
};

LOSSPROOF_ENTRY(distillation_kl, DistillationKl)

}  // namespace lossproof
