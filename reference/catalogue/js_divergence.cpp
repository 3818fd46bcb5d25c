// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/choices.hpp"
#include "reference/functions/information.hpp"

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

    template <class T> static T half_divergence(const T& p, const T& m) { return exactly_zero(p) ? T(0) : p * log(p / m) / 2; }
    template <class T> static T value(const Row<T>& p, const Row<T>& q) {
        return sum(p, [&](Index j) {
            const T m = (p[j] + q[j]) / 2;
            return half_divergence(p[j], m) + half_divergence(q[j], m);
        });
    }
    /// Where p and q are within a factor of four, with t = (p−q)/(p+q): ¼(p+q)·((1+t)log(1+t) + (1−t)log(1−t)), the linear parts
    /// of the logarithms taken out, which cancel (theory L17).
    template <class T> static T stable(const Row<T>& p, const Row<T>& q) {
        return sum(p, [&](Index j) {
            const T total = p[j] + q[j];
            const auto apart = [&] { return half_divergence(p[j], total / 2) + half_divergence(q[j], total / 2); };
            const auto near = [&] {
                if (exactly_zero(total)) return T(0);
                const T t = (p[j] - q[j]) / total;
                return (2 * square(t) + (1 + t) * log1pmx(t) + (1 - t) * log1pmx(-t)) * total / 4;
            };
            return either(4 * q[j] < p[j], apart, [&] { return either(4 * p[j] < q[j], apart, near); });
        });
    }
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
