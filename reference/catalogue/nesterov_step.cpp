// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"

namespace lossproof {

/// v⁺ = μv + g + λθ, θ⁺ = θ − η(g + λθ + μv⁺): the velocity is looked ahead by one step.
struct NesterovStep {
    static constexpr Entry entry{.name = "nesterov_step",
                                 .summary = "one step of gradient descent with Nesterov's momentum",
                                 .stability = Stability::formula,
                                 .source = "Sutskever et al.: On the importance of initialization and momentum in deep learning, ICML 2013",
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
        const T slope = grad + given["weight_decay"] * theta, velocity = given["momentum"] * v + slope;
        return {theta - given["learning_rate"] * (slope + given["momentum"] * velocity), velocity};
    }

    static Bound value_bound(const Extent&) {
        return stable(3, 8, "λθ + g, μv +, μv⁺ +, η·, θ −: products and sums on the longest path; η and μ held in the format");
    }
};

LOSSPROOF_ENTRY(nesterov_step, NesterovStep)

}  // namespace lossproof
