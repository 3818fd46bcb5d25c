// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/infinities.hpp"

namespace lossproof {

/// −lp_t: a copy and a sign. The row is not checked to be normalised. Lectures: L14.
struct Nll {
    static constexpr Entry entry{.name = "nll",
                                 .summary = "negative log-likelihood of a label from log-probabilities",
                                 .lectures = "L14 D08 N28",
                                 .domain = "rows of numbers, labels 0…K−1; only the label's entry is read",
                                 .stability = Stability::formula,
                                 .gradients = "d_log_probabilities",
                                 .batch = Batch::rows,
                                 .nan_by_formula = true,
                                 .best = Class::exact};
    static constexpr Input inputs[] = {
        {.name = "log_probabilities", .meaning = Meaning::log_probability, .shape = {N, K}, .letter = "lp"},
        {.name = "label", .meaning = Meaning::class_index, .shape = {N}, .letter = "t"},
        {.name = "weights", .meaning = Meaning::class_weight, .shape = {K}, .letter = "w", .optional = true}};

    template <class T> static T value(const Row<T>& lp, Label t) { return -lp[t]; }
    template <class T> static Row<T> gradient(const Row<T>& lp, Label t) {
        return map(lp, [&](Index j) { return -indicator<T>(j, t); });
    }
    static std::optional<Row<double>> gradient_limit(const Row<double>& lp, Label t) {
        if (std::isnan(lp[t])) return filled(lp.size(), not_a_number);
        return std::nullopt;
    }

    static Bound value_bound(const Extent&) { return accurate(0, "a copy and a sign"); }
    static Bound gradient_bound(const Extent&) { return accurate(0, "0 or −1"); }
};

LOSSPROOF_ENTRY(nll, Nll)

}  // namespace lossproof
