// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/overlap.hpp"

namespace lossproof {

/// 1 − (2Σpt + s)/(Σp + Σt + s) over a row, with smoothing s.
struct Dice {
    static constexpr Entry entry{.name = "dice",
                                 .summary = "Dice loss of a predicted region",
                                 .domain = "p and target in [0, 1]; not a number where all is 0, smooth too",
                                 .stability = Stability::enclosed,
                                 .source = "Milletari et al.: V-Net, 3DV 2016",
                                 .gradients = "d_p",
                                 .batch = Batch::rows,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "p", .meaning = Meaning::probability, .shape = {N, K}, .letter = "p"},
                                       {.name = "target", .meaning = Meaning::unit_target, .shape = {N, K}, .letter = "t"}};
    static constexpr Parameter parameters[] = {
        {.name = "smooth", .range = Parameter::Range::non_negative, .fallback = "1", .meaning = "s, added to both sums"}};

    /// Σ (p(1−t) + (1−p)t), over itself and 2Σpt + s: no term is negative, and nothing is taken from 1.
    template <class T> static T value(const Row<T>& p, const Row<T>& t, const Given<T>& given) {
        const Overlap<T> regions(p, t);
        const T apart = regions.only_p + regions.only_t;
        return apart / (2 * regions.both + apart + given["smooth"]);
    }
    static Machine value(const Row<Machine>& p, const Row<Machine>& t, const Given<Machine>& given) {
        const Machine both = sum(p, [&](Index j) { return p[j] * t[j]; });
        return 1 - (2 * both + given["smooth"]) / (sum(p) + sum(t) + given["smooth"]);
    }
    static Printed value(const Row<Printed>& p, const Row<Printed>& t, const Given<Printed>& given) {
        const Printed both = sum(p, [&](Index j) { return p[j] * t[j]; });
        return 1 - (2 * both + given["smooth"]) / (sum(p) + sum(t) + given["smooth"]);
    }
    template <class T> static Row<T> gradient(const Row<T>& p, const Row<T>& t, const Given<T>& given) {
        const Overlap<T> regions(p, t);
        const T apart = regions.only_p + regions.only_t, shared = 2 * regions.both + given["smooth"], total = shared + apart;
        // Two divisions: the square of a small divisor would leave the format.
        return map(p, [&](Index j) { return ((1 - 2 * t[j]) * shared - 2 * t[j] * apart) / total / total; });
    }
    static Row<Printed> gradient(const Row<Printed>&, const Row<Printed>&, const Given<Printed>&) {
        return Row<Printed>({Printed("(2·Σpt + smooth − 2·tⱼ·(Σp + Σt + smooth))/(Σp + Σt + smooth)²", Printed::product)});
    }

    static bool in_domain(const Row<double>& p, const Row<double>& t, const Given<double>& given) {
        return shares(p) && shares(t) && (given["smooth"] > 0 || leaves(p, t) || leaves(t, p) || meets(p, t));
    }

    static constexpr ComputedBound value_bound = computed_on_input, gradient_bound = computed_on_input;
};

LOSSPROOF_ENTRY(dice, Dice)

}  // namespace lossproof
