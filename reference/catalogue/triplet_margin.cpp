// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"
#include "reference/functions/norms.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// max(0, ‖a−p‖ − ‖a−n‖ + margin): an anchor is to be nearer to its own kind than to another, by a margin. Euclidean, without ε.
struct TripletMargin {
    static constexpr Entry entry{.name = "triplet_margin",
                                 .summary = "triplet loss of an anchor, its own kind and another",
                                 .domain = "rows of numbers; not a number where both distances are infinite",
                                 .stability = Stability::algorithm,
                                 .source = "Schroff et al.: FaceNet, CVPR 2015; torch.nn.functional.triplet_margin_loss with eps = 0",
                                 .gradients = "d_anchor d_positive d_negative",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "anchor", .meaning = Meaning::real, .shape = {N, K}, .letter = "a"},
                                       {.name = "positive", .meaning = Meaning::real, .shape = {N, K}, .letter = "p"},
                                       {.name = "negative", .meaning = Meaning::real, .shape = {N, K}, .letter = "n"}};
    static constexpr Parameter parameters[] = {{.name = "margin", .fallback = "1", .meaning = "how much nearer, so that nothing is lost"}};

    template <class T> static T shortfall(const Row<T>& a, const Row<T>& p, const Row<T>& n, const Given<T>& given) {
        return difference_of_roots(sum_of_squares(differences(a, p)), sum_of_squares(differences(a, n))) + given["margin"];
    }
    template <class T> static T value(const Row<T>& a, const Row<T>& p, const Row<T>& n, const Given<T>& given) {
        if constexpr (std::is_same_v<T, Rational>)
            if (falls_short(a, p, n, given) == Decision::no) return T(0);
        return positive_part(shortfall(a, p, n, given));
    }
    /// Is the loss positive? Enclosures ask the shortfall, the exact tier asks squares, which are rational.
    template <class T> static auto falls_short(const Row<T>& a, const Row<T>& p, const Row<T>& n, const Given<T>& given) {
        return T(0) < shortfall(a, p, n, given);
    }
    /// √x + m > √y: of a positive left side 2m√x > y − x − m², by signed squares.
    static Decision falls_short(const Row<Rational>& a, const Row<Rational>& p, const Row<Rational>& n, const Given<Rational>& given) {
        const Rational x = sum_of_squares(differences(a, p)), y = sum_of_squares(differences(a, n)), m = given["margin"];
        if ((m < Rational(0)) == Decision::yes && (square(m) < x) != Decision::yes) return Decision::no;
        const Rational rest = y - x - square(m);
        return rest * abs(rest) < m * abs(m) * (4 * x);
    }
    static Printed value(const Row<Printed>&, const Row<Printed>&, const Row<Printed>&, const Given<Printed>&) {
        return Printed("max(‖a − p‖ − ‖a − n‖ + margin, 0)", Printed::product);
    }
    template <class T> static T stable_shortfall(const Row<T>& a, const Row<T>& p, const Row<T>& n, const Given<T>& given) {
        return Scaled<T>(differences(a, p)).norm() - Scaled<T>(differences(a, n)).norm() + given["margin"];
    }
    template <class T> static T stable(const Row<T>& a, const Row<T>& p, const Row<T>& n, const Given<T>& given) {
        return positive_part(stable_shortfall(a, p, n, given));
    }
    static StablePrinted stable(const Row<StablePrinted>&, const Row<StablePrinted>&, const Row<StablePrinted>&,
                                const Given<StablePrinted>&) {
        return StablePrinted("max(‖a − p‖ − ‖a − n‖ + margin, 0), norms of rows divided by a power of two");
    }

    template <class T> using Slopes = std::tuple<Row<T>, Row<T>, Row<T>>;
    template <class T, class F> static Slopes<T> pushed(F push, const Row<T>& gap, const Row<T>& to_p, const Row<T>& to_n) {
        return {map(gap, [&](Index j) { return push(gap[j]); }), map(to_p, [&](Index j) { return push(-to_p[j]); }),
                map(to_n, [&](Index j) { return push(to_n[j]); })};
    }
    template <class T> static Slopes<T> gradient(const Row<T>& a, const Row<T>& p, const Row<T>& n, const Given<T>& given) {
        const Row<T> from_p = differences(a, p), from_n = differences(a, n);
        const auto short_of = falls_short(a, p, n, given);
        const auto push = [&](const T& slope) { return turned_off_unless(short_of, slope); };
        return pushed<T>(push, difference_of_directions(from_p, from_n), direction(from_p), direction(from_n));
    }
    template <class T> static Slopes<T> stable_gradient(const Row<T>& a, const Row<T>& p, const Row<T>& n, const Given<T>& given) {
        const Row<T> to_p = stable_direction(differences(a, p)), to_n = stable_direction(differences(a, n));
        const T step = step_of(stable_shortfall(a, p, n, given));
        return pushed<T>([&](const T& slope) { return step * slope; }, differences(to_p, to_n), to_p, to_n);
    }
    static Slopes<Printed> gradient(const Row<Printed>&, const Row<Printed>&, const Row<Printed>&, const Given<Printed>&) {
        const auto slope = [](const std::string& text) { return Row<Printed>({Printed("[loss > 0]·" + text, Printed::product)}); };
        return {slope("((aⱼ − pⱼ)/‖a − p‖ − (aⱼ − nⱼ)/‖a − n‖)"), slope("(pⱼ − aⱼ)/‖a − p‖"), slope("(aⱼ − nⱼ)/‖a − n‖")};
    }

    static bool undefined(const Row<double>& a, const Row<double>& p, const Row<double>& n) {
        bool far_p = false, far_n = false;
        for (Index j = 0; j < a.size(); ++j) {
            if (undefined_difference(a[j], p[j]) || undefined_difference(a[j], n[j])) return true;
            far_p |= std::isinf(a[j]) || std::isinf(p[j]);
            far_n |= std::isinf(a[j]) || std::isinf(n[j]);
        }
        return far_p && far_n;
    }
    static std::optional<double> value_limit(const Row<double>& a, const Row<double>& p, const Row<double>& n, const Given<double>&) {
        return undefined(a, p, n) ? std::optional(not_a_number) : std::nullopt;
    }
    static std::optional<Slopes<double>> gradient_limit(const Row<double>& a, const Row<double>& p, const Row<double>& n,
                                                        const Given<double>&) {
        const auto all = [&](double v) { return std::tuple{filled(a.size(), v), filled(a.size(), v), filled(a.size(), v)}; };
        if (undefined(a, p, n)) return all(not_a_number);
        return any_infinite(n) ? std::optional(all(0)) : std::nullopt;
    }

    static constexpr ComputedBound value_bound = computed_on_input, gradient_bound = computed_on_input;
};

LOSSPROOF_ENTRY(triplet_margin, TripletMargin)

}  // namespace lossproof
