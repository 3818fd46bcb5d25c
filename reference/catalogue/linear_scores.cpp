// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"

namespace lossproof {

/// value[n, k] = Σ_d W[k, d]·x[n, d] + b[k]; an absent bias is 0. Lectures: O01, O02.
struct LinearScores {
    static constexpr Entry entry{.name = "linear_scores",
                                 .summary = "scores of a linear model",
                                 .lectures = "O01 O02 D19 X4 C18",
                                 .stability = Stability::formula,
                                 .batch = Batch::rows,
                                 .reductions = false,
                                 .nan_by_formula = true,  // a NaN weight is read by its own class alone
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::feature, .shape = {N, D}, .letter = "x"},
                                       {.name = "weights", .meaning = Meaning::weight, .shape = {K, D}, .letter = "W"},
                                       {.name = "bias", .meaning = Meaning::bias, .shape = {K}, .letter = "b", .optional = true}};
    static constexpr Result results[] = {{.shape = {K}}};

    template <class T> static Row<T> value(const Row<T>& x, const Matrix<T>& weights, const std::optional<Row<T>>& bias) {
        Row<T> scores;
        for (Index k = 0; k < weights.rows; ++k) {
            const T score = sum(x, [&](Index d) { return weights(k, d) * x[d]; });
            scores.push_back(bias ? score + (*bias)[k] : score);
        }
        return scores;
    }
    static Row<Printed> value(const Row<Printed>&, const Matrix<Printed>&, const std::optional<Row<Printed>>&) {
        return Row<Printed>({Printed("Σ_d W_kd·x_d + b_k", Printed::sum)});
    }

    static Bound value_bound(const Extent& e) {
        return stable(1, (1 + e.growth) / 2, "products 1, sum h on Σ|Wx|, which κ holds twice; bias 1");
    }
};

LOSSPROOF_ENTRY(linear_scores, LinearScores)

}  // namespace lossproof
