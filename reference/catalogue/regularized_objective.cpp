// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"

namespace lossproof {

/// mean(x) + α·½‖w‖², x the losses of single samples; ∂/∂w = αw. Lectures: L22, L23.
struct RegularizedObjective {
    static constexpr Entry entry{.name = "regularized_objective",
                                 .summary = "mean data loss plus weighted half squared norm",
                                 .lectures = "L01 L22 L23 R01 X3 C06 C10 C43",
                                 .domain = "numbers; no sample at all: not a number",
                                 .stability = Stability::formula,
                                 .gradients = "d_weights",
                                 .batch = Batch::whole,
                                 .reductions = false,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::real, .shape = {N}, .letter = "x"},
                                       {.name = "weights", .meaning = Meaning::weight, .shape = {D}, .letter = "w"}};
    static constexpr Parameter parameters[] = {{.name = "alpha", .meaning = "weight of ½‖w‖²"}};

    template <class T> static T value(const Row<T>& x, const Row<T>& w, const Given<T>& given) {
        return sum(x) / count(x) + given["alpha"] * sum(w, [&](Index j) { return square(w[j]); }) / 2;
    }
    static Printed value(const Row<Printed>& x, const Row<Printed>& w, const Given<Printed>& given) {
        return sum(x) / Printed(std::string("n")) + given["alpha"] * sum(w, [&](Index j) { return square(w[j]); }) / 2;
    }
    template <class T> static Row<T> gradient(const Row<T>&, const Row<T>& w, const Given<T>& given) {
        return map(w, [&](Index j) { return given["alpha"] * w[j]; });
    }

    static Bound value_bound(const Extent& e) {
        return stable(1, e.growth + 1.5, "mean (h+1)Σ|x|/n, penalty (h+2) of half its share of κ, sum 1");
    }
    static Bound gradient_bound(const Extent&) { return accurate(1, "a product"); }
};

LOSSPROOF_ENTRY(regularized_objective, RegularizedObjective)

}  // namespace lossproof
