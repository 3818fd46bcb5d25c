// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/information.hpp"

namespace lossproof {

/// H(p) = −Σⱼ pⱼ log pⱼ with 0 log 0 = 0, on the numbers as given (no renormalising). Lectures: I02.
struct Entropy {
    static constexpr Entry entry{.name = "entropy",
                                 .summary = "Shannon entropy",
                                 .lectures = "I02 D01 D11",
                                 .domain = "p ≥ 0; the sum need not be 1",
                                 .stability = Stability::formula,
                                 .gradients = "d_p",
                                 .batch = Batch::rows};
    static constexpr Input inputs[] = {{.name = "p", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "p"}};
    static constexpr Parameter parameters[] = {logarithm_base};
    static constexpr Choice choices[] = {
        {.profile = "scipy", .output = "value", .answer = infinite_below_zero<-1>, .source = "scipy.special.entr"}};

    template <class T> static T value(const Row<T>& p, const Given<T>& given) {
        return in_base<T>(-sum(p, [&](Index j) { return x_log_y(p[j], p[j]); }), given);
    }
    template <class T> static Row<T> gradient(const Row<T>& p, const Given<T>& given) {
        return in_base(map(p, [&](Index j) { return -(log(p[j]) + 1); }), given);
    }
    static bool in_domain(const Row<double>& p, const Given<double>&) { return none_negative(p); }

    static Bound value_bound(const Extent& e) {
        const double c = elementary + 1 + e.growth;
        return {.accurate = c,
                .value = c,
                .condition = 2 * c,
                .derivation = "terms ℒ+1, sum h; for p > 1 the terms' sizes add to at most |y| + 2κ"};
    }
    static Bound gradient_bound(const Extent&) { return stable(1 + elementary, elementary, "log ℒ|log p| with |log p| ≤ |y| + κ, sum 1"); }
};

LOSSPROOF_ENTRY(entropy, Entropy)

}  // namespace lossproof
