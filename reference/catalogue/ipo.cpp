// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/preference.hpp"

namespace lossproof {

/// (h − 1/(2β))² with h = (c − r) − (c₀ − r₀): identity preference optimisation, whose lead is finite.
struct Ipo {
    static constexpr Entry entry{.name = "ipo",
                                 .summary = "identity preference optimisation of a pair of answers",
                                 .domain = "all numbers; beta > 0",
                                 .stability = Stability::formula,
                                 .source =
                                     "Azar et al.: A general theoretical paradigm to understand learning from human preferences, 2023",
                                 .gradients = "d_chosen d_rejected",
                                 .best = Class::stable};
    static constexpr Input inputs[] = {chosen_answer, rejected_answer, reference_of_chosen, reference_of_rejected};
    static constexpr Parameter parameters[] = {
        {.name = "beta", .range = Parameter::Range::positive, .meaning = "β; the lead aimed at is 1/(2β)"}};

    template <class T> static T miss(const T& c, const T& r, const T& c0, const T& r0, const Given<T>& given) {
        return Pair<T>{c, r, c0, r0}.lead() - 1 / (2 * given["beta"]);
    }
    template <class T> static T value(const T& c, const T& r, const T& c0, const T& r0, const Given<T>& given) {
        return square(miss(c, r, c0, r0, given));
    }
    template <class T> static std::tuple<T, T> gradient(const T& c, const T& r, const T& c0, const T& r0, const Given<T>& given) {
        const T slope = 2 * miss(c, r, c0, r0, given);
        return {slope, -slope};
    }

    static Bound value_bound(const Extent&) {
        // e = h − 1/(2β): two levels of differences cost 2Σ|x|, β and the quotient 2/(2β) ≤ 2(|e| + Σ|x|), the last difference |e|.
        return stable(7, 4, "e: 3|e| + 4Σ|x|, twice, where κ = 2|e|Σ|x|; square 1");
    }
    static Bound gradient_bound(const Extent&) { return stable(3, 4, "e: 3|e| + 4Σ|x|, where κ = 2Σ|x|; doubling exact"); }
};

LOSSPROOF_ENTRY(ipo, Ipo)

}  // namespace lossproof
