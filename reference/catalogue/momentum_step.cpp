// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"

namespace lossproof {

/// v⁺ = μv + g + λθ, θ⁺ = θ − ηv⁺: the rate multiplies the velocity; no damping, no look-ahead. Lectures: A05.
struct MomentumStep {
    static constexpr Entry entry{.name = "momentum_step",
                                 .summary = "one step of gradient descent with momentum",
                                 .lectures = "A05 C32",
                                 .stability = Stability::formula,
                                 .reductions = false,
                                 .nan_by_formula = true,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "theta", .meaning = Meaning::parameter, .shape = {P}, .letter = "θ"},
                                       {.name = "grad", .meaning = Meaning::gradient, .shape = {P}, .letter = "g"},
                                       {.name = "state_v", .meaning = Meaning::momentum, .shape = {P}, .letter = "v"}};
    static constexpr Result results[] = {{.name = "theta"}, {.name = "state_v"}};
    static constexpr Parameter parameters[] = {{.name = "learning_rate", .meaning = "η"},
                                               {.name = "momentum", .meaning = "μ"},
                                               {.name = "weight_decay", .fallback = "0", .meaning = "λ"}};

    template <class T> static std::tuple<T, T> value(const T& theta, const T& grad, const T& v, const Given<T>& given) {
        const T velocity = given["momentum"] * v + grad + given["weight_decay"] * theta;
        return {theta - given["learning_rate"] * velocity, velocity};
    }

    static Bound value_bound(const Extent&) { return stable(3, 3, "three fused multiply-adds"); }
};

LOSSPROOF_ENTRY(momentum_step, MomentumStep)

}  // namespace lossproof
