// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/overlap.hpp"

namespace lossproof {

/// 1 − (Σpt + s)/(Σpt + αΣp(1−t) + βΣ(1−p)t + s): Dice with a price for each kind of error.
struct Tversky {
    static constexpr Entry entry{.name = "tversky",
                                 .summary = "Tversky loss of a predicted region",
                                 .domain = "p and target in [0, 1]; not a number where the divisor is 0",
                                 .stability = Stability::enclosed,
                                 .source = "Salehi et al.: Tversky loss function for image segmentation, 2017",
                                 .gradients = "d_p",
                                 .batch = Batch::rows,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "p", .meaning = Meaning::probability, .shape = {N, K}, .letter = "p"},
                                       {.name = "target", .meaning = Meaning::unit_target, .shape = {N, K}, .letter = "t"}};
    static constexpr Parameter parameters[] = {
        {.name = "alpha", .range = Parameter::Range::non_negative, .meaning = "price of false positives"},
        {.name = "beta", .range = Parameter::Range::non_negative, .meaning = "price of false negatives"},
        {.name = "smooth", .range = Parameter::Range::non_negative, .fallback = "1", .meaning = "s, added to both sums"}};

    template <class T> static T errors(const Overlap<T>& regions, const Given<T>& given) {
        return given["alpha"] * regions.only_p + given["beta"] * regions.only_t;
    }
    /// The errors, over themselves and Σpt + s: no term is negative, and nothing is taken from 1.
    template <class T> static T value(const Row<T>& p, const Row<T>& t, const Given<T>& given) {
        const Overlap<T> regions(p, t);
        const T wrong = errors(regions, given);
        return wrong / (regions.both + given["smooth"] + wrong);
    }
    static Machine value(const Row<Machine>& p, const Row<Machine>& t, const Given<Machine>& given) { return textbook(p, t, given); }
    static Printed value(const Row<Printed>& p, const Row<Printed>& t, const Given<Printed>& given) { return textbook(p, t, given); }
    template <class Number> static Number textbook(const Row<Number>& p, const Row<Number>& t, const Given<Number>& given) {
        const Overlap<Number> regions(p, t);
        return 1 - (regions.both + given["smooth"]) / (regions.both + errors(regions, given) + given["smooth"]);
    }
    template <class T> static Row<T> gradient(const Row<T>& p, const Row<T>& t, const Given<T>& given) {
        const Overlap<T> regions(p, t);
        const T wrong = errors(regions, given), right = regions.both + given["smooth"], total = right + wrong;
        return map(p, [&](Index j) {
            const T price = given["alpha"] * (1 - t[j]) - given["beta"] * t[j];
            return (price * right - t[j] * wrong) / total / total;  // the square of a small divisor would leave the format
        });
    }
    static Row<Printed> gradient(const Row<Printed>&, const Row<Printed>&, const Given<Printed>&) {
        return Row<Printed>({Printed("((alpha·(1 − tⱼ) − beta·tⱼ)·(Σpt + smooth) − tⱼ·F)/(Σpt + smooth + F)², "
                                     "F = alpha·Σp(1−t) + beta·Σ(1−p)t",
                                     Printed::product)});
    }

    static bool in_domain(const Row<double>& p, const Row<double>& t, const Given<double>& given) {
        return shares(p) && shares(t) &&
               (given["smooth"] > 0 || meets(p, t) || (given["alpha"] > 0 && leaves(p, t)) || (given["beta"] > 0 && leaves(t, p)));
    }

    static constexpr ComputedBound value_bound = computed_on_input, gradient_bound = computed_on_input;
};

LOSSPROOF_ENTRY(tversky, Tversky)

}  // namespace lossproof
