// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/information.hpp"
#include "reference/functions/jensen_shannon.hpp"

namespace lossproof {

/// ½KL(p‖m) + ½KL(q‖m), m = (p+q)/2, on the numbers as given, in nats, without a root.
struct JsDivergence {
    static constexpr Entry entry{.name = "js_divergence",
                                 .summary = "Jensen–Shannon divergence",
                                 .lectures = "D32",
                                 .domain = "p, q ≥ 0",
                                 .stability = Stability::algorithm,
                                 .gradients = "d_p d_q",
                                 .batch = Batch::rows};
    static constexpr Input inputs[] = {{.name = "p", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "p"},
                                       {.name = "q", .meaning = Meaning::distribution, .shape = {N, K}, .letter = "q"}};
    static constexpr Choice choices[] = {{.profile = "outside", .output = "d_p", .answer = both_zero, .source = "no limit at p = q = 0"},
                                         {.profile = "outside", .output = "d_q", .answer = both_zero, .source = "no limit at p = q = 0"},
                                         {.profile = "outside", .answer = above_one, .source = "no probability is above 1"}};

    template <class T> static T value(const Row<T>& p, const Row<T>& q) { return jensen_shannon(p, q); }
    template <class T> static T stable(const Row<T>& p, const Row<T>& q) { return stable_jensen_shannon(p, q); }
    template <class T> static T stable_half_log(const T& p, const T& q) {
        if (exactly_zero(p) || exactly_zero(q)) return half_log(p, q);
        const T t = (p - q) / (p + q);
        return either(
                   t < exactly<T>(-0.5), [&] { return log(p / ((p + q) / 2)); }, [&] { return log1p(t); }) /
               2;
    }
    template <class T> static std::tuple<Row<T>, Row<T>> stable_gradient(const Row<T>& p, const Row<T>& q) {
        return {map(p, [&](Index j) { return stable_half_log(p[j], q[j]); }), map(p, [&](Index j) { return stable_half_log(q[j], p[j]); })};
    }
    template <class T> static T half_log(const T& p, const T& q) {
        return exactly_zero(p) && exactly_zero(q) ? exactly<T>(not_a_number) : log(p / ((p + q) / 2)) / 2;
    }
    template <class T> static std::tuple<Row<T>, Row<T>> gradient(const Row<T>& p, const Row<T>& q) {
        return {map(p, [&](Index j) { return half_log(p[j], q[j]); }), map(p, [&](Index j) { return half_log(q[j], p[j]); })};
    }
    static bool in_domain(const Row<double>& p, const Row<double>& q) { return none_negative(p) && none_negative(q); }

    static Bound value_bound(const Extent& e) { return accurate(12 + e.growth, "ψ form, every term ≥ 0"); }
    static Bound gradient_bound(const Extent&) {
        return accurate(4.4 + elementary,
                        "½log1p((p−q)/(p+q)), its argument's 3 roundings amplified by at most 1.45; below −½ ½log(2p/(p+q))");
    }
};

LOSSPROOF_ENTRY(js_divergence, JsDivergence)

}  // namespace lossproof
