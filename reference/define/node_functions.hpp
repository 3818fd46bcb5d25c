// SPDX-License-Identifier: Apache-2.0
// What a node makes of its operands, in any number type, and the slopes of it.
#pragma once
#include "reference/define/expression.hpp"
#include "reference/define/unknown.hpp"
#include "reference/functions/logarithmic.hpp"
#include "reference/functions/piecewise.hpp"

namespace lossproof::defined {

template <class T> T literal(double value) {
    const auto whole = static_cast<int>(std::fabs(value) < 1e9 ? value : 0);
    return static_cast<double>(whole) == value ? T(whole) : exactly<T>(value);
}
template <class T> T whole_power(const T& x, int exponent) {
    if (exponent < 0) return T(1) / whole_power(x, -exponent);
    if (exponent == 0) return T(1);
    if (exponent == 1) return x;
    return exponent % 2 == 0 ? square(whole_power(x, exponent / 2)) : x * whole_power(x, exponent - 1);
}
template <class T> T general_power(const T& base, const T& exponent) {
    return beyond(0, base, [&](const T& x) { return pow(x, exponent); });
}

template <class T> T function_of(Op op, const T& x) {
    switch (op) {
    case Op::negate: return -x;
    case Op::absolute: return abs(x);
    case Op::exp: return exp(x);
    case Op::log: return beyond(0, x, [](const T& v) { return log(v); });
    case Op::log1p: return beyond(-1, x, [](const T& v) { return log1p(v); });
    case Op::expm1: return expm1(x);
    case Op::sqrt: return beyond(0, x, [](const T& v) { return sqrt(v); });
    case Op::tanh: return tanh(x);
    case Op::sigmoid: return sigmoid_of(x);
    case Op::softplus: return softplus_of(x);
    default: return square(x);
    }
}
template <class T> T function_of(Op op, const T& a, const T& b) {
    switch (op) {
    case Op::add: return believed(a + b, {&a, &b});
    case Op::subtract: return believed(a - b, {&a, &b});
    case Op::multiply: return believed(a * b, {&a, &b});
    case Op::divide: return believed(a / b, {&a, &b});
    case Op::larger: return max(a, b);
    default: return believed(general_power(a, b), {&a, &b});
    }
}
/// The derivative of a function of x with the value y. tanh′ as 4σ(2x)σ(−2x): 1 − tanh² would cancel.
template <class T> T slope_of(Op op, const T& x, const T& y) {
    switch (op) {
    case Op::absolute: return sign_of(x);
    case Op::exp: return y;
    case Op::log: return T(1) / x;
    case Op::log1p: return T(1) / (T(1) + x);
    case Op::expm1: return exp(x);
    case Op::sqrt: return T(1) / (T(2) * y);
    case Op::tanh: return T(4) * sigmoid_of(T(2) * x) * sigmoid_of(-(T(2) * x));
    case Op::sigmoid: return y * sigmoid_of(-x);
    case Op::softplus: return sigmoid_of(x);
    default: return T(2) * x;
    }
}

/// x where a < b, else y. A recorded number on the edge between arms that agree there has a kink: either arm's slope is meant.
template <class T> T chosen(const T& a, const T& b, const T& x, const T& y) {
    const auto first = a < b;
    T result = where(first, x, y);
    if constexpr (requires { Unknown<T>::value(); }) {
        if (first == Decision::unknown && result.is_nan()) return Unknown<T>::value();  // one arm alone is no number
    }
    return result;
}
template <class T> Dual<T> chosen(const Dual<T>& a, const Dual<T>& b, const Dual<T>& x, const Dual<T>& y) {
    const bool edge = (a == b) == Decision::yes && (x == y) == Decision::yes;
    return edge ? hull(x, y) : where(a < b, x, y);
}

}  // namespace lossproof::defined
