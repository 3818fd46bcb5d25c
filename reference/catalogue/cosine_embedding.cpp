// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/cosine.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// 1 − cos(a, b) for a pair that is to agree (ỹ = 1), max(0, cos(a, b) − margin) for one that is not (ỹ = −1).
struct CosineEmbedding {
    static constexpr Entry entry{.name = "cosine_embedding",
                                 .summary = "cosine embedding loss of a pair of rows",
                                 .domain = "finite rows, not all 0; labels −1 and +1",
                                 .stability = Stability::algorithm,
                                 .source = "torch.nn.functional.cosine_embedding_loss, without its 1e-12 beside the squares",
                                 .gradients = "d_a d_b",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .abrupt = true};
    static constexpr Input inputs[] = {
        first_direction, second_direction, {.name = "label", .meaning = Meaning::sign, .shape = {N}, .letter = "ỹ"}};
    static constexpr Parameter parameters[] = {
        {.name = "margin", .fallback = "0", .meaning = "the cosine below which a pair that is to differ costs nothing"}};

    /// margin < cos, by signed squares, which are rational.
    template <class T> static auto beyond(const Angle<T>& angle, const T& margin) {
        return margin * abs(margin) * (angle.aa * angle.bb) < angle.both * abs(angle.both);
    }
    template <class T> static T excess(const Angle<T>& angle, const T& margin) { return positive_part(angle.cosine() - margin); }
    static Rational excess(const Angle<Rational>& angle, const Rational& margin) {
        return beyond(angle, margin) == Decision::no ? Rational(0) : angle.cosine() - margin;
    }
    /// 1 − c with c = (a·b)/L is (L² − (a·b)²)/(L(L + a·b)), whose numerator is exactly 0 for parallel rows.
    template <class T> static T value(const Row<T>& a, const Row<T>& b, int label, const Given<T>& given) {
        const Angle<T> angle(a, b);
        const T lengths = angle.lengths();
        if (label < 0) return excess(angle, given["margin"]);
        return either(
            T(0) < angle.both, [&] { return over(angle.aa * angle.bb - square(angle.both), lengths * (lengths + angle.both)); },
            [&] { return 1 - angle.cosine(); });
    }
    static Machine value(const Row<Machine>& a, const Row<Machine>& b, int label, const Given<Machine>& given) {
        const Machine c = textbook_cosine(a, b);
        return label < 0 ? positive_part(c - given["margin"]) : 1 - c;
    }
    static Printed value(const Row<Printed>&, const Row<Printed>&, int, const Given<Printed>&) {
        return Printed("[ỹ = 1 ? 1 − cos : max(cos − margin, 0)], cos = Σⱼ aⱼ·bⱼ/(‖a‖·‖b‖)", Printed::sum);
    }
    /// ½‖a/‖a‖ − b/‖b‖‖² is 1 − cos, and loses no digits where the rows nearly agree.
    template <class T> static T stable(const Row<T>& a, const Row<T>& b, int label, const Given<T>& given) {
        const Row<T> to_a = stable_direction(a), to_b = stable_direction(b);
        if (label < 0) return positive_part(dot(to_a, to_b) - given["margin"]);
        return sum_of_squares(differences(to_a, to_b)) / 2;
    }
    static StablePrinted stable(const Row<StablePrinted>&, const Row<StablePrinted>&, int, const Given<StablePrinted>&) {
        return StablePrinted("[ỹ = 1 ? Σⱼ (aⱼ/‖a‖ − bⱼ/‖b‖)²/2 : max(cos − margin, 0)], norms of rows divided by a power of two");
    }

    template <class T> using Slopes = std::tuple<Row<T>, Row<T>>;
    template <class T, class F> static Slopes<T> each(F slope, const Row<T>& by_a, const Row<T>& by_b) {
        return {map(by_a, [&](Index j) { return slope(by_a[j]); }), map(by_b, [&](Index j) { return slope(by_b[j]); })};
    }
    template <class T> static Slopes<T> gradient(const Row<T>& a, const Row<T>& b, int label, const Given<T>& given) {
        const auto pushes = beyond(Angle<T>(a, b), given["margin"]);
        const auto slope = [&](const T& cosine) { return label < 0 ? turned_off_unless(pushes, cosine) : -cosine; };
        return each<T>(slope, cosine_slope(a, b), cosine_slope(b, a));
    }
    template <class T> static Slopes<T> stable_gradient(const Row<T>& a, const Row<T>& b, int label, const Given<T>& given) {
        const T push = label < 0 ? step_of(dot(stable_direction(a), stable_direction(b)) - given["margin"]) : T(-1);
        return each<T>([&](const T& cosine) { return push * cosine; }, stable_cosine_slope(a, b), stable_cosine_slope(b, a));
    }
    static Slopes<Printed> gradient(const Row<Printed>&, const Row<Printed>&, int, const Given<Printed>&) {
        const std::string push = "[ỹ = 1 ? −1 : [cos > margin]]·";
        return {Row<Printed>({Printed(push + "(bⱼ/(‖a‖·‖b‖) − cos·aⱼ/‖a‖²)", Printed::product)}),
                Row<Printed>({Printed(push + "(aⱼ/(‖a‖·‖b‖) − cos·bⱼ/‖b‖²)", Printed::product)})};
    }

    static bool in_domain(const Row<double>& a, const Row<double>& b, int, const Given<double>&) {
        return all_finite(a) && all_finite(b) && !all_zero(a) && !all_zero(b);
    }

    static constexpr ComputedBound value_bound = computed_on_input, gradient_bound = computed_on_input;
};

LOSSPROOF_ENTRY(cosine_embedding, CosineEmbedding)

}  // namespace lossproof
