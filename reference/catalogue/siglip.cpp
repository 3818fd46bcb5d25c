// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// Σⱼ ζ(−s·zⱼ) over row n of a similarity matrix, s = 1 on the diagonal and −1 elsewhere: every pair is a question of its own.
struct Siglip {
    static constexpr Entry entry{.name = "siglip",
                                 .summary = "sigmoid loss of a similarity matrix, a sum a row",
                                 .domain = "square matrices of numbers",
                                 .stability = Stability::enclosed,
                                 .source = "Zhai et al.: Sigmoid loss for language image pre-training, ICCV 2023",
                                 .gradients = "d_logits",
                                 .batch = Batch::rows,
                                 .irrational = true};  // Π(1 + e^±z) = e^r would need one term of a sum of positive ones
    static constexpr Input inputs[] = {{.name = "logits", .meaning = Meaning::logit, .shape = {N, N}, .letter = "z"},
                                       {.name = "n", .meaning = Meaning::position}};

    template <class T> static T value(const Row<T>& z, Label n) {
        return sum(z, [&](Index j) { return softplus_of(j == n ? -z[j] : z[j]); });
    }
    template <class T> static Row<T> gradient(const Row<T>& z, Label n) {
        return map(z, [&](Index j) { return j == n ? -sigmoid_of(-z[j]) : sigmoid_of(z[j]); });
    }
    template <Form form> static BasicPrinted<form> value(const Row<BasicPrinted<form>>&, Label) {
        return BasicPrinted<form>("ζ(−z_n) + Σ_{j≠n} ζ(zⱼ)", BasicPrinted<form>::sum);
    }
    static Row<Printed> gradient(const Row<Printed>&, Label) { return Row<Printed>({Printed("[j=n ? −σ(−zⱼ) : σ(zⱼ)]")}); }

    static Bound value_bound(const Extent& e) { return accurate(1 + 2 * elementary + e.growth, "terms ζ 1+2ℒ, all ≥ 0; sum h"); }
    static Bound gradient_bound(const Extent&) { return accurate(2 + 1.5 * elementary, "a sigmoid"); }
};

LOSSPROOF_ENTRY(siglip, Siglip)

}  // namespace lossproof
