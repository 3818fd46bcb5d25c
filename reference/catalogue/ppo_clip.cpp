// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// −min(ρA, clamp(ρ, 1−lo, 1+hi)·A) with ρ = e^(ℓ−ℓ₀): proximal policy optimisation of a token with advantage A.
struct PpoClip {
    static constexpr Entry entry{.name = "ppo_clip",
                                 .summary = "clipped surrogate of proximal policy optimisation",
                                 .domain = "all numbers; not a number where both log-probabilities are the same infinity",
                                 .stability = Stability::formula,
                                 .source = "Schulman et al.: Proximal policy optimization algorithms, 2017",
                                 .gradients = "d_log_probabilities",
                                 .best = Class::stable,
                                 .abrupt = true};
    static constexpr Input inputs[] = {
        {.name = "log_probabilities", .meaning = Meaning::log_probability, .shape = {N, K}, .letter = "ℓ"},
        {.name = "old_log_probabilities", .meaning = Meaning::log_probability, .shape = {N, K}, .letter = "ℓ₀"},
        {.name = "advantages", .meaning = Meaning::real, .shape = {N, K}, .letter = "A"}};
    static constexpr Parameter parameters[] = {
        {.name = "clip_low", .range = Parameter::Range::unit_closed, .fallback = "0.2", .meaning = "lo; below 1 − lo ρ is clipped"},
        {.name = "clip_high", .range = Parameter::Range::non_negative, .fallback = "0.2", .meaning = "hi; above 1 + hi ρ is clipped"}};

    /// The clamp binds on the side that would lower the loss: the upper one for A ≥ 0, the lower one for A < 0.
    template <class T> static bool disadvantage(const T& advantage) { return (advantage < T(0)) == Decision::yes; }

    template <class T> static T value(const T& l, const T& old, const T& advantage, const Given<T>& given) {
        const T ratio = exp(l - old);
        if (disadvantage(advantage)) return -(max(ratio, 1 - given["clip_low"]) * advantage);
        return max(-ratio, -(1 + given["clip_high"])) * advantage;
    }
    template <class T> static T gradient(const T& l, const T& old, const T& advantage, const Given<T>& given) {
        const T ratio = exp(l - old);
        if (exactly_zero(advantage)) return T(0);
        if (disadvantage(advantage)) return where(ratio < 1 - given["clip_low"], T(0), -(ratio * advantage));
        return where(1 + given["clip_high"] < ratio, T(0), -(ratio * advantage));
    }
    template <Form form>
    static BasicPrinted<form> value(const BasicPrinted<form>& l, const BasicPrinted<form>& old, const BasicPrinted<form>& advantage,
                                    const Given<BasicPrinted<form>>&) {
        using P = BasicPrinted<form>;
        const P ratio = exp(l - old);
        return P("−min(" + (ratio * advantage).text + ", clamp(" + ratio.text + ", 1 − clip_low, 1 + clip_high)·" + advantage.text + ")");
    }
    template <Form form>
    static BasicPrinted<form> gradient(const BasicPrinted<form>& l, const BasicPrinted<form>& old, const BasicPrinted<form>& advantage,
                                       const Given<BasicPrinted<form>>&) {
        using P = BasicPrinted<form>;
        return P("[clipped ? 0 : " + (-(exp(l - old) * advantage)).text + "]");
    }

    static std::optional<double> value_limit(double l, double old, double, const Given<double>&) { return undefined_element(l, old); }
    static std::optional<double> gradient_limit(double l, double old, double, const Given<double>&) { return undefined_element(l, old); }

    static Bound value_bound(const Extent&) {
        return stable(3 + elementary, 1, "ℓ − ℓ₀ in κ, exp ℒ, product 1; clipped: lo or hi, 1 ± it, product");
    }
    static Bound gradient_bound(const Extent&) { return stable(1 + elementary, 1, "ℓ − ℓ₀ in κ, exp ℒ, product 1"); }
};

LOSSPROOF_ENTRY(ppo_clip, PpoClip)

}  // namespace lossproof
