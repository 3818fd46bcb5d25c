// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// max(0, margin − ỹf)² for a label ỹ of −1 or +1, without a ½.
struct SquaredHinge {
    static constexpr Entry entry{.name = "squared_hinge",
                                 .summary = "squared hinge loss of a signed label",
                                 .domain = "all numbers, labels −1 and +1",
                                 .stability = Stability::formula,
                                 .gradients = "d_prediction",
                                 .best = Class::stable,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "f"},
                                       {.name = "label", .meaning = Meaning::sign, .shape = {N, K}, .letter = "ỹ"}};
    static constexpr Parameter parameters[] = {
        {.name = "margin", .fallback = "1", .meaning = "the product ỹf beyond which nothing is lost"}};

    template <class T> static T value(const T& f, int label, const Given<T>& given) {
        return square(positive_part(given["margin"] - sign_label<T>(label) * f));
    }
    template <class T> static T gradient(const T& f, int label, const Given<T>& given) {
        return -2 * sign_label<T>(label) * positive_part(given["margin"] - sign_label<T>(label) * f);
    }

    static Bound value_bound(const Extent&) {
        return {.accurate = 3, .value = 3, .condition = 0, .derivation = "difference twice 1, square 1"};
    }
    static Bound gradient_bound(const Extent&) { return accurate(1, "difference 1, doubling exact"); }
};

LOSSPROOF_ENTRY(squared_hinge, SquaredHinge)

}  // namespace lossproof
