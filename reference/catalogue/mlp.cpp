// SPDX-License-Identifier: Apache-2.0
#include "reference/catalogue/entry.hpp"
#include "reference/functions/network.hpp"

namespace lossproof {

/// φ(W₂φ(W₁φ(W₀x + b₀) + b₁)), φ on every layer; with a target the loss ½Σ(ŷ−y)² and its back-propagated gradient.
/// Lectures: O18, A07.
struct Mlp {
    static constexpr Entry entry{.name = "mlp",
                                 .summary = "multi-layer perceptron with three layers",
                                 .lectures = "O18 A07 A08 A09 D13 N35 E21 C34",
                                 .domain = "one row x; finite numbers",
                                 .stability = Stability::formula,
                                 .gradients = "d_weights0 d_bias0 d_weights1 d_bias1 d_weights2",
                                 .batch = Batch::whole,
                                 .reductions = false,
                                 .best = Class::stable,
                                 .abrupt = true};
    static constexpr Input inputs[] = {{.name = "x", .meaning = Meaning::feature, .shape = {one, D}},
                                       {.name = "weights0", .meaning = Meaning::weight, .shape = {H0, D}, .letter = "W₀"},
                                       {.name = "bias0", .meaning = Meaning::bias, .shape = {H0}, .letter = "b₀"},
                                       {.name = "weights1", .meaning = Meaning::weight, .shape = {H1, H0}, .letter = "W₁"},
                                       {.name = "bias1", .meaning = Meaning::bias, .shape = {H1}, .letter = "b₁"},
                                       {.name = "weights2", .meaning = Meaning::weight, .shape = {O, H1}, .letter = "W₂"},
                                       {.name = "target", .meaning = Meaning::target, .shape = {one, O}, .letter = "y", .optional = true}};
    static constexpr Result results[] = {{.name = "value", .shape = {one, O}}, {.name = "loss", .needs = "target"}};
    static constexpr Parameter parameters[] = {
        {.name = "activation", .kind = Parameter::Kind::word, .words = "relu|sigmoid", .meaning = "φ, also of the output"}};

    template <class T> using M = Matrix<T>;
    template <class T> using Target = std::optional<Matrix<T>>;
    template <class T> struct Layers {
        Activation activation;
        Row<T> o0, a1, o1, a2, o2;
    };
    template <class T>
    static Layers<T> forward(const M<T>& x, const M<T>& w0, const Row<T>& b0, const M<T>& w1, const Row<T>& b1, const M<T>& w2,
                             const Given<T>& given) {
        Layers<T> l{.activation = given.text("activation") == "relu" ? Activation::relu : Activation::sigmoid,
                    .o0 = {},
                    .a1 = {},
                    .o1 = {},
                    .a2 = {},
                    .o2 = {}};
        l.o0 = affine(w0, x.entries, &b0), l.a1 = activated(l.activation, l.o0);
        l.o1 = affine(w1, l.a1, &b1), l.a2 = activated(l.activation, l.o1);
        l.o2 = affine<T>(w2, l.a2, nullptr);
        return l;
    }
    /// ŷ − y.
    template <class T> static Row<T> errors(const Layers<T>& l, const M<T>& y) {
        return map(l.o2, [&](Index i) {
            return l.activation == Activation::relu ? positive_part(l.o2[i]) - y.entries[i] : sigmoid_minus(l.o2[i], y.entries[i]);
        });
    }
    template <class T>
    static std::vector<Row<T>> value(const M<T>& x, const M<T>& w0, const Row<T>& b0, const M<T>& w1, const Row<T>& b1, const M<T>& w2,
                                     const Target<T>& y, const Given<T>& given) {
        const Layers<T> l = forward(x, w0, b0, w1, b1, w2, given);
        std::vector<Row<T>> results{activated(l.activation, l.o2)};
        if (!y) return results;
        const Row<T> e = errors(l, *y);
        results.push_back(Row<T>({sum(e, [&](Index i) { return square(e[i]); }) / 2}));
        return results;
    }
    template <class T>
    static std::vector<Row<T>> gradient(const M<T>& x, const M<T>& w0, const Row<T>& b0, const M<T>& w1, const Row<T>& b1, const M<T>& w2,
                                        const Target<T>& y, const Given<T>& given) {
        if (!y) return {};
        const Layers<T> l = forward(x, w0, b0, w1, b1, w2, given);
        const Row<T> e = errors(l, *y);
        const Row<T> d2 = map(e, [&](Index i) { return e[i] * activation_slope(l.activation, l.o2[i]); });
        const Row<T> d1 = handed_back(w2, d2, l.activation, l.o1);
        const Row<T> d0 = handed_back(w1, d1, l.activation, l.o0);
        return {outer_product(d0, x.entries), d0, outer_product(d1, l.a1), d1, outer_product(d2, l.a2)};
    }
    using P = Printed;
    static std::vector<Row<P>> value(const M<P>&, const M<P>&, const Row<P>&, const M<P>&, const Row<P>&, const M<P>&, const Target<P>&,
                                     const Given<P>&) {
        return {Row<P>({P(std::string("φ(W₂·φ(W₁·φ(W₀·x + b₀) + b₁))"))}), Row<P>({P("½·Σᵢ (ŷᵢ − yᵢ)²", P::product)})};
    }
    static std::vector<Row<P>> gradient(const M<P>&, const M<P>&, const Row<P>&, const M<P>&, const Row<P>&, const M<P>&, const Target<P>&,
                                        const Given<P>&) {
        const auto print = [](const char* text) { return Row<P>({P(std::string(text))}); };
        return {print("δ₀·xᵀ, δ₀ = (W₁ᵀδ₁) ∘ φ′(o₀)"), print("δ₀"), print("δ₁·a₁ᵀ, δ₁ = (W₂ᵀδ₂) ∘ φ′(o₁)"), print("δ₁"),
                print("δ₂·a₂ᵀ, δ₂ = (ŷ − y) ∘ φ′(o₂)")};
    }

    static Bound value_bound(const Extent& e) {
        // A rounding in a layer is a relative change of that layer's weights: dot h+2, the activation below 2+1.5ℒ.
        const double s = 2 + 1.5 * elementary;
        return stable(2 * s + 3 + e.growth, 2 * s + 2 + e.growth,
                      "roundings as relative changes of weights: h+2 and a sigmoid each; loss: twice the output's and h+3");
    }
    static Bound gradient_bound(const Extent& e) {
        const double c = 5 * (e.growth + 2) + 8 * (2 + 1.5 * elementary);
        return stable(c, c, "five dot products h+2 and eight sigmoids on the longest path (count of roundings)");
    }
};

LOSSPROOF_ENTRY(mlp, Mlp)

}  // namespace lossproof
