// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/rows.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/information.hpp"

namespace lossproof {

/// KL(p‖q) = Σⱼ pⱼ log(pⱼ/qⱼ) on the numbers as given; at least Σp − Σq, which may be negative. Lectures: I04.
struct KlDivergence {
    static constexpr Entry entry{.name = "kl_divergence",
                                 .summary = "Kullback–Leibler divergence",
                                 .lectures = "I04 D01 D24 D32 C03",
                                 .domain = "p, q ≥ 0; ∞ where p > 0 = q",
                                 .stability = Stability::algorithm,
                                 .gradients = "d_p d_q",
                                 .batch = Batch::rows};
    static constexpr Input inputs[] = {{.name = "p", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "p"},
                                       {.name = "q", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "q"}};
    static constexpr Parameter parameters[] = {logarithm_base};
    /// 0·(log 0 − log 0) in the value.
    static Chosen zero_beside_zero(const Situation& s) {
        for (Index j = 0; j < s.row(0).size(); ++j)
            if (s.row(0)[j] == 0 && s.row(1)[j] == 0) return Chosen::not_a_number();
        return {};
    }
    static constexpr Clip clips[] = {
        {.profile = "keras", .input = "p", .low = keras_epsilon, .high = 1, .flat = true, .source = "keras.losses.kl_divergence"},
        {.profile = "keras", .input = "q", .low = keras_epsilon, .high = 1, .flat = true, .source = "keras.losses.kl_divergence"}};
    static constexpr Choice choices[] = {
        {.profile = "torch", .output = "value", .answer = zero_beside_zero, .source = "torch.nn.functional.kl_div: 0·(−∞)"},
        {.profile = "scipy", .output = "value", .answer = infinite_below_zero<1>, .source = "scipy.special.rel_entr"},
        {.profile = "outside", .output = "d_p", .answer = both_zero, .source = "no limit at p = q = 0"},
        {.profile = "outside", .output = "d_q", .answer = both_zero, .source = "no limit at p = q = 0"},
        {.profile = "outside", .answer = above_one, .source = "no probability is above 1"}};

    template <class T> static T value(const Row<T>& p, const Row<T>& q, const Given<T>& given) {
        return in_base<T>(sum(p, [&](Index j) { return exactly_zero(p[j]) ? T(0) : p[j] * log_ratio(p[j], q[j]); }), given);
    }
    /// Where p and q are within a factor of two, p·log(p/q) = −p·λ((q−p)/p) + (p − q) with λ(t) = log(1+t) − t (theory L17):
    /// the first terms are never negative, and the differences, which cancel one another, are added exactly.
    template <class T> static T stable(const Row<T>& p, const Row<T>& q, const Given<T>& given) {
        const T terms = sum(p, [&](Index j) {
            if (exactly_zero(p[j])) return T(0);
            const auto apart = [&] { return p[j] * stable_log_ratio(p[j], q[j]); };
            const auto near = [&] { return -(p[j] * log1pmx((q[j] - p[j]) / p[j])); };
            return either(2 * q[j] < p[j], apart, [&] { return either(2 * p[j] < q[j], apart, near); });
        });
        return in_base<T>(terms + differences(p, q), given);
    }
    /// Far apart p/q may leave the format where its logarithm does not; the quotient of the roots does not.
    template <class T> static T stable_log_ratio(const T& p, const T& q) {
        if (exactly_zero(q)) return log_ratio(p, q);
        const auto far = [&] { return 2 * log(sqrt(p) / sqrt(q)); };
        return either(1024 * q < p, far, [&] { return either(1024 * p < q, far, [&] { return log_ratio(p, q); }); });
    }
    template <class T> static T differences(const Row<T>& p, const Row<T>& q) {
        return exact_sum(p, [&](std::vector<T>& terms, Index j) {
            if (exactly_zero(p[j]) || (2 * q[j] < p[j]) == Decision::yes || (2 * p[j] < q[j]) == Decision::yes) return;
            terms.push_back(p[j]);
            terms.push_back(-q[j]);
        });
    }
    static StablePrinted differences(const Row<StablePrinted>& p, const Row<StablePrinted>& q) {
        return StablePrinted("Σ_{j near} " + (p[0] - q[0]).held(StablePrinted::product), StablePrinted::product);
    }
    template <class T> static std::tuple<Row<T>, Row<T>> gradient(const Row<T>& p, const Row<T>& q, const Given<T>& given) {
        return {in_base(map(p, [&](Index j) { return log_ratio(p[j], q[j]) + 1; }), given),
                in_base(map(p, [&](Index j) { return model_slope(p[j], q[j]); }), given)};
    }
    static bool in_domain(const Row<double>& p, const Row<double>& q, const Given<double>&) { return none_negative(p) && none_negative(q); }

    static Bound value_bound(const Extent& e) {
        const double c = 2 + elementary + e.growth;
        return {.accurate = 8 + e.growth, .value = c, .condition = c, .derivation = "log1pmx form 8+h; Σ p log(p/q): (2+ℒ+h)(|y| + κ)"};
    }
    static Bound gradient_bound(const Extent&) {
        return lossproof::stable(1 + elementary, (1 + elementary) / 2,
                                 "quotient 1, log ℒ|log(p/q)| with |log(p/q)| ≤ |y| + 1 and κ = 2; d_q one quotient");
    }
};

LOSSPROOF_ENTRY(kl_divergence, KlDivergence)
LOSSPROOF_ROWS(KlDivergence, RowOrder::kept)

}  // namespace lossproof
