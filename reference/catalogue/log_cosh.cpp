// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/differences.hpp"

namespace lossproof {

/// log cosh(a − b): near ½d² and, far out, |d| − log 2.
struct LogCosh {
    static constexpr Entry entry{.name = "log_cosh",
                                 .summary = "logarithm of the hyperbolic cosine",
                                 .domain = "all numbers",
                                 .stability = Stability::enclosed,
                                 .gradients = "d_prediction",
                                 .irrational = true};
    static constexpr Input inputs[] = {{.name = "prediction", .meaning = Meaning::prediction, .shape = {N, K}, .letter = "a"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {N, K}, .letter = "b"}};

    template <class T> static T value(const T& a, const T& b) {
        const T size = abs(a - b);
        // cosh d − 1 = (e^d − 1)²/(2e^d) is accurate near 0; the branch needs no proof, both forms are identities.
        return either(
            size < T(1), [&] { return log1p(square(expm1(size)) * exp(-size) / 2); },
            [&] { return size + log1p(exp(-2 * size)) - log(T(2)); });
    }
    static Machine value(const Machine& a, const Machine& b) { return log((exp(a - b) + exp(-(a - b))) / 2); }
    static Printed value(const Printed& a, const Printed& b) { return log(Printed::call("cosh", a - b)); }
    template <class T> static T gradient(const T& a, const T& b) { return tanh(a - b); }

    static std::optional<double> gradient_limit(double a, double b) { return undefined_element(a, b); }

    static Bound value_bound(const Extent&) {
        return accurate(4 + 4 * elementary, "near 0: difference and expm1 ℒ squared, exp ℒ, log1p ℒ, two products; or three terms");
    }
    static Bound gradient_bound(const Extent&) { return accurate(1 + elementary, "difference 1 (tanh does not amplify), tanh ℒ"); }
};

LOSSPROOF_ENTRY(log_cosh, LogCosh)

}  // namespace lossproof
