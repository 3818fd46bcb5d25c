// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// max(0, margin − ỹf) for a label ỹ of −1 or +1. Lectures: L17 (its data term).
struct BinaryHinge {
    static constexpr Entry entry{.name = "binary_hinge",
                                 .summary = "hinge loss of a signed label",
                                 .lectures = "L17 D16",
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
        return positive_part(given["margin"] - sign_label<T>(label) * f);
    }
    template <class T> static T gradient(const T& f, int label, const Given<T>& given) {
        return -sign_label<T>(label) * step_of(given["margin"] - sign_label<T>(label) * f);
    }
    static Printed gradient(const Printed& f, int, const Given<Printed>& given) {
        return Printed("−ỹ·[" + (given["margin"] - Printed(std::string("ỹ")) * f).text + " > 0]", Printed::product);
    }

    static Bound value_bound(const Extent&) {
        return {.accurate = 1, .value = 1, .condition = 0, .derivation = "one difference, rounded once"};
    }
    static Bound gradient_bound(const Extent&) { return accurate(0, "−1, 0 or 1"); }
};

LOSSPROOF_ENTRY(binary_hinge, BinaryHinge)

}  // namespace lossproof
