// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/decision.hpp"

#include <cstdint>
#include <queue>
#include <set>
#include <span>
#include <vector>

namespace lossproof {

/// ∂output/∂step for the steps a sweep came to an end at: inputs, and the steps it was told not to pass.
template <class T> struct Slope {
    std::int32_t place;
    T value;
};
template <class T> class Slopes : public std::vector<Slope<T>> {
public:
    /// 0 where the output does not depend on the step.
    T operator[](std::int32_t place) const {
        for (const Slope<T>& slope : *this)
            if (slope.place == place) return slope.value;
        return T(0);
    }
};

/// A number that remembers how it was computed, so that one backward sweep gives its derivative with respect to every
/// input: the dual numbers of automatic differentiation in adjoint form (one sweep an output instead of one an input).
/// Over enclosures the derivatives are enclosures; at a kink they are the hull of Clarke's subdifferential.
template <class T> class Dual {
public:
    /// The record of one evaluation: elementary steps in order, each with its edges to the steps it was made of. Exactly one is
    /// active in a thread; `Dual` outside a record is a constant.
    class Record {
    public:
        /// What a step takes from an earlier one. Sums have slopes of ±1, which cost neither memory nor a product.
        struct Edge {
            std::int32_t from;
            std::int32_t slope;  ///< its place among the slopes, or `plus_one`, or `minus_one`
        };
        static constexpr std::int32_t plus_one = -1, minus_one = -2;

        Record() : outer_(active()) { active() = this; }
        ~Record() { active() = outer_; }
        Record(const Record&) = delete;
        Record& operator=(const Record&) = delete;

        Dual input(const T& value) { return Dual(value, new_step()); }
        std::int32_t steps() const { return static_cast<std::int32_t>(ends_.size()); }
        std::span<const Edge> edges(std::int32_t step) const {
            const std::size_t first = step == 0 ? 0 : ends_[static_cast<std::size_t>(step - 1)];
            return std::span(edges_).subspan(first, ends_[static_cast<std::size_t>(step)] - first);
        }
        const T& slope(const Edge& edge) const { return slopes_[static_cast<std::size_t>(edge.slope)]; }

        /// Edges lead from the step that `new_step` makes next.
        void add_edge(std::int32_t from, std::int32_t unit) { edges_.push_back({from, unit}); }
        void add_edge(std::int32_t from, T slope) {
            edges_.push_back({from, static_cast<std::int32_t>(slopes_.size())});
            slopes_.push_back(std::move(slope));
        }
        std::int32_t new_step() {
            ends_.push_back(edges_.size());
            return steps() - 1;
        }
        /// ∂output/∂input for every input the output depends on.
        Slopes<T> sweep(const Dual& output) const { return Sweep(*this)(output.place_); }

        bool met_kink = false;  ///< some step took a hull of slopes: the supremum over it is meant, not its width
        static Record*& active() {
            thread_local Record* record = nullptr;
            return record;
        }

    private:
        Record* outer_;
        std::vector<std::size_t> ends_;  ///< of each step's edges
        std::vector<Edge> edges_;
        std::vector<T> slopes_;
    };

    /// Backward sweeps over one record. Only the steps that lead to the output are visited, last first: a Jacobian has as many sweeps as
    /// entries, and each sees a small part of the record.
    class Sweep {
    public:
        explicit Sweep(const Record& record) : record_(record), found_(static_cast<std::size_t>(record.steps()), -1) {}
        /// Not to be passed: what lies behind such a step is known already.
        void stop_at(std::int32_t step) { stops_.insert(step); }

        Slopes<T> operator()(std::int32_t output) {
            Slopes<T> ends;
            if (output >= 0) reach(output, T(1));
            while (!waiting_.empty()) {
                const std::int32_t step = waiting_.top();
                waiting_.pop();
                const T adjoint = adjoints_[static_cast<std::size_t>(found_[static_cast<std::size_t>(step)])];
                const auto edges = record_.edges(step);
                const bool end = edges.empty() || stops_.contains(step);
                if (end) ends.push_back({step, adjoint});
                else
                    for (const auto& edge : edges) follow(edge, adjoint);
                passed_.push_back(step);
            }
            for (const std::int32_t step : passed_) found_[static_cast<std::size_t>(step)] = -1;
            passed_.clear();
            adjoints_.clear();
            return ends;
        }

    private:
        void follow(const typename Record::Edge& edge, const T& adjoint) {
            if (edge.slope == Record::plus_one) reach(edge.from, adjoint);
            else if (edge.slope == Record::minus_one) reach(edge.from, -adjoint);
            else reach(edge.from, adjoint * record_.slope(edge));
        }
        void reach(std::int32_t step, T part) {
            auto& place = found_[static_cast<std::size_t>(step)];
            if (place >= 0) {
                adjoints_[static_cast<std::size_t>(place)] += part;
                return;
            }
            place = static_cast<std::int32_t>(adjoints_.size());
            adjoints_.push_back(std::move(part));
            waiting_.push(step);
        }

        const Record& record_;
        std::vector<std::int32_t> found_;  ///< by step: its place among the adjoints, or −1
        std::vector<T> adjoints_;
        std::priority_queue<std::int32_t> waiting_;
        std::vector<std::int32_t> passed_;
        std::set<std::int32_t> stops_;
    };

    Dual() : value_(0) {}
    Dual(int value) : value_(value) {}  // NOLINT
    explicit Dual(T value, std::int32_t place = -1) : value_(std::move(value)), place_(place) {}
    static Dual from(double value) { return Dual(T::from(value)); }

    const T& value() const { return value_; }
    std::int32_t place() const { return place_; }
    double middle() const { return value_.middle(); }

    /// f(x) with slope f′(x); f(x, y) with both slopes. A slope is a number of type T, or the record's `plus_one`, `minus_one`.
    template <class By> static Dual step(T value, const Dual& x, By by_x) {
        if (x.place_ < 0) return Dual(std::move(value));
        Record& record = *Record::active();
        record.add_edge(x.place_, std::move(by_x));
        return Dual(std::move(value), record.new_step());
    }
    template <class By> static Dual step(T value, const Dual& x, By by_x, const Dual& y, By by_y) {
        if (x.place_ < 0) return step(std::move(value), y, std::move(by_y));
        if (y.place_ < 0) return step(std::move(value), x, std::move(by_x));
        Record& record = *Record::active();
        record.add_edge(x.place_, std::move(by_x));
        record.add_edge(y.place_, std::move(by_y));
        return Dual(std::move(value), record.new_step());
    }

    Dual& operator+=(const Dual& o) { return *this = *this + o; }
    Dual& operator-=(const Dual& o) { return *this = *this - o; }
    Dual& operator*=(const Dual& o) { return *this = *this * o; }
    Dual& operator/=(const Dual& o) { return *this = *this / o; }
    friend Dual operator+(const Dual& a, const Dual& b) { return step(a.value_ + b.value_, a, Record::plus_one, b, Record::plus_one); }
    friend Dual operator-(const Dual& a, const Dual& b) { return step(a.value_ - b.value_, a, Record::plus_one, b, Record::minus_one); }
    friend Dual operator*(const Dual& a, const Dual& b) { return step(a.value_ * b.value_, a, b.value_, b, a.value_); }
    friend Dual operator/(const Dual& a, const Dual& b) {
        if (b.place_ < 0) return step(a.value_ / b.value_, a, T(1) / b.value_);
        const T quotient = a.value_ / b.value_;
        return step(quotient, a, T(1) / b.value_, b, -(quotient / b.value_));
    }
    friend Dual operator-(const Dual& a) { return step(-a.value_, a, Record::minus_one); }
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
