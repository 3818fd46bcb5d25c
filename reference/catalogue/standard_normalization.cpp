// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/infinities.hpp"

namespace lossproof {

/// xᵢ / Σⱼ xⱼ; depends on proportions only. Lectures: O03.
struct StandardNormalization {
    static constexpr Entry entry{.name = "standard_normalization",
                                 .summary = "a row divided by its sum",
                                 .lectures = "O03 D28 N12 C12",
                                 .domain = "finite rows with a sum that is not 0",
                                 .stability = Stability::formula,
                                 .gradients = "J_x",
                                 .batch = Batch::rows,
                                 .reductions = false,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::real, .shape = {N, K}}};
    static constexpr Result results[] = {{.shape = {K}}};

    template <class T> static Row<T> value(const Row<T>& x) {
        const T total = sum(x);
        return map(x, [&](Index i) { return undefined(total) ? exactly<T>(not_a_number) : x[i] / total; });
    }
    template <class T> static Row<T> gradient(const Row<T>& x) {
        const T total = sum(x);
        const Row<T> others = sums_of_others(x);
        Row<T> jacobian;
        for (Index i = 0; i < x.size(); ++i)
            for (Index j = 0; j < x.size(); ++j)
                jacobian.push_back(undefined(total) ? exactly<T>(not_a_number) : (i == j ? others[i] : -x[i]) / square(total));
        return jacobian;
    }
    /// One sum a row of the Jacobian: Σx = xᵢ + T with T the sum of the others, so that both share T's error.
    template <class T> static Row<T> stable_gradient(const Row<T>& x) {
        const Row<T> others = sums_of_others(x);
        Row<T> jacobian;
        for (Index i = 0; i < x.size(); ++i) {
            const T total = x[i] + others[i];
            for (Index j = 0; j < x.size(); ++j)
                jacobian.push_back(undefined(total) ? exactly<T>(not_a_number) : (i == j ? others[i] : -x[i]) / square(total));
        }
        return jacobian;
    }
    static Row<Printed> value(const Row<Printed>& x) { return Row<Printed>({x[0] / Printed(std::string("Σ_k x_k"), Printed::product)}); }
    static Row<Printed> gradient(const Row<Printed>&) {
        return Row<Printed>({Printed("([i=j]·Σ_k x_k − xᵢ)/(Σ_k x_k)²", Printed::product)});
    }

    static bool in_domain(const Row<double>& x) {
        return std::all_of(x.begin(), x.end(), [](double v) { return std::isfinite(v); });
    }
    /// The sum of finite numbers is rational: where it is exactly 0 there is no limit.
    template <class T> static bool undefined(const T& total) { return exactly_zero(total); }

    static Bound value_bound(const Extent& e) {
        return stable(1 + e.growth, 2 * e.growth, "quotient 1; the sum's h·Σ|x|/|Σx|, where |y|·Σ|x|/|Σx| ≤ |y| + 2κ");
    }
    static Bound gradient_bound(const Extent& e) {
        return stable(4, e.growth, "with Σx = xᵢ + T the sum T is met once: its h roundings are part of κ; sum, square, quotient 4");
    }
};

LOSSPROOF_ENTRY(standard_normalization, StandardNormalization)

}  // namespace lossproof
