// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// a·σ(−s)^γ·ζ(−s), s = (2y−1)z: binary cross-entropy of a logit, faded out where it is already right. Lin et al. (2017).
struct FocalLoss {
    static constexpr Entry entry{.name = "focal_loss",
                                 .summary = "focal loss of a logit",
                                 .domain = "target 0 or 1, gamma ≥ 0",
                                 .stability = Stability::enclosed,
                                 .source = "Lin et al.: Focal loss for dense object detection, ICCV 2017",
                                 .gradients = "d_logits",
                                 .irrational = true};  // far out, where midpoints matter, it is strictly beside a·|s|
    static constexpr Input inputs[] = {{.name = "logits", .meaning = Meaning::logit, .shape = {N, K}, .letter = "z"},
                                       {.name = "target", .meaning = Meaning::binary_label, .shape = {N, K}, .letter = "y"}};
    static constexpr Parameter parameters[] = {
        {.name = "gamma", .range = Parameter::Range::non_negative, .fallback = "2", .meaning = "γ, the fading"},
        {.name = "alpha", .optional = true, .meaning = "weight of target 1; 1 − alpha of target 0; absent: 1 for both"}};

    template <class T> static T weight(const T& y, const Given<T>& given) {
        if (!given.has("alpha")) return T(1);
        return exactly_zero(y) ? 1 - given["alpha"] : given["alpha"];
    }
    template <class T> static T weigh(const T& loss, const T& y, const Given<T>& given) { return weight(y, given) * loss; }
    template <Form form>  // in print a factor 1, unless it is asked for, is left out
    static BasicPrinted<form> weigh(const BasicPrinted<form>& loss, const BasicPrinted<form>&, const Given<BasicPrinted<form>>&) {
        return loss;
    }
    template <class T> static T fading(const T& s, const Given<T>& given) {
        // σ(−s)^γ = exp(−γζ(s)): no power of a number that is no longer representable.
        return exp(-weighted(given["gamma"], softplus_of(s)));
    }
    static Machine fading(const Machine& s, const Given<Machine>& given) { return pow(1 - sigmoid_of(s), given["gamma"]); }
    static Printed fading(const Printed& s, const Given<Printed>& given) { return pow(sigmoid_of(-s), given["gamma"]); }

    /// |s| − σ(−s)^γ·ζ(−s) far on the wrong side: with t = ζ(s) it is e^(−γt)·t·(γ|s|·(e^(γt)−1)/(γt) − 1), whose sign is
    /// plain even where t is smaller than any enclosure can hold; a product with weights like ¾ sits on midpoints there.
    template <class T> static T shortfall(const T& s, const Given<T>& given) {
        const T gamma = given["gamma"], t = softplus_of(s), mean_slope = hull(T(1), exp(gamma * t));
        return exp(-(gamma * t)) * t * (gamma * -s * mean_slope - 1);
    }
    template <class T> static T value(const T& z, const T& y, const Given<T>& given) {
        const T s = (2 * y - 1) * z;
        if (s.middle() < -1000 && s.middle() > -infinity) return weigh(-s - shortfall(s, given), y, given);
        return weigh(fading(s, given) * softplus_of(-s), y, given);
    }
    static Machine value(const Machine& z, const Machine& y, const Given<Machine>& given) {
        const Machine s = (2 * y - 1) * z;
        return weight(y, given) * fading(s, given) * -log(sigmoid_of(s));
    }
    template <class T> static T gradient(const T& z, const T& y, const Given<T>& given) {
        const T sign = 2 * y - 1, s = sign * z;
        const T slope = weighted(given["gamma"], sigmoid_of(s) * softplus_of(-s)) + sigmoid_of(-s);
        return weigh(-sign * fading(s, given) * slope, y, given);
    }

    static bool in_domain(double, double y, const Given<double>&) { return y == 0 || y == 1; }

    static Bound value_bound(const Extent&) {
        const double c = 7 + 6 * elementary;
        return {.accurate = c,
                .value = c,
                .condition = 2 * (1 + 2 * elementary),
                .derivation =
                    "γ ≤ 2: γ(2+1.5ℒ) of a sigmoid, power ℒ, ζ 2ℒ, three products; a larger γ adds γζ(s)(1+2ℒ), for |s| ≥ 1 in κ"};
    }
    static Bound gradient_bound(const Extent&) {
        const double c = 12 + 7.5 * elementary;
        return {.accurate = c,
                .value = c,
                .condition = 2 * (1 + 2 * elementary),
                .derivation = "γ ≤ 2: fading 4+4ℒ, times γσ(s)ζ(−s) + σ(−s), terms of one sign 6+3.5ℒ, two products"};
    }
};

LOSSPROOF_ENTRY(focal_loss, FocalLoss)

}  // namespace lossproof
