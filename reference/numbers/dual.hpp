// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/decision.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace lossproof {

/// A number that remembers how it was computed, so that one backward sweep gives its derivative with respect to every
/// input: the dual numbers of automatic differentiation in adjoint form (one sweep an output instead of one an input).
/// Over enclosures the derivatives are enclosures; at a kink they are the hull of Clarke's subdifferential.
template <class T> class Dual {
public:
    /// One elementary step: the partial derivatives with respect to at most two earlier steps.
    struct Step {
        std::int32_t first = -1, second = -1;
        T by_first{}, by_second{};
    };
    /// The record of one evaluation. Exactly one is active in a thread; `Dual` outside a record is a constant.
    class Record {
    public:
        Record() : outer_(active()) { active() = this; }
        ~Record() { active() = outer_; }
        Record(const Record&) = delete;
        Record& operator=(const Record&) = delete;

        Dual input(const T& value) { return Dual(value, append({})); }
        /// ∂output/∂input for every input the output depends on, by its place. Only the steps that lead to the output are
        /// visited, last first: a Jacobian has as many sweeps as entries, and each sees a small part of the record.
        std::map<std::int32_t, T> sweep(const Dual& output) const {
            std::map<std::int32_t, T> inputs;
            std::map<std::int32_t, T, std::greater<>> waiting;
            if (output.place_ >= 0) waiting.emplace(output.place_, T(1));
            while (!waiting.empty()) {
                const auto node = waiting.extract(waiting.begin());
                const Step& step = steps_[node.key()];
                if (step.first < 0) inputs.emplace(node.key(), node.mapped());
                for (const auto& [from, by] : {std::pair{step.first, &step.by_first}, {step.second, &step.by_second}}) {
                    if (from < 0) continue;
                    const auto [place, fresh] = waiting.try_emplace(from, node.mapped() * *by);
                    if (!fresh) place->second += node.mapped() * *by;
                }
            }
            return inputs;
        }
        std::int32_t append(Step step) {
            steps_.push_back(std::move(step));
            return static_cast<std::int32_t>(steps_.size()) - 1;
        }
        bool met_kink = false;  ///< some step took a hull of slopes: the supremum over it is meant, not its width
        static Record*& active() {
            thread_local Record* record = nullptr;
            return record;
        }

    private:
        Record* outer_;
        std::vector<Step> steps_;
    };

    Dual() : value_(0) {}
    Dual(int value) : value_(value) {}  // NOLINT
    explicit Dual(T value, std::int32_t place = -1) : value_(std::move(value)), place_(place) {}
    static Dual from(double value) { return Dual(T::from(value)); }

    const T& value() const { return value_; }
    std::int32_t place() const { return place_; }
    double middle() const { return value_.middle(); }

    /// f(x) with slope f′(x); f(x, y) with both slopes.
    static Dual step(T value, const Dual& x, T by_x) {
        if (x.place_ < 0) return Dual(std::move(value));
        return Dual(std::move(value), Record::active()->append({.first = x.place_, .by_first = std::move(by_x)}));
    }
    static Dual step(T value, const Dual& x, T by_x, const Dual& y, T by_y) {
        if (x.place_ < 0) return step(std::move(value), y, std::move(by_y));
        if (y.place_ < 0) return step(std::move(value), x, std::move(by_x));
        return Dual(std::move(value), Record::active()->append({x.place_, y.place_, std::move(by_x), std::move(by_y)}));
    }

    Dual& operator+=(const Dual& o) { return *this = *this + o; }
    Dual& operator-=(const Dual& o) { return *this = *this - o; }
    Dual& operator*=(const Dual& o) { return *this = *this * o; }
    Dual& operator/=(const Dual& o) { return *this = *this / o; }
    friend Dual operator+(const Dual& a, const Dual& b) { return step(a.value_ + b.value_, a, T(1), b, T(1)); }
    friend Dual operator-(const Dual& a, const Dual& b) { return step(a.value_ - b.value_, a, T(1), b, T(-1)); }
    friend Dual operator*(const Dual& a, const Dual& b) { return step(a.value_ * b.value_, a, b.value_, b, a.value_); }
    friend Dual operator/(const Dual& a, const Dual& b) {
        const T quotient = a.value_ / b.value_;
        return step(quotient, a, T(1) / b.value_, b, -(quotient / b.value_));
    }
    friend Dual operator-(const Dual& a) { return step(-a.value_, a, T(-1)); }
    friend Decision operator<(const Dual& a, const Dual& b) { return a.value_ < b.value_; }
    friend Decision operator==(const Dual& a, const Dual& b) { return a.value_ == b.value_; }

private:
    T value_;
    std::int32_t place_ = -1;
};

template <class T> void note_kink() {
    if (auto* record = Dual<T>::Record::active()) record->met_kink = true;
}
template <class T> T zero_to_one() { return hull(T(0), T(1)); }

template <class T> Dual<T> hull(const Dual<T>& x, const Dual<T>& y) {
    note_kink<T>();
    return Dual<T>::step(hull(x.value(), y.value()), x, zero_to_one<T>(), y, zero_to_one<T>());
}
template <class T> Dual<T> exp(const Dual<T>& x) {
    const T e = exp(x.value());
    return Dual<T>::step(e, x, e);
}
template <class T> Dual<T> log(const Dual<T>& x) { return Dual<T>::step(log(x.value()), x, T(1) / x.value()); }
template <class T> Dual<T> log1p(const Dual<T>& x) { return Dual<T>::step(log1p(x.value()), x, T(1) / (x.value() + 1)); }
template <class T> Dual<T> expm1(const Dual<T>& x) { return Dual<T>::step(expm1(x.value()), x, exp(x.value())); }
template <class T> Dual<T> sqrt(const Dual<T>& x) {
    const T root = sqrt(x.value());
    return Dual<T>::step(root, x, T(1) / (root * 2));
}
template <class T> Dual<T> tanh(const Dual<T>& x) {
    const T t = tanh(x.value());
    return Dual<T>::step(t, x, T(1) - square(t));
}
template <class T> Dual<T> square(const Dual<T>& x) { return Dual<T>::step(square(x.value()), x, x.value() * 2); }
template <class T> Dual<T> abs(const Dual<T>& x) {
    const Decision negative = x.value() < T(0), positive = T(0) < x.value();
    if (negative == Decision::yes || positive == Decision::yes)
        return Dual<T>::step(abs(x.value()), x, T(positive == Decision::yes ? 1 : -1));
    note_kink<T>();
    return Dual<T>::step(abs(x.value()), x, hull(T(-1), T(1)));
}
template <class T> Dual<T> max(const Dual<T>& a, const Dual<T>& b) {
    if ((a.value() < b.value()) == Decision::yes) return b;
    if ((b.value() < a.value()) == Decision::yes) return a;
    note_kink<T>();
    return Dual<T>::step(max(a.value(), b.value()), a, zero_to_one<T>(), b, zero_to_one<T>());
}
/// The exponent of a power is a parameter, hence exact: only the base carries a slope.
template <class T> Dual<T> pow(const Dual<T>& base, const Dual<T>& exponent) {
    return Dual<T>::step(pow(base.value(), exponent.value()), base, exponent.value() * pow(base.value(), exponent.value() - T(1)));
}
template <class T> struct Pi;
template <class T> struct Pi<Dual<T>> {
    static Dual<T> value() { return Dual<T>(Pi<T>::value()); }
};

}  // namespace lossproof
