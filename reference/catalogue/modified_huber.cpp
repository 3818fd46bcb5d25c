// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// max(0, 1 − ỹf)² where ỹf ≥ −1, and its tangent −4ỹf below: value and slope meet at −1.
struct ModifiedHuber {
    static constexpr Entry entry{.name = "modified_huber",
                                 .summary = "squared hinge that grows linearly far on the wrong side",
                                 .domain = "all numbers, labels −1 and +1",
                                 .stability = Stability::formula,
                                 .source = "Zhang: Solving large scale linear prediction problems, ICML 2004",
                                 .gradients = "d_prediction",
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "f"},
                                       {.name = "label", .meaning = Meaning::sign, .shape = {N, K}, .letter = "ỹ"}};

    template <class T> static T value(const T& f, int label) {
        const T agreement = sign_label<T>(label) * f;
        return where(agreement < T(-1), -4 * agreement, square(positive_part(1 - agreement)));
    }
    template <class T> static T gradient(const T& f, int label) {
        const T sign = sign_label<T>(label), agreement = sign * f;
        return where(agreement < T(-1), -4 * sign, -2 * sign * positive_part(1 - agreement));
    }

    static Bound value_bound(const Extent&) { return accurate(3, "difference twice 1, square 1; or a multiplication by 4"); }
    static Bound gradient_bound(const Extent&) { return accurate(1, "difference 1, doubling exact"); }
};

LOSSPROOF_ENTRY(modified_huber, ModifiedHuber)

}  // namespace lossproof
