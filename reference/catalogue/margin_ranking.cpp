// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// max(0, margin − ỹ(a − b)): a is to rank above b where ỹ is 1, below it where ỹ is −1.
struct MarginRanking {
    static constexpr Entry entry{.name = "margin_ranking",
                                 .summary = "hinge loss of the order of two scores",
                                 .domain = "all numbers, labels −1 and +1",
                                 .stability = Stability::formula,
                                 .gradients = "d_a d_b",
                                 .best = Class::stable,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "a", .meaning = Meaning::real, .shape = {N, K}, .letter = "a"},
                                       {.name = "b", .meaning = Meaning::real, .shape = {N, K}, .letter = "b"},
                                       {.name = "label", .meaning = Meaning::sign, .shape = {N, K}, .letter = "ỹ"}};
    static constexpr Parameter parameters[] = {
        {.name = "margin", .fallback = "0", .meaning = "the lead ỹ(a−b) beyond which nothing is lost"}};

    template <class T> static T shortfall(const T& a, const T& b, int label, const Given<T>& given) {
        return given["margin"] - sign_label<T>(label) * (a - b);
    }
    template <class T> static T value(const T& a, const T& b, int label, const Given<T>& given) {
        return positive_part(shortfall(a, b, label, given));
    }
    template <class T> static std::tuple<T, T> gradient(const T& a, const T& b, int label, const Given<T>& given) {
        const T push = sign_label<T>(label) * step_of(shortfall(a, b, label, given));
        return {-push, push};
    }
    static std::tuple<Printed, Printed> gradient(const Printed& a, const Printed& b, int label, const Given<Printed>& given) {
        const std::string lost = "ỹ·[" + shortfall(a, b, label, given).text + " > 0]";
        return {Printed("−" + lost, Printed::product), Printed(lost, Printed::product)};
    }

    static std::optional<double> value_limit(double a, double b, int, const Given<double>&) { return undefined_element(a, b); }
    static std::optional<std::tuple<double, double>> gradient_limit(double a, double b, int, const Given<double>&) {
        if (undefined_difference(a, b)) return std::tuple{not_a_number, not_a_number};
        return std::nullopt;
    }

    static Bound value_bound(const Extent&) {
        return stable(2, 2, "a − b 1 in κ; |margin| ≤ |y| + |a − b| held in the format 1; the last difference 1");
    }
    static Bound gradient_bound(const Extent&) { return accurate(0, "−1, 0 or 1"); }
};

LOSSPROOF_ENTRY(margin_ranking, MarginRanking)

}  // namespace lossproof
