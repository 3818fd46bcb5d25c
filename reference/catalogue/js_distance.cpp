// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/computed.hpp"
#include "reference/functions/information.hpp"
#include "reference/functions/jensen_shannon.hpp"
#include "reference/functions/moments.hpp"

namespace lossproof {

/// √(JS(p, q)/log base), a metric, on the numbers as given.
struct JsDistance {
    static constexpr Entry entry{.name = "js_distance",
                                 .summary = "Jensen–Shannon distance, the root of the divergence",
                                 .domain = "p, q ≥ 0; in a base below 1 only p = q",
                                 .stability = Stability::algorithm,
                                 .source = "Endres, Schindelin: A new metric for probability distributions, 2003",
                                 .batch = Batch::rows,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "p", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "p"},
                                       {.name = "q", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "q"}};
    static constexpr Parameter parameters[] = {logarithm_base};
    static constexpr Choice choices[] = {{.profile = "outside", .answer = above_one, .source = "no probability is above 1"}};

    template <class T> static T value(const Row<T>& p, const Row<T>& q, const Given<T>& given) {
        return root(in_base(jensen_shannon(p, q), given));
    }
    template <class T> static T stable(const Row<T>& p, const Row<T>& q, const Given<T>& given) {
        return root(in_base(stable_jensen_shannon(p, q), given));
    }
    static StablePrinted stable(const Row<StablePrinted>& p, const Row<StablePrinted>& q, const Given<StablePrinted>&) {
        return sqrt(stable_jensen_shannon(p, q));
    }

    static bool in_domain(const Row<double>& p, const Row<double>& q, const Given<double>& given) {
        const bool positive = !given.has("base") || given["base"] > 1;
        return none_negative(p) && none_negative(q) && (positive || std::equal(p.begin(), p.end(), q.begin()));
    }

    static constexpr ComputedBound value_bound = computed_on_input;
};

LOSSPROOF_ENTRY(js_distance, JsDistance)

}  // namespace lossproof
