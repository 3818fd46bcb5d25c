// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/logarithmic.hpp"
#include "reference/functions/preference.hpp"

namespace lossproof {

/// (1−ε)ζ(−βh) + εζ(βh) with h = (c − r) − (c₀ − r₀): direct preference optimisation; ε is the chance that a pair is mislabelled.
struct Dpo {
    static constexpr Entry entry{.name = "dpo",
                                 .summary = "direct preference optimisation of a pair of answers",
                                 .domain = "all numbers; smoothing in [0, ½)",
                                 .stability = Stability::algorithm,
                                 .source = "Rafailov et al.: Direct preference optimization, NeurIPS 2023; smoothing: Mitchell, 2023",
                                 .gradients = "d_chosen d_rejected",
                                 .best = Class::stable};
    static constexpr Input inputs[] = {chosen_answer, rejected_answer, reference_of_chosen, reference_of_rejected};
    static constexpr Parameter parameters[] = {
        {.name = "beta", .range = Parameter::Range::non_negative, .meaning = "β, how much the policy's lead counts"},
        {.name = "smoothing",
         .range = Parameter::Range::unit_half_open,
         .optional = true,
         .meaning = "ε, share of mislabelled pairs, below ½; absent: 0"}};

    template <class T> static T lead(const T& c, const T& r, const T& c0, const T& r0, const Given<T>& given) {
        const T h = Pair<T>{c, r, c0, r0}.lead();
        return weighted(given["beta"], h);
    }
    template <class T> static T value(const T& c, const T& r, const T& c0, const T& r0, const Given<T>& given) {
        const T x = lead(c, r, c0, r0, given);
        if (!given.has("smoothing")) return softplus_of(-x);
        const T share = given["smoothing"];
        return (1 - share) * softplus_of(-x) + weighted(share, softplus_of(x));
    }
    template <class T> static T stable(const T& c, const T& r, const T& c0, const T& r0, const Given<T>& given) {
        return value(c, r, c0, r0, given);
    }
    template <class T> static std::tuple<T, T> gradient(const T& c, const T& r, const T& c0, const T& r0, const Given<T>& given) {
        const T x = lead(c, r, c0, r0, given);
        const T slope =
            given.has("smoothing") ? given["smoothing"] * sigmoid_of(x) - (1 - given["smoothing"]) * sigmoid_of(-x) : -sigmoid_of(-x);
        return {given["beta"] * slope, given["beta"] * -slope};
    }
    /// Near x = 0 the two terms cancel where ε is near ½: ½tanh(x/2) − (½ − ε).
    template <class T> static std::tuple<T, T> stable_gradient(const T& c, const T& r, const T& c0, const T& r0, const Given<T>& given) {
        if (!given.has("smoothing")) return gradient(c, r, c0, r0, given);
        const T x = lead(c, r, c0, r0, given), share = given["smoothing"];
        const T slope = either(
            T(1) < abs(x), [&] { return share * sigmoid_of(x) - (1 - share) * sigmoid_of(-x); },
            [&] { return tanh(x / 2) / 2 - (exactly<T>(0.5) - share); });
        return {given["beta"] * slope, given["beta"] * -slope};
    }

    static void check(double, double, double, double, const Given<double>& given) {
        if (given.has("smoothing") && !(given["smoothing"] < 0.5)) throw UsageError("dpo: parameter 'smoothing' must be in [0, 0.5)");
    }
    /// Where h is not a number, a β of 0 makes it none.
    static std::optional<double> value_limit(double c, double r, double c0, double r0, const Given<double>&) {
        const auto h = infinite_lead({c, r, c0, r0});
        return h && std::isnan(*h) ? h : std::nullopt;
    }
    static std::optional<std::tuple<double, double>> gradient_limit(double c, double r, double c0, double r0, const Given<double>&) {
        const auto h = infinite_lead({c, r, c0, r0});
        if (h && std::isnan(*h)) return std::tuple{not_a_number, not_a_number};
        return std::nullopt;
    }

    static Bound value_bound(const Extent&) {
        // Errors of h go through both terms together, so that their slopes cancel as κ's do.
        return lossproof::stable(4 + 2 * elementary, 4,
                                 "h: two levels of differences, β and its product, each at most κ; ζ 1+2ℒ, 1−ε, product, sum 1 each");
    }
    static Bound gradient_bound(const Extent&) {
        return lossproof::stable(9, 18,
                                 "βh in κ (4); |x| ≥ 1: two terms of 7, the smaller at most κ; else ½tanh(x/2) ≤ 1.3κ; β and a product 2");
    }
};

LOSSPROOF_ENTRY(dpo, Dpo)

}  // namespace lossproof
