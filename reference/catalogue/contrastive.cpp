// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"
#include "reference/functions/norms.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// y·½d² + (1−y)·½max(0, margin − d)² with d = ‖a − b‖: similar pairs (y = 1) attract, others keep a distance.
struct Contrastive {
    static constexpr Entry entry{.name = "contrastive",
                                 .summary = "contrastive loss of a pair of rows",
                                 .domain = "rows of numbers; label 0 or 1",
                                 .stability = Stability::algorithm,
                                 .source = "Hadsell et al.: Dimensionality reduction by learning an invariant mapping, CVPR 2006",
                                 .gradients = "d_a d_b",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "a", .meaning = Meaning::real, .shape = {N, K}, .letter = "a"},
                                       {.name = "b", .meaning = Meaning::real, .shape = {N, K}, .letter = "b"},
                                       {.name = "label", .meaning = Meaning::binary_label, .shape = {N}, .letter = "y"}};
    static constexpr Parameter parameters[] = {
        {.name = "margin", .fallback = "1", .meaning = "the distance that pairs of different kind are to keep"}};

    template <class T> static T value(const Row<T>& a, const Row<T>& b, const T& y, const Given<T>& given) {
        const T squares = sum_of_squares(differences(a, b));
        return exactly_zero(y) ? kept_apart(sqrt(squares), given) : squares / 2;
    }
    template <class T> static T stable(const Row<T>& a, const Row<T>& b, const T& y, const Given<T>& given) {
        const Row<T> gap = differences(a, b);
        return exactly_zero(y) ? kept_apart(Scaled<T>(gap).norm(), given) : sum_of_squares(gap) / 2;
    }
    template <class T> static T kept_apart(const T& distance, const Given<T>& given) {
        return square(positive_part(given["margin"] - distance)) / 2;
    }
    static Printed value(const Row<Printed>&, const Row<Printed>&, const Printed&, const Given<Printed>&) {
        return Printed("y·d²/2 + (1 − y)·max(margin − d, 0)²/2, d = √(Σⱼ (aⱼ − bⱼ)²)", Printed::sum);
    }
    static StablePrinted stable(const Row<StablePrinted>&, const Row<StablePrinted>&, const StablePrinted&, const Given<StablePrinted>&) {
        return StablePrinted("y·d²/2 + (1 − y)·max(margin − d, 0)²/2, d = s·√(Σⱼ ((aⱼ − bⱼ)/s)²), s = 2^⌊log₂ maxⱼ |aⱼ − bⱼ|⌋");
    }

    template <class T> using Slopes = std::tuple<Row<T>, Row<T>>;
    template <class T> static Slopes<T> both(const Row<T>& slope) {
        return {slope, map(slope, [&](Index j) { return -slope[j]; })};
    }
    /// Where a = b any direction is right; 0 is the middle of them.
    template <class T> static Row<T> pushed(const Row<T>& direction, const T& distance, const Given<T>& given) {
        return map(direction,
                   [&](Index j) { return where(distance < given["margin"], (distance - given["margin"]) * direction[j], T(0)); });
    }
    template <class T> static Slopes<T> gradient(const Row<T>& a, const Row<T>& b, const T& y, const Given<T>& given) {
        const Row<T> gap = differences(a, b);
        return both(exactly_zero(y) ? pushed(direction(gap), sqrt(sum_of_squares(gap)), given) : gap);
    }
    template <class T> static Slopes<T> stable_gradient(const Row<T>& a, const Row<T>& b, const T& y, const Given<T>& given) {
        const Row<T> gap = differences(a, b);
        if (!exactly_zero(y)) return both(gap);
        const Row<T> to_b = stable_direction(gap);
        const T shortfall = positive_part(given["margin"] - Scaled<T>(gap).norm());
        return both(map(gap, [&](Index j) { return -(shortfall * to_b[j]); }));
    }
    static Slopes<Printed> gradient(const Row<Printed>&, const Row<Printed>&, const Printed&, const Given<Printed>&) {
        const std::string text = "y·(aⱼ − bⱼ) − (1 − y)·max(margin − d, 0)·(aⱼ − bⱼ)/d";
        return {Row<Printed>({Printed(text, Printed::sum)}), Row<Printed>({Printed("−(" + text + ")", Printed::product)})};
    }

    static bool in_domain(const Row<double>&, const Row<double>&, double y, const Given<double>&) { return y == 0 || y == 1; }
    static bool undefined(const Row<double>& a, const Row<double>& b) {
        for (Index j = 0; j < a.size(); ++j)
            if (undefined_difference(a[j], b[j])) return true;
        return false;
    }
    static std::optional<double> value_limit(const Row<double>& a, const Row<double>& b, double, const Given<double>&) {
        return undefined(a, b) ? std::optional(not_a_number) : std::nullopt;
    }
    static std::optional<Slopes<double>> gradient_limit(const Row<double>& a, const Row<double>& b, double, const Given<double>&) {
        if (!undefined(a, b)) return std::nullopt;
        return std::tuple{filled(a.size(), not_a_number), filled(a.size(), not_a_number)};
    }

    static constexpr ComputedBound value_bound = computed_on_input, gradient_bound = computed_on_input;
};

LOSSPROOF_ENTRY(contrastive, Contrastive)

}  // namespace lossproof
