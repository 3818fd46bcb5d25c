// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/decision.hpp"
#include "reference/numbers/form.hpp"
#include "reference/numbers/format.hpp"
#include "reference/numbers/grade.hpp"

#include <cmath>
#include <string_view>
#include <vector>

namespace lossproof {

/// A number as the machine has it: every operation is rounded into its format. Formulas evaluated in it are the
/// `baseline` subject, the textbook as one would type it; in the stable form they are the `stable` subject.
/// For f32 and narrower each operation is done in binary64 and rounded once more; for + − × ÷ √ that second rounding is innocuous
/// (Figueroa: 53 ≥ 2p+2 for p ≤ 24). Constants have no format of their own and take that of the number they meet.
template <Form form> class BasicMachine {
public:
    BasicMachine() = default;
    BasicMachine(int value) : value_(value) {}  // NOLINT
    BasicMachine(double value, Format format) : value_(round_to(format, value)), format_(format), typed_(true) {}
    static BasicMachine from(double value) {
        BasicMachine result;
        result.value_ = value;
        return result;
    }
    /// Of the stable algorithm, in the scope's arithmetic: a real parameter is held in the format, a sum formed by the grade.
    static BasicMachine parameter(std::string_view name, double value) requires(form == Form::stable);
    static BasicMachine sum(const std::vector<BasicMachine>& terms) requires(form == Form::stable);
    static BasicMachine exact_sum(const std::vector<BasicMachine>& terms) requires(form == Form::stable);

    double value() const { return value_; }
    double middle() const { return value_; }

    BasicMachine with(double value, const BasicMachine& other) const {
        const BasicMachine& typed = typed_ ? *this : other;
        return typed.typed_ ? BasicMachine(value, typed.format_) : from(value);
    }
    BasicMachine with(double value) const { return with(value, *this); }
    /// A constant enters an operation rounded into the format of its partner.
    double seen_by(const BasicMachine& other) const { return typed_ || !other.typed_ ? value_ : round_to(other.format_, value_); }

    BasicMachine& operator+=(const BasicMachine& o) { return *this = *this + o; }
    BasicMachine& operator-=(const BasicMachine& o) { return *this = *this - o; }
    BasicMachine& operator*=(const BasicMachine& o) { return *this = *this * o; }
    BasicMachine& operator/=(const BasicMachine& o) { return *this = *this / o; }
    friend BasicMachine operator+(const BasicMachine& a, const BasicMachine& b) { return a.with(a.seen_by(b) + b.seen_by(a), b); }
    friend BasicMachine operator-(const BasicMachine& a, const BasicMachine& b) { return a.with(a.seen_by(b) - b.seen_by(a), b); }
    friend BasicMachine operator*(const BasicMachine& a, const BasicMachine& b) { return a.with(a.seen_by(b) * b.seen_by(a), b); }
    friend BasicMachine operator/(const BasicMachine& a, const BasicMachine& b) { return a.with(a.seen_by(b) / b.seen_by(a), b); }
    friend BasicMachine operator-(const BasicMachine& a) { return a.with(-a.value_); }
    friend Decision operator<(const BasicMachine& a, const BasicMachine& b) { return decided(a.seen_by(b) < b.seen_by(a)); }
    friend Decision operator==(const BasicMachine& a, const BasicMachine& b) { return decided(a.seen_by(b) == b.seen_by(a)); }

private:
    double value_ = 0;
    Format format_ = Format::f64;
    bool typed_ = false;
};
/// The textbook formula as one would type it, and the stable algorithm.
using Machine = BasicMachine<Form::textbook>;
using StableMachine = BasicMachine<Form::stable>;

/// What stable algorithms are evaluated in, in this thread, until the scope ends.
class StableScope {
public:
    StableScope(Format format, Grade grade);
    ~StableScope();
    StableScope(const StableScope&) = delete;
    StableScope& operator=(const StableScope&) = delete;

private:
    Format format_;
    Grade grade_;
};

template <Form F> BasicMachine<F> hull(const BasicMachine<F>& a, const BasicMachine<F>&) { return a; }
template <Form F> BasicMachine<F> exp(const BasicMachine<F>& x) { return x.with(std::exp(x.value())); }
template <Form F> BasicMachine<F> log(const BasicMachine<F>& x) { return x.with(std::log(x.value())); }
template <Form F> BasicMachine<F> log1p(const BasicMachine<F>& x) { return x.with(std::log1p(x.value())); }
template <Form F> BasicMachine<F> expm1(const BasicMachine<F>& x) { return x.with(std::expm1(x.value())); }
template <Form F> BasicMachine<F> sqrt(const BasicMachine<F>& x) { return x.with(std::sqrt(x.value())); }
template <Form F> BasicMachine<F> tanh(const BasicMachine<F>& x) { return x.with(std::tanh(x.value())); }
template <Form F> BasicMachine<F> abs(const BasicMachine<F>& x) { return x.with(std::fabs(x.value())); }
template <Form F> BasicMachine<F> square(const BasicMachine<F>& x) { return x * x; }
template <Form F> BasicMachine<F> max(const BasicMachine<F>& a, const BasicMachine<F>& b) {
    return a.with(a.seen_by(b) < b.seen_by(a) ? b.seen_by(a) : a.seen_by(b), b);
}
template <Form F> BasicMachine<F> pow(const BasicMachine<F>& a, const BasicMachine<F>& b) {
    return a.with(std::pow(a.seen_by(b), b.seen_by(a)), b);
}
/// log(1+x) − x: no libm has it; here it is correctly rounded but for a second rounding into the format.
double log1pmx_of(double x);
template <Form F> BasicMachine<F> log1pmx(const BasicMachine<F>& x) { return x.with(log1pmx_of(x.value())); }
template <class T> struct Pi;
template <Form F> struct Pi<BasicMachine<F>> {
    static BasicMachine<F> value() { return BasicMachine<F>::from(3.14159265358979323846); }
};

}  // namespace lossproof
