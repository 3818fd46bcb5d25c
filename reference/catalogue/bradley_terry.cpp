// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// −log σ(c − j − margin): the chosen answer's reward c is to exceed the rejected one's, j.
struct BradleyTerry {
    static constexpr Entry entry{.name = "bradley_terry",
                                 .summary = "loss of a reward model on a pair of answers",
                                 .domain = "all numbers; not a number where both are the same infinity",
                                 .stability = Stability::enclosed,
                                 .source = "Bradley, Terry: Rank analysis of incomplete block designs, 1952",
                                 .gradients = "d_chosen d_rejected",
                                 .best = Class::stable,
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "chosen", .meaning = Meaning::logit, .shape = {N, K}, .letter = "c"},
                                       {.name = "rejected", .meaning = Meaning::logit, .shape = {N, K}, .letter = "r"}};
    static constexpr Parameter parameters[] = {{.name = "margin", .fallback = "0", .meaning = "by how much the chosen answer is to lead"}};

    template <class T> static T lead(const T& c, const T& r, const Given<T>& given) { return c - r - given["margin"]; }
    template <class T> static T value(const T& c, const T& r, const Given<T>& given) { return softplus_of(-lead(c, r, given)); }
    template <class T> static std::tuple<T, T> gradient(const T& c, const T& r, const Given<T>& given) {
        const T push = sigmoid_of(-lead(c, r, given));
        return {-push, push};
    }

    static Bound value_bound(const Extent&) {
        // t = c − r − margin: |c − r| ≤ |c| + |r| is part of κ, |margin| ≤ |t| + |c − r|. Where t < 0, |t| ≤ ζ(−t); where t > 0 it is at
        // most |c − r| and a negative margin's size, and ζ′ ≤ ζ.
        return stable(3 + 2 * elementary, 4, "differences and the margin 2κ + 2|t|ζ′ ≤ 4κ + 2|y| for margin ≥ −1; ζ 1+2ℒ");
    }
    static Bound gradient_bound(const Extent&) {
        return stable(4 + 1.5 * elementary, 4, "differences and the margin 4κ + 2|y| for margin ≥ −1; a sigmoid 2+1.5ℒ");
    }
};

LOSSPROOF_ENTRY(bradley_terry, BradleyTerry)

}  // namespace lossproof
