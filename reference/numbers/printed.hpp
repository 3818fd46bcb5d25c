// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/decision.hpp"

#include <string>

namespace lossproof {

/// A number that is its own text: a formula evaluated in it prints itself, so the documentation cannot drift.
struct Printed {
    enum Binding : int { sum = 1, product = 2, prefix = 3, atom = 4 };  ///< how tightly the text holds together

    std::string text;
    Binding binding = atom;

    Printed() : Printed(0) {}
    Printed(int value) : text(std::to_string(value)), binding(value < 0 ? prefix : atom) {}  // NOLINT
    explicit Printed(std::string t, Binding b = atom) : text(std::move(t)), binding(b) {}
    static Printed from(double value);
    static Printed call(const std::string& name, const Printed& argument) { return Printed(name + "(" + argument.text + ")"); }

    double middle() const { return 0; }
    std::string held(Binding at_least) const { return binding >= at_least ? text : "(" + text + ")"; }

    Printed& operator+=(const Printed& o) { return *this = *this + o; }
    Printed& operator-=(const Printed& o) { return *this = *this - o; }
    Printed& operator*=(const Printed& o) { return *this = *this * o; }
    Printed& operator/=(const Printed& o) { return *this = *this / o; }
    friend Printed operator+(const Printed& a, const Printed& b) { return Printed(a.held(sum) + " + " + b.held(sum), sum); }
    friend Printed operator-(const Printed& a, const Printed& b) { return Printed(a.held(sum) + " − " + b.held(product), sum); }
    friend Printed operator*(const Printed& a, const Printed& b) { return Printed(a.held(product) + "·" + b.held(product), product); }
    friend Printed operator/(const Printed& a, const Printed& b) { return Printed(a.held(product) + "/" + b.held(prefix), product); }
    friend Printed operator-(const Printed& a) { return Printed("−" + a.held(product), product); }
};

/// A comparison of texts is itself a text; `where` prints both arms.
struct PrintedDecision {
    std::string text;
};
inline PrintedDecision operator<(const Printed& a, const Printed& b) { return {a.text + " < " + b.text}; }
inline PrintedDecision operator==(const Printed& a, const Printed& b) { return {a.text + " = " + b.text}; }
inline Printed where(const PrintedDecision& d, const Printed& x, const Printed& y) {
    return Printed("[" + d.text + " ? " + x.text + " : " + y.text + "]");
}
inline Printed hull(const Printed& a, const Printed&) { return a; }

inline Printed exp(const Printed& x) { return Printed::call("exp", x); }
inline Printed log(const Printed& x) { return Printed::call("log", x); }
inline Printed log1p(const Printed& x) { return Printed::call("log1p", x); }
inline Printed expm1(const Printed& x) { return Printed::call("expm1", x); }
inline Printed sqrt(const Printed& x) { return Printed("√" + x.held(Printed::atom), Printed::prefix); }
inline Printed tanh(const Printed& x) { return Printed::call("tanh", x); }
inline Printed abs(const Printed& x) { return Printed("|" + x.text + "|"); }
inline Printed square(const Printed& x) { return Printed(x.held(Printed::atom) + "²", Printed::prefix); }
inline Printed max(const Printed& a, const Printed& b) { return Printed("max(" + a.text + ", " + b.text + ")"); }
inline Printed pow(const Printed& a, const Printed& b) {
    return Printed(a.held(Printed::atom) + "^" + b.held(Printed::atom), Printed::prefix);
}
template <class T> struct Pi;
template <> struct Pi<Printed> {
    static Printed value() { return Printed(std::string("π")); }
};

}  // namespace lossproof
