// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/information.hpp"

namespace lossproof {

/// −log p: what an event of probability p tells. Lectures: I01.
struct SelfInformation {
    static constexpr Entry entry{.name = "self_information",
                                 .summary = "self-information of an event",
                                 .lectures = "I01 E3",
                                 .domain = "p ≥ 0; ∞ at 0; negative for p > 1",
                                 .stability = Stability::formula,
                                 .gradients = "d_p",
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "p", .meaning = Meaning::probability, .shape = {N, K}, .letter = "p"}};
    static constexpr Parameter parameters[] = {logarithm_base};

    template <class T> static T value(const T& p, const Given<T>& given) { return in_base<T>(-log(p), given); }
    template <class T> static T gradient(const T& p, const Given<T>& given) { return in_base<T>(-1 / p, given); }

    static bool in_domain(double p, const Given<double>&) { return !(p < 0); }
    static std::optional<double> gradient_limit(double p, const Given<double>& given) {
        if (p != 0) return std::nullopt;
        return given.has("base") && given["base"] < 1 ? infinity : -infinity;
    }

    static Bound value_bound(const Extent&) { return accurate(2 * elementary + 1, "two logarithms ℒ, a quotient 1"); }
    static Bound gradient_bound(const Extent&) { return accurate(2 + elementary, "two quotients, a logarithm ℒ"); }
};

LOSSPROOF_ENTRY(self_information, SelfInformation)

}  // namespace lossproof
