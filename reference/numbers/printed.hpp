// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/decision.hpp"
#include "reference/numbers/form.hpp"

#include <string>

namespace lossproof {

/// A number that is its own text: a formula evaluated in it prints itself, so the documentation cannot drift.
template <Form form> struct BasicPrinted {
    enum Binding : int { sum = 1, product = 2, prefix = 3, atom = 4 };  ///< how tightly the text holds together

    std::string text;
    Binding binding = atom;

    BasicPrinted() : BasicPrinted(0) {}
    BasicPrinted(int value) : text(std::to_string(value)), binding(value < 0 ? prefix : atom) {}  // NOLINT
    explicit BasicPrinted(std::string t, Binding b = atom) : text(std::move(t)), binding(b) {}
    static BasicPrinted from(double value);
    static BasicPrinted call(const std::string& name, const BasicPrinted& argument) {
        return BasicPrinted(name + "(" + argument.text + ")");
    }

    double middle() const { return 0; }
    std::string held(Binding at_least) const { return binding >= at_least ? text : "(" + text + ")"; }

    BasicPrinted& operator+=(const BasicPrinted& o) { return *this = *this + o; }
    BasicPrinted& operator-=(const BasicPrinted& o) { return *this = *this - o; }
    BasicPrinted& operator*=(const BasicPrinted& o) { return *this = *this * o; }
    BasicPrinted& operator/=(const BasicPrinted& o) { return *this = *this / o; }
    /// A stable algorithm takes a pivot's own entry as 0: that is left out of the text.
    bool absent() const { return form == Form::stable && text == "0"; }
    friend BasicPrinted operator+(const BasicPrinted& a, const BasicPrinted& b) {
        if (a.absent()) return b;
        return BasicPrinted(a.held(sum) + " + " + b.held(sum), sum);
    }
    friend BasicPrinted operator-(const BasicPrinted& a, const BasicPrinted& b) {
        return b.absent() ? a : BasicPrinted(a.held(sum) + " − " + b.held(product), sum);
    }
    friend BasicPrinted operator*(const BasicPrinted& a, const BasicPrinted& b) {
        return BasicPrinted(a.held(product) + "·" + b.held(product), product);
    }
    friend BasicPrinted operator/(const BasicPrinted& a, const BasicPrinted& b) {
        return a.absent() ? a : BasicPrinted(a.held(product) + "/" + b.held(prefix), product);
    }
    /// −(−x) of a name is x.
    friend BasicPrinted operator-(const BasicPrinted& a) {
        constexpr std::string_view minus = "−";
        const bool name = a.text.starts_with(minus) && a.text.find_first_of(" ([/", minus.size()) == std::string::npos &&
                          a.text.find("·") == std::string::npos;
        return name ? BasicPrinted(a.text.substr(minus.size()), atom) : BasicPrinted("−" + a.held(product), product);
    }
};
using Printed = BasicPrinted<Form::textbook>;
using StablePrinted = BasicPrinted<Form::stable>;

template <class T> inline constexpr bool is_printed = false;
template <Form F> inline constexpr bool is_printed<BasicPrinted<F>> = true;

/// A comparison of texts is itself a text; `where` prints both arms.
struct PrintedDecision {
    std::string text;
};
template <Form F> PrintedDecision operator<(const BasicPrinted<F>& a, const BasicPrinted<F>& b) { return {a.text + " < " + b.text}; }
template <Form F> PrintedDecision operator==(const BasicPrinted<F>& a, const BasicPrinted<F>& b) { return {a.text + " = " + b.text}; }
template <Form F> BasicPrinted<F> where(const PrintedDecision& d, const BasicPrinted<F>& x, const BasicPrinted<F>& y) {
    return BasicPrinted<F>("[" + d.text + " ? " + x.text + " : " + y.text + "]");
}
template <class F, class G> auto either(const PrintedDecision& d, F first, G second) { return where(d, first(), second()); }
template <Form F> BasicPrinted<F> hull(const BasicPrinted<F>& a, const BasicPrinted<F>&) { return a; }

template <Form F> BasicPrinted<F> exp(const BasicPrinted<F>& x) { return BasicPrinted<F>::call("exp", x); }
template <Form F> BasicPrinted<F> log(const BasicPrinted<F>& x) { return BasicPrinted<F>::call("log", x); }
template <Form F> BasicPrinted<F> log1p(const BasicPrinted<F>& x) { return BasicPrinted<F>::call("log1p", x); }
template <Form F> BasicPrinted<F> log1pmx(const BasicPrinted<F>& x) { return BasicPrinted<F>::call("log1pmx", x); }
template <Form F> BasicPrinted<F> expm1(const BasicPrinted<F>& x) { return BasicPrinted<F>::call("expm1", x); }
template <Form F> BasicPrinted<F> sqrt(const BasicPrinted<F>& x) {
    return BasicPrinted<F>("√" + x.held(BasicPrinted<F>::atom), BasicPrinted<F>::prefix);
}
template <Form F> BasicPrinted<F> tanh(const BasicPrinted<F>& x) { return BasicPrinted<F>::call("tanh", x); }
template <Form F> BasicPrinted<F> abs(const BasicPrinted<F>& x) { return BasicPrinted<F>("|" + x.text + "|"); }
template <Form F> BasicPrinted<F> square(const BasicPrinted<F>& x) {
    return BasicPrinted<F>(x.held(BasicPrinted<F>::atom) + "²", BasicPrinted<F>::prefix);
}
template <Form F> BasicPrinted<F> max(const BasicPrinted<F>& a, const BasicPrinted<F>& b) {
    return BasicPrinted<F>("max(" + a.text + ", " + b.text + ")");
}
template <Form F> BasicPrinted<F> pow(const BasicPrinted<F>& a, const BasicPrinted<F>& b) {
    return BasicPrinted<F>(a.held(BasicPrinted<F>::atom) + "^" + b.held(BasicPrinted<F>::atom), BasicPrinted<F>::prefix);
}
template <class T> struct Pi;
template <Form F> struct Pi<BasicPrinted<F>> {
    static BasicPrinted<F> value() { return BasicPrinted<F>(std::string("π")); }
};

}  // namespace lossproof
