// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/standardised.hpp"

namespace lossproof {

/// wᵢ(xᵢ − mean x)/√(var x + ε) + bᵢ, the variance over K, with the Jacobian by x.
struct LayerNorm {
    static constexpr Entry entry{.name = "layer_norm",
                                 .summary = "layer normalisation of a row",
                                 .domain = "finite rows; without ε not all equal",
                                 .stability = Stability::algorithm,
                                 .source = "Ba et al.: Layer normalization, 2016",
                                 .gradients = "J_x",
                                 .batch = Batch::rows,
                                 .reductions = false,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::real, .shape = {N, K}},
                                       {.name = "weights", .meaning = Meaning::weight, .shape = {K}, .letter = "w", .optional = true},
                                       {.name = "bias", .meaning = Meaning::bias, .shape = {K}, .letter = "b", .optional = true}};
    static constexpr Result results[] = {{.shape = {K}}};
    static constexpr Parameter parameters[] = {added_to_square};
    static constexpr Choice choices[] = {outside_weights};

    template <class T> using Scales = std::optional<Row<T>>;
    /// c = K(x − mean x) and R = K²(var x + ε), sums of products of data: what is 0 of them is exactly 0.
    template <class T> struct Centred {
        Centred(const Row<T>& x, const Given<T>& given)
            : total(sum(x)), entries(map(x, [&](Index j) { return count(x) * x[j] - total; })),
              square(sum_of_squares(entries) / count(x) + count(x) * count(x) * given["epsilon"]), root(sqrt(square)) {}
        T total;
        Row<T> entries;
        T square, root;
    };
    template <class T> static Row<T> value(const Row<T>& x, const Scales<T>& w, const Scales<T>& b, const Given<T>& given) {
        const Centred<T> c(x, given);
        return map(x, [&](Index i) { return shifted(b, i, weighed(w, i, over(c.entries[i], c.root))); });
    }
    static Row<Machine> value(const Row<Machine>& x, const Scales<Machine>& w, const Scales<Machine>& b, const Given<Machine>& given) {
        const Machine mean = sum(x) / count(x);
        const Row<Machine> d = map(x, [&](Index j) { return x[j] - mean; });
        const Machine root = sqrt(sum_of_squares(d) / count(x) + given["epsilon"]);
        return map(x, [&](Index i) { return shifted(b, i, weighed(w, i, d[i] / root)); });
    }
    /// The Jacobian is ((K[i=j] − 1)R − cᵢcⱼ)/R^(3/2).
    template <class T> static Row<T> gradient(const Row<T>& x, const Scales<T>& w, const Scales<T>&, const Given<T>& given) {
        const Centred<T> c(x, given);
        return square_matrix<T>(x.size(), [&](Index i, Index j) {
            const T own = i == j ? (count(x) - 1) * c.square : -c.square;
            return weighed(w, i, over(own - c.entries[i] * c.entries[j], c.square * c.root));
        });
    }
    static Row<Machine> gradient(const Row<Machine>& x, const Scales<Machine>& w, const Scales<Machine>&, const Given<Machine>& given) {
        return slopes(value(x, {}, {}, given), spread(x, given), w);
    }
    static Machine spread(const Row<Machine>& x, const Given<Machine>& given) {
        const Machine mean = sum(x) / count(x);
        return sqrt(sum(x, [&](Index j) { return square(x[j] - mean); }) / count(x) + given["epsilon"]);
    }
    /// wᵢ([i=j] − 1/K − nᵢnⱼ/K)/σ of the normalised row n.
    template <class T> static Row<T> slopes(const Row<T>& n, const T& spread, const Scales<T>& w) {
        return square_matrix<T>(n.size(), [&](Index i, Index j) {
            const T own = (i == j ? (count(n) - 1) : T(-1)) / count(n);
            return weighed(w, i, (own - n[i] * n[j] / count(n)) / spread);
        });
    }

    /// The row is scaled before its mean is taken, and once more when what is left of it may be small.
    template <class T> static WithEpsilon<T> centred(const Row<T>& x, const Given<T>& given) {
        const Scaled<T> scaled(x);
        const T mean = sum(scaled.entries) / count(x);
        return WithEpsilon<T>(map(x, [&](Index j) { return scaled.entries[j] - mean; }), given, scaled.scale.middle());
    }
    template <class T> static Row<T> normalised(const WithEpsilon<T>& d) {
        return map(d.entries, [&](Index i) { return d.entries[i] / d.root; });
    }
    template <class T> static Row<T> stable(const Row<T>& x, const Scales<T>& w, const Scales<T>& b, const Given<T>& given) {
        const Row<T> n = normalised(centred(x, given));
        return map(x, [&](Index i) { return shifted(b, i, weighed(w, i, n[i])); });
    }
    template <class T> static Row<T> stable_gradient(const Row<T>& x, const Scales<T>& w, const Scales<T>&, const Given<T>& given) {
        const WithEpsilon<T> d = centred(x, given);
        const Row<T> by_row = slopes(normalised(d), d.root, w);
        return map(by_row, [&](Index i) { return by_row[i] / d.scale; });
    }
    static Row<Printed> value(const Row<Printed>&, const Scales<Printed>&, const Scales<Printed>&, const Given<Printed>&) {
        return Row<Printed>({Printed("wᵢ·(xᵢ − m)/√(Σⱼ (xⱼ − m)²/K + epsilon) + bᵢ, m = Σⱼ xⱼ/K", Printed::sum)});
    }
    static Row<Printed> gradient(const Row<Printed>&, const Scales<Printed>&, const Scales<Printed>&, const Given<Printed>&) {
        return Row<Printed>({Printed("wᵢ·([i=j] − 1/K − nᵢ·nⱼ/K)/σ, σ = √(Σⱼ (xⱼ − m)²/K + epsilon), n = (x − m)/σ", Printed::product)});
    }
    static Row<StablePrinted> stable(const Row<StablePrinted>&, const Scales<StablePrinted>&, const Scales<StablePrinted>&,
                                     const Given<StablePrinted>&) {
        return Row<StablePrinted>({StablePrinted("wᵢ·dᵢ/√(Σⱼ dⱼ²/K + ε/s²) + bᵢ, d = (x − m)/s, s = 2^⌊log₂ max(maxⱼ |xⱼ − m|, √ε)⌋")});
    }

    static bool in_domain(const Row<double>& x, const Scales<double>&, const Scales<double>&, const Given<double>& given) {
        const bool constant = std::all_of(x.begin(), x.end(), [&](double v) { return v == x[0]; });
        return all_finite(x) && (given["epsilon"] > 0 || !constant);
    }

    static constexpr ComputedBound value_bound = computed_on_input, gradient_bound = computed_on_input;
};

LOSSPROOF_ENTRY(layer_norm, LayerNorm)

}  // namespace lossproof
