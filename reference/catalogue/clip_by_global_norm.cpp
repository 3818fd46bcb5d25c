// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/norms.hpp"

namespace lossproof {

/// g·min(1, c/‖g‖), and the norm: what keeps one bad batch from throwing the parameters away. Nothing is added to the norm.
struct ClipByGlobalNorm {
    static constexpr Entry entry{.name = "clip_by_global_norm",
                                 .summary = "a gradient shortened to a largest norm, and its norm",
                                 .domain = "finite numbers; an infinite one: the norm ∞, the gradient not a number",
                                 .stability = Stability::algorithm,
                                 .source = "Pascanu et al.: On the difficulty of training recurrent neural networks, ICML 2013",
                                 .batch = Batch::whole,
                                 .reductions = false,
                                 .best = Class::stable};
    static constexpr Input inputs[] = {{.name = "grad", .meaning = Meaning::gradient, .shape = {P}, .letter = "g"}};
    static constexpr Result results[] = {{.name = "grad", .shape = {P}}, {.name = "norm"}};
    static constexpr Parameter parameters[] = {
        {.name = "max_norm", .range = Parameter::Range::positive, .meaning = "c, the largest norm that is left as it is"}};

    template <class T> using Both = std::tuple<Row<T>, T>;
    template <class T> static Both<T> value(const Row<T>& g, const Given<T>& given) {
        const T most = given["max_norm"], squares = sum_of_squares(g), norm = sqrt(squares);
        return {shortened(square(most) < squares, g, g, most, norm), norm};
    }
    /// u·(c/‖u‖) if the gradient is longer than c, else g; at the border both are the same.
    template <class T, class D> static Row<T> shortened(const D& longer, const Row<T>& g, const Row<T>& u, const T& most, const T& length) {
        const T factor = exactly_zero(length) ? T(1) : most / length;
        return map(g, [&](Index j) {
            return either(
                longer, [&] { return u[j] * factor; }, [&] { return g[j]; });
        });
    }
    static Both<Printed> value(const Row<Printed>&, const Given<Printed>&) {
        return {Row<Printed>({Printed("gⱼ·min(1, max_norm/√(Σᵢ gᵢ²))", Printed::product)}), Printed("√(Σᵢ gᵢ²)", Printed::prefix)};
    }
    /// Squares of numbers that are scaled by a power of two stay in the format, and so does the quotient of a norm that does not.
    template <class T> static Both<T> stable(const Row<T>& g, const Given<T>& given) {
        const Scaled<T> u(g);
        const T most = given["max_norm"];
        const auto longer = u.scale.middle() < 1 ? most < u.norm() : most / u.scale < u.length;
        return {shortened(longer, g, u.entries, most, u.length), u.norm()};
    }
    static Both<StablePrinted> stable(const Row<StablePrinted>&, const Given<StablePrinted>&) {
        return {Row<StablePrinted>(
                    {StablePrinted("uⱼ·(max_norm/√(Σᵢ uᵢ²)) if longer, u = g/s, s = 2^⌊log₂ maxᵢ |gᵢ|⌋", StablePrinted::product)}),
                StablePrinted("s·√(Σᵢ uᵢ²)", StablePrinted::product)};
    }

    static std::optional<std::tuple<Row<double>, double>> value_limit(const Row<double>& g, const Given<double>&) {
        if (!any_infinite(g)) return std::nullopt;
        return std::tuple{filled(g.size(), not_a_number), infinity};
    }

    static constexpr ComputedBound value_bound = computed_on_input;
};

LOSSPROOF_ENTRY(clip_by_global_norm, ClipByGlobalNorm)

}  // namespace lossproof
