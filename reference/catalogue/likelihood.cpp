// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/information.hpp"

namespace lossproof {

/// Πᵢ pᵢ, the joint probability of independent events. Lectures: L19.
struct Likelihood {
    static constexpr Entry entry{.name = "likelihood",
                                 .summary = "product of the probabilities of observed events",
                                 .lectures = "L19 D20 E9",
                                 .domain = "p ≥ 0",
                                 .stability = Stability::formula,
                                 .gradients = "d_p",
                                 .batch = Batch::rows};
    static constexpr Input inputs[] = {{.name = "p", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "p"}};

    template <class T> static T value(const Row<T>& p) {
        T product = 1;
        for (const T& each : p) product *= each;
        return product;
    }
    template <class T> static Row<T> gradient(const Row<T>& p) { return products_of_others(p); }
    static Printed value(const Row<Printed>&) { return Printed("Πⱼ pⱼ", Printed::product); }
    static Row<Printed> gradient(const Row<Printed>&) { return Row<Printed>({Printed("Π_{k≠j} p_k", Printed::product)}); }

    static bool in_domain(const Row<double>& p) { return none_negative(p); }

    static Bound value_bound(const Extent& e) { return accurate(std::max(0.0, e.terms - 1), "K−1 products"); }
    static Bound gradient_bound(const Extent& e) { return accurate(std::max(0.0, e.terms - 2), "K−2 products"); }
};

LOSSPROOF_ENTRY(likelihood, Likelihood)

}  // namespace lossproof
