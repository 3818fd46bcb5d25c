// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"

namespace lossproof {

/// −y log p − (1−y) log(1−p) for y in [0, 1], terms of zero weight left out. Lectures: L10.
struct BinaryCrossEntropy {
    static constexpr Entry entry{.name = "binary_cross_entropy",
                                 .summary = "binary cross-entropy from a probability",
                                 .lectures = "L10 D05 D06 E2 N37",
                                 .domain = "p and target in [0, 1]; ∞ where a certain p is wrong",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_p"};
    static constexpr Input inputs[] = {{.name = "p", .meaning = Meaning::probability, .shape = {N, K}, .letter = "p"},
                                       {.name = "target", .meaning = Meaning::soft_label, .shape = {N, K}, .letter = "y"}};
    /// −(y·log p + (1−y)·log(1−p)) with both logarithms held above −100.
    static Chosen clamped_logarithms(const Situation& s) {
        const auto p = Enclosure256::from(s.number(0)), y = Enclosure256::from(s.number(1)), floor = Enclosure256(-100);
        if (!in_domain(s.number(0), s.number(1))) return {};
        const Enclosure256 of_one = log(p), of_zero = log1p(-p);
        if ((of_one < floor) != Decision::yes && (of_zero < floor) != Decision::yes) return {};
        return Chosen::number(-(y * max(of_one, floor) + (1 - y) * max(of_zero, floor)));
    }
    /// (p − y)/max(p(1−p), 1e-12) at the ends.
    static Chosen floored_slope(const Situation& s) {
        const double p = s.number(0), y = s.number(1), floor = round_to(s.format, 1e-12);
        if ((p != 0 && p != 1) || p == y || floor == 0 || !in_domain(p, y)) return {};
        return Chosen::number((Enclosure256::from(p) - Enclosure256::from(y)) / Enclosure256::from(floor));
    }
    static constexpr Clip clips[] = {
        {.profile = "keras",
         .input = "p",
         .low = keras_epsilon,
         .high = 1 - keras_epsilon,
         .flat = true,
         .source = "keras.losses.binary_crossentropy"},
        {.profile = "sklearn", .input = "p", .low = 1, .high = 1, .in_ulps = true, .source = "sklearn.metrics.log_loss"}};
    static constexpr Choice choices[] = {
        {.profile = "torch", .output = "value", .answer = clamped_logarithms, .source = "torch.nn.BCELoss: logarithms at least −100"},
        {.profile = "torch", .output = "d_p", .answer = floored_slope, .source = "torch.nn.BCELoss: a finite backward at 0 and 1"}};

    template <class T> static T value(const T& p, const T& y) { return weighted(y, -log(p)) + weighted(1 - y, -log1p(-p)); }
    static Machine value(const Machine& p, const Machine& y) { return -(y * log(p) + (1 - y) * log(1 - p)); }
    static Printed value(const Printed& p, const Printed& y) { return -(y * log(p)) - (1 - y) * log(1 - p); }
    template <class T> static T gradient(const T& p, const T& y) {
        if (exactly_zero(y)) return 1 / (1 - p);
        if (exactly_zero(1 - y)) return -1 / p;
        return (p - y) / (p * (1 - p));
    }

    static bool in_domain(double p, double y) { return y >= 0 && y <= 1 && p >= 0 && p <= 1; }
    static std::optional<double> gradient_limit(double p, double y) {
        if (p == 0 && y > 0) return -infinity;
        if (p == 1 && y < 1) return infinity;
        return std::nullopt;
    }

    static Bound value_bound(const Extent&) {
        return accurate(3 + elementary, "logarithm ℒ, 1−y 1, product 1, sum of terms of one sign 1");
    }
    static Bound gradient_bound(const Extent&) { return accurate(4, "(p−y)/(p(1−p)): two differences, a product, a quotient"); }
};

LOSSPROOF_ENTRY(binary_cross_entropy, BinaryCrossEntropy)

}  // namespace lossproof
