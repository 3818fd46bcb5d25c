// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/information.hpp"

namespace lossproof {

/// H(p, q) = −Σⱼ pⱼ log qⱼ; p is the truth, q the model. Lectures: I03.
struct CrossEntropy {
    static constexpr Entry entry{.name = "cross_entropy",
                                 .summary = "cross-entropy of two distributions",
                                 .lectures = "I03 L18 D01 D21 D24 C37",
                                 .domain = "p, q ≥ 0; ∞ where p > 0 = q",
                                 .stability = Stability::formula,
                                 .gradients = "d_p d_q",
                                 .batch = Batch::rows};
    static constexpr Input inputs[] = {{.name = "p", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "p"},
                                       {.name = "q", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "q"}};
    static constexpr Parameter parameters[] = {logarithm_base};
    static constexpr Choice choices[] = {{.profile = "outside", .output = "d_p", .answer = both_zero, .source = "no limit at p = q = 0"},
                                         {.profile = "outside", .output = "d_q", .answer = both_zero, .source = "no limit at p = q = 0"},
                                         {.profile = "outside", .answer = above_one, .source = "no probability is above 1"}};

    template <class T> static T value(const Row<T>& p, const Row<T>& q, const Given<T>& given) {
        return in_base<T>(-sum(p, [&](Index j) { return x_log_y(p[j], q[j]); }), given);
    }
    template <class T> static std::tuple<Row<T>, Row<T>> gradient(const Row<T>& p, const Row<T>& q, const Given<T>& given) {
        return {in_base(map(p, [&](Index j) { return -log(q[j]); }), given),
                in_base(map(p, [&](Index j) { return model_slope(p[j], q[j]); }), given)};
    }
    static bool in_domain(const Row<double>& p, const Row<double>& q, const Given<double>&) { return none_negative(p) && none_negative(q); }

    static Bound value_bound(const Extent& e) {
        const double c = elementary + 1 + e.growth;
        return {.accurate = c, .value = c, .condition = c, .derivation = "terms ℒ+1, sum h; κ ≥ Σ p|log q|"};
    }
    static Bound gradient_bound(const Extent&) { return accurate(elementary, "a logarithm, or one quotient"); }
};

LOSSPROOF_ENTRY(cross_entropy, CrossEntropy)

}  // namespace lossproof
