// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/decision.hpp"
#include "reference/numbers/format.hpp"

#include <cmath>

namespace lossproof {

/// A number as the machine has it: every operation is rounded into its format. Formulas evaluated in it are the
/// `baseline` subject, the textbook as one would type it. For f32 and narrower each operation is done in binary64 and
/// rounded once more; for + − × ÷ √ that second rounding is innocuous (Figueroa: 53 ≥ 2p+2 for p ≤ 24).
/// Constants have no format of their own and take that of the number they meet.
class Machine {
public:
    Machine() = default;
    Machine(int value) : value_(value) {}  // NOLINT
    Machine(double value, Format format) : value_(round_to(format, value)), format_(format), typed_(true) {}
    static Machine from(double value) {
        Machine result;
        result.value_ = value;
        return result;
    }
    double value() const { return value_; }
    double middle() const { return value_; }

    Machine with(double value, const Machine& other) const {
        const Machine& typed = typed_ ? *this : other;
        return typed.typed_ ? Machine(value, typed.format_) : from(value);
    }
    Machine with(double value) const { return with(value, *this); }
    /// A constant enters an operation rounded into the format of its partner.
    double seen_by(const Machine& other) const { return typed_ || !other.typed_ ? value_ : round_to(other.format_, value_); }

    Machine& operator+=(const Machine& o) { return *this = *this + o; }
    Machine& operator-=(const Machine& o) { return *this = *this - o; }
    Machine& operator*=(const Machine& o) { return *this = *this * o; }
    Machine& operator/=(const Machine& o) { return *this = *this / o; }
    friend Machine operator+(const Machine& a, const Machine& b) { return a.with(a.seen_by(b) + b.seen_by(a), b); }
    friend Machine operator-(const Machine& a, const Machine& b) { return a.with(a.seen_by(b) - b.seen_by(a), b); }
    friend Machine operator*(const Machine& a, const Machine& b) { return a.with(a.seen_by(b) * b.seen_by(a), b); }
    friend Machine operator/(const Machine& a, const Machine& b) { return a.with(a.seen_by(b) / b.seen_by(a), b); }
    friend Machine operator-(const Machine& a) { return a.with(-a.value_); }
    friend Decision operator<(const Machine& a, const Machine& b) { return decided(a.seen_by(b) < b.seen_by(a)); }
    friend Decision operator==(const Machine& a, const Machine& b) { return decided(a.seen_by(b) == b.seen_by(a)); }

private:
    double value_ = 0;
    Format format_ = Format::f64;
    bool typed_ = false;
};

inline Machine hull(const Machine& a, const Machine&) { return a; }
inline Machine exp(const Machine& x) { return x.with(std::exp(x.value())); }
inline Machine log(const Machine& x) { return x.with(std::log(x.value())); }
inline Machine log1p(const Machine& x) { return x.with(std::log1p(x.value())); }
inline Machine expm1(const Machine& x) { return x.with(std::expm1(x.value())); }
inline Machine sqrt(const Machine& x) { return x.with(std::sqrt(x.value())); }
inline Machine tanh(const Machine& x) { return x.with(std::tanh(x.value())); }
inline Machine abs(const Machine& x) { return x.with(std::fabs(x.value())); }
inline Machine square(const Machine& x) { return x * x; }
inline Machine max(const Machine& a, const Machine& b) { return a.with(a.seen_by(b) < b.seen_by(a) ? b.seen_by(a) : a.seen_by(b), b); }
inline Machine pow(const Machine& a, const Machine& b) { return a.with(std::pow(a.seen_by(b), b.seen_by(a)), b); }
template <class T> struct Pi;
template <> struct Pi<Machine> {
    static Machine value() { return Machine::from(3.14159265358979323846); }
};

}  // namespace lossproof
