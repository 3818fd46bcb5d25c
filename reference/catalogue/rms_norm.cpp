// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/standardised.hpp"

namespace lossproof {

/// wᵢxᵢ/√(mean x² + ε), with the Jacobian by x.
struct RmsNorm {
    static constexpr Entry entry{.name = "rms_norm",
                                 .summary = "root mean square normalisation of a row",
                                 .domain = "finite rows; without ε not all 0",
                                 .stability = Stability::algorithm,
                                 .source = "Zhang, Sennrich: Root mean square layer normalization, NeurIPS 2019",
                                 .gradients = "J_x",
                                 .batch = Batch::rows,
                                 .reductions = false,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::real, .shape = {N, K}},
                                       {.name = "weights", .meaning = Meaning::weight, .shape = {K}, .letter = "w", .optional = true}};
    static constexpr Result results[] = {{.shape = {K}}};
    static constexpr Parameter parameters[] = {added_to_square};
    static constexpr Choice choices[] = {outside_weights};

    template <class T> using Weights = std::optional<Row<T>>;
    template <class T> static T mean_square(const Row<T>& x, const Given<T>& given) {
        return sum_of_squares(x) / count(x) + given["epsilon"];
    }
    template <class T> static Row<T> value(const Row<T>& x, const Weights<T>& w, const Given<T>& given) {
        const T root = sqrt(mean_square(x, given));
        return map(x, [&](Index i) { return weighed(w, i, over(x[i], root)); });
    }
    template <class T> static Row<T> gradient(const Row<T>& x, const Weights<T>& w, const Given<T>& given) {
        const T square = mean_square(x, given), below = square * sqrt(square);
        return jacobian(x, w, given["epsilon"], [&](const T& above) { return over(above, below); });
    }
    /// ([i=j](Σ_{k≠i} x²/K + ε) − [i≠j]xᵢxⱼ/K), divided: on the diagonal nothing cancels.
    template <class T, class F> static Row<T> jacobian(const Row<T>& x, const Weights<T>& w, const T& epsilon, F divided) {
        const Row<T> others = sums_of_others(map(x, [&](Index j) { return square(x[j]); }));
        return square_matrix<T>(x.size(), [&](Index i, Index j) {
            return weighed(w, i, divided(i == j ? others[i] / count(x) + epsilon : -(x[i] * x[j] / count(x))));
        });
    }
    template <class T> static Row<T> stable(const Row<T>& x, const Weights<T>& w, const Given<T>& given) {
        const WithEpsilon<T> scaled(x, given);
        return map(x, [&](Index i) { return weighed(w, i, scaled.entries[i] / scaled.root); });
    }
    template <class T> static Row<T> stable_gradient(const Row<T>& x, const Weights<T>& w, const Given<T>& given) {
        const WithEpsilon<T> scaled(x, given);
        return jacobian(scaled.entries, w, scaled.epsilon,
                        [&](const T& above) { return above / scaled.mean_square / scaled.root / scaled.scale; });
    }
    static Row<Printed> value(const Row<Printed>&, const Weights<Printed>&, const Given<Printed>&) {
        return Row<Printed>({Printed("wᵢ·xᵢ/√(Σⱼ xⱼ²/K + epsilon)", Printed::product)});
    }
    static Row<Printed> gradient(const Row<Printed>&, const Weights<Printed>&, const Given<Printed>&) {
        return Row<Printed>({Printed("wᵢ·([i=j]·r − xᵢ·xⱼ/K)/(r·√r), r = Σⱼ xⱼ²/K + epsilon", Printed::product)});
    }
    static Row<StablePrinted> stable(const Row<StablePrinted>&, const Weights<StablePrinted>&, const Given<StablePrinted>&) {
        return Row<StablePrinted>({StablePrinted("wᵢ·uᵢ/√(Σⱼ uⱼ²/K + ε/s²), u = x/s, s = 2^⌊log₂ max(maxⱼ |xⱼ|, √ε)⌋")});
    }

    static bool in_domain(const Row<double>& x, const Weights<double>&, const Given<double>& given) {
        return all_finite(x) && (given["epsilon"] > 0 || !all_zero(x));
    }

    static constexpr ComputedBound value_bound = computed_on_input, gradient_bound = computed_on_input;
};

LOSSPROOF_ENTRY(rms_norm, RmsNorm)

}  // namespace lossproof
