// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/cosine.hpp"

namespace lossproof {

/// a·b / (max(‖a‖, ε)·max(‖b‖, ε)): a norm below ε is held there, and is a constant for the gradient.
struct CosineSimilarity {
    static constexpr Entry entry{.name = "cosine_similarity",
                                 .summary = "cosine of the angle between two rows",
                                 .domain = "finite rows; without ε not all 0",
                                 .stability = Stability::algorithm,
                                 .source = "torch.nn.functional.cosine_similarity, whose eps is ε",
                                 .gradients = "d_a d_b",
                                 .batch = Batch::rows,
                                 .best = Class::stable,
                                 .abrupt = true};
    static constexpr Input inputs[] = {first_direction, second_direction};
    static constexpr Parameter parameters[] = {
        {.name = "epsilon", .range = Parameter::Range::non_negative, .fallback = "0", .meaning = "ε, what a norm is held at least at"}};

    /// max(‖a‖, ε)·max(‖b‖, ε) of the squares.
    template <class T> static T lengths(const T& aa, const T& bb, const T& epsilon) {
        const T least = square(epsilon);
        if ((least < aa) == Decision::yes && (least < bb) == Decision::yes) return sqrt(aa * bb);
        return max(sqrt(aa), epsilon) * max(sqrt(bb), epsilon);
    }
    template <class T> static T value(const Row<T>& a, const Row<T>& b, const Given<T>& given) {
        const Angle<T> angle(a, b);
        return over(angle.both, lengths(angle.aa, angle.bb, given["epsilon"]));
    }
    static Machine value(const Row<Machine>& a, const Row<Machine>& b, const Given<Machine>& given) {
        const Machine epsilon = given["epsilon"];
        return dot(a, b) / (max(sqrt(sum_of_squares(a)), epsilon) * max(sqrt(sum_of_squares(b)), epsilon));
    }
    static Printed value(const Row<Printed>&, const Row<Printed>&, const Given<Printed>&) {
        return Printed("Σⱼ aⱼ·bⱼ/(max(‖a‖, epsilon)·max(‖b‖, epsilon))", Printed::product);
    }

    template <class T> static Row<T> slope(const Row<T>& a, const Row<T>& b, const Given<T>& given) {
        const T epsilon = given["epsilon"];
        const Angle<T> angle(a, b);
        const T free = angle.aa * lengths(angle.aa, angle.bb, epsilon), held = epsilon * max(sqrt(angle.bb), epsilon);
        return map(a, [&](Index j) {
            if (exactly_zero(epsilon)) return over(b[j] * angle.aa - angle.both * a[j], free);
            return where(square(epsilon) < angle.aa, over(b[j] * angle.aa - angle.both * a[j], free), over(b[j], held));
        });
    }
    static Row<Machine> slope(const Row<Machine>& a, const Row<Machine>& b, const Given<Machine>& given) {
        const Machine epsilon = given["epsilon"], norm_a = sqrt(sum_of_squares(a)), c = value(a, b, given);
        const Machine length_a = max(norm_a, epsilon), length_b = max(sqrt(sum_of_squares(b)), epsilon);
        return map(a,
                   [&](Index j) { return b[j] / (length_a * length_b) - where(epsilon < norm_a, c * a[j] / square(norm_a), Machine(0)); });
    }
    template <class T> static std::tuple<Row<T>, Row<T>> gradient(const Row<T>& a, const Row<T>& b, const Given<T>& given) {
        return {slope(a, b, given), slope(b, a, given)};
    }
    static std::tuple<Row<Printed>, Row<Printed>> gradient(const Row<Printed>&, const Row<Printed>&, const Given<Printed>&) {
        const auto side = [](const std::string& own, const std::string& other) {
            return Row<Printed>(
                {Printed(other + "ⱼ/(" + "max(‖a‖, epsilon)·max(‖b‖, epsilon)) − [‖" + own + "‖ > epsilon]·cos·" + own + "ⱼ/‖" + own + "‖²",
                         Printed::sum)});
        };
        return {side("a", "b"), side("b", "a")};
    }

    /// ε < ‖x‖ of a scaled row, by the side that stays in the format.
    template <class T> static auto longer(const Scaled<T>& x, const T& epsilon) {
        return x.scale.middle() < 1 ? epsilon < x.norm() : epsilon / x.scale < x.length;
    }
    /// scale/max(‖x‖, ε).
    template <class T> static T shrink(const Scaled<T>& x, const T& epsilon) {
        if (exactly_zero(epsilon)) return 1 / x.length;
        if (exactly_zero(x.length)) return x.scale / epsilon;
        return either(
            longer(x, epsilon), [&] { return 1 / x.length; }, [&] { return x.scale / epsilon; });
    }
    template <class T> static T stable(const Row<T>& a, const Row<T>& b, const Given<T>& given) {
        const Scaled<T> u(a), v(b);
        const T epsilon = given["epsilon"];
        return dot(u.entries, v.entries) * shrink(u, epsilon) * shrink(v, epsilon);
    }
    static StablePrinted stable(const Row<StablePrinted>&, const Row<StablePrinted>&, const Given<StablePrinted>&) {
        return StablePrinted("Σⱼ uⱼ·vⱼ/(max(‖u‖, ε/s)·max(‖v‖, ε/t)), u = a/s, v = b/t, s = 2^⌊log₂ maxⱼ |aⱼ|⌋, t = 2^⌊log₂ maxⱼ |bⱼ|⌋");
    }
    template <class T> static Row<T> stable_slope(const Row<T>& a, const Row<T>& b, const Given<T>& given) {
        const Scaled<T> u(a), v(b);
        const T epsilon = given["epsilon"], by_u = shrink(u, epsilon), by_v = shrink(v, epsilon);
        const T c = dot(u.entries, v.entries) * by_u * by_v;
        const bool held = exactly_zero(u.length);
        return map(a, [&](Index j) {
            const T to_b = v.entries[j] * by_v;
            const auto free = [&] { return (to_b - c * (u.entries[j] * by_u)) * by_u / u.scale; };
            if (exactly_zero(epsilon)) return free();
            return held ? to_b / epsilon : either(longer(u, epsilon), free, [&] { return to_b / epsilon; });
        });
    }
    template <class T> static std::tuple<Row<T>, Row<T>> stable_gradient(const Row<T>& a, const Row<T>& b, const Given<T>& given) {
        return {stable_slope(a, b, given), stable_slope(b, a, given)};
    }

    static bool in_domain(const Row<double>& a, const Row<double>& b, const Given<double>& given) {
        return all_finite(a) && all_finite(b) && (given["epsilon"] > 0 || (!all_zero(a) && !all_zero(b)));
    }

    static constexpr ComputedBound value_bound = computed_on_input, gradient_bound = computed_on_input;
};

LOSSPROOF_ENTRY(cosine_similarity, CosineSimilarity)

}  // namespace lossproof
