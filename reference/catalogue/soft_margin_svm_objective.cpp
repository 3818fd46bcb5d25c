// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/infinities.hpp"
#include "reference/functions/logarithmic.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof {

/// (1/n)Σ max(0, 1 − ỹᵢ(wᵀxᵢ − b)) + α‖w‖²; the bias enters with a minus. Lectures: L17.
struct SoftMarginSvmObjective {
    static constexpr Entry entry{.name = "soft_margin_svm_objective",
                                 .summary = "soft-margin objective of a linear support vector machine",
                                 .lectures = "L17 X5 D16 Q18",
                                 .domain = "numbers, labels −1 and +1; no sample at all: not a number",
                                 .stability = Stability::formula,
                                 .gradients = "d_weights d_bias",
                                 .batch = Batch::whole,
                                 .reductions = false,
                                 .best = Class::stable,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::feature, .shape = {N, D}, .letter = "x"},
                                       {.name = "label", .meaning = Meaning::sign, .shape = {N}, .letter = "ỹ"},
                                       {.name = "weights", .meaning = Meaning::weight, .shape = {D}, .letter = "w"},
                                       {.name = "bias", .meaning = Meaning::bias, .shape = {one}, .letter = "b"}};
    static constexpr Parameter parameters[] = {{.name = "alpha", .meaning = "weight of ‖w‖²"}};
    using Signs = std::vector<std::int64_t>;

    /// 1 − ỹᵢ(wᵀxᵢ − b), positive where the margin is not met.
    template <class T> static T shortfall(const Matrix<T>& x, const Signs& label, const Row<T>& w, const Row<T>& b, Index i) {
        const T score = sum(w, [&](Index d) { return w[d] * x(i, d); }) - b[0];
        return 1 - T(static_cast<int>(label[i])) * score;
    }
    template <class T> static T value(const Matrix<T>& x, const Signs& label, const Row<T>& w, const Row<T>& b, const Given<T>& given) {
        const T total = sum(Row<T>(x.rows), [&](Index i) { return positive_part(shortfall(x, label, w, b, i)); });
        return total / T(static_cast<int>(x.rows)) + given["alpha"] * sum(w, [&](Index d) { return square(w[d]); });
    }
    template <class T>
    static std::tuple<Row<T>, Row<T>> gradient(const Matrix<T>& x, const Signs& label, const Row<T>& w, const Row<T>& b,
                                               const Given<T>& given) {
        const T n = static_cast<int>(x.rows);
        const Row<T> samples(x.rows);
        const Row<T> pull = map(samples, [&](Index i) { return T(static_cast<int>(label[i])) * step_of(shortfall(x, label, w, b, i)); });
        const auto by_weight = [&](Index d) { return sum(samples, [&](Index i) { return -weighted(pull[i], x(i, d)); }); };
        return {map(w, [&](Index d) { return by_weight(d) / n + 2 * given["alpha"] * w[d]; }), Row<T>({sum(pull) / n})};
    }
    static Printed value(const Matrix<Printed>&, const Signs&, const Row<Printed>&, const Row<Printed>&, const Given<Printed>&) {
        return Printed("1/n·Σᵢ max(1 − ỹᵢ·(Σ_d w_d·x_id − b), 0) + alpha·Σ_d w_d²", Printed::sum);
    }
    static std::tuple<Row<Printed>, Row<Printed>> gradient(const Matrix<Printed>&, const Signs&, const Row<Printed>&, const Row<Printed>&,
                                                           const Given<Printed>&) {
        return {Row<Printed>({Printed("2·alpha·w_d − 1/n·Σ_{i active} ỹᵢ·x_id", Printed::sum)}),
                Row<Printed>({Printed("1/n·Σ_{i active} ỹᵢ", Printed::sum)})};
    }

    /// A score of ∞ − ∞ leaves nothing a number; a comparison with it would hide that.
    static std::optional<std::tuple<Row<double>, Row<double>>> gradient_limit(const Matrix<double>& x, const Signs&, const Row<double>& w,
                                                                              const Row<double>& b, const Given<double>&) {
        for (Index i = 0; i < x.rows; ++i) {
            Infinities terms = infinities(filled(1, -b[0]));
            for (Index d = 0; d < w.size(); ++d) {
                const bool infinite = (std::isinf(w[d]) && x(i, d) != 0) || (std::isinf(x(i, d)) && w[d] != 0);
                if (infinite) ++(std::signbit(w[d]) == std::signbit(x(i, d)) ? terms.positive : terms.negative);
            }
            if (terms.positive > 0 && terms.negative > 0) return std::tuple{filled(w.size(), not_a_number), filled(1, not_a_number)};
        }
        return std::nullopt;
    }

    static Bound value_bound(const Extent& e) {
        return stable(3 + e.growth, 1 + e.growth / 2,
                      "scores (2+h)Σ|wx|+|b|, of which κ holds twice Σ|wx|; hinge, sum h, quotient, product, sum");
    }
    static Bound gradient_bound(const Extent& e) {
        return stable(1, 1 + e.growth, "active rows h+1, penalty 1, sum 1; the bias one quotient");
    }
};

LOSSPROOF_ENTRY(soft_margin_svm_objective, SoftMarginSvmObjective)

}  // namespace lossproof
