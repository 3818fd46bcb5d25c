// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/functions/row.hpp"
#include "reference/numbers/machine.hpp"

#include <limits>

namespace lossproof {

// The logarithmic family. exp of a number beyond about 3·10¹⁸ leaves even MPFR's exponent range, and logits reach 10³⁰⁸,
// so these functions shift by one entry of the row first. Any entry is a valid pivot (the shift is an identity), so the
// choice needs no proof; the largest of the data keeps every exponential at most 1. The machine's overloads are the textbook forms.

/// The place of (one of) the largest entries, by middles.
template <class T> Index largest_entry(const Row<T>& z) {
    Index best = 0;
    for (Index j = 1; j < z.size(); ++j)
        if (z[best].middle() < z[j].middle()) best = j;
    return best;
}

inline Index largest_entry(const Row<StablePrinted>&) { return printed_pivot; }

/// zⱼ − z_i for every j, the i-th exactly 0. Without that exactness 1 − p would come back as a difference.
template <class T> Row<T> relative_to(const Row<T>& z, Index i) {
    return map(z, [&](Index j) { return j == i ? T(0) : z[j] - z[i]; });
}

/// log Σⱼ exp(zⱼ) = z_k + log1p(Σ_{j≠k} exp(zⱼ − z_k)).
template <class T> T log_sum_exp(const Row<T>& z) {
    if (z.size() == 0) return exactly<T>(-std::numeric_limits<double>::infinity());
    const Index k = largest_entry(z);
    const Row<T> gap = relative_to(z, k);
    return z[k] + log1p(sum_except(gap, k, [&](Index j) { return exp(gap[j]); }));
}
inline Machine log_sum_exp(const Row<Machine>& z) {
    return log(sum(z, [&](Index j) { return exp(z[j]); }));
}
inline Printed log_sum_exp(const Row<Printed>& z) {
    return log(sum(z, [&](Index j) { return exp(z[j]); }));
}

/// −log pⱼ = (z_k − zⱼ) + log1p(Σ_{i≠k} exp(z_i − z_k)) for every j: two terms that are never negative.
template <class T> Row<T> negative_log_probabilities(const Row<T>& z) {
    const Index k = largest_entry(z);
    const Row<T> gap = relative_to(z, k);
    const T rest = log1p(sum_except(gap, k, [&](Index j) { return exp(gap[j]); }));
    return map(gap, [&](Index j) { return rest - gap[j]; });
}
inline Row<Machine> negative_log_probabilities(const Row<Machine>& z) {
    const Machine total = log_sum_exp(z);
    return map(z, [&](Index j) { return total - z[j]; });
}
inline Row<Printed> negative_log_probabilities(const Row<Printed>& z) {
    return map(z, [&](Index j) { return log_sum_exp(z) - z[j]; });
}

template <class T> T negative_log_probability(const Row<T>& z, Index i) { return negative_log_probabilities(z)[i]; }
inline Machine negative_log_probability(const Row<Machine>& z, Index i) { return log_sum_exp(z) - z[i]; }
inline Printed negative_log_probability(const Row<Printed>& z, Index i) { return log_sum_exp(z) - z[i]; }

/// p_i = exp(z_i) / Σⱼ exp(zⱼ).
template <class T> Row<T> softmax_of(const Row<T>& z) {
    const Row<T> gap = relative_to(z, largest_entry(z));
    const Row<T> weight = map(gap, [&](Index j) { return exp(gap[j]); });
    const T total = sum(weight);
    return map(weight, [&](Index j) { return weight[j] / total; });
}
inline Row<Machine> softmax_of(const Row<Machine>& z) {
    const Row<Machine> weight = map(z, [&](Index j) { return exp(z[j]); });
    const Machine total = sum(weight);
    return map(weight, [&](Index j) { return weight[j] / total; });
}
inline Row<Printed> softmax_of(const Row<Printed>& z) {
    return map(
        z, [&](Index j) { return exp(z[j]) / Printed("Σ_k exp(" + z[0].text.substr(0, z[0].text.size() - 3) + "_k)", Printed::product); });
}

/// pⱼ − [j=t]; at the label it is −Σ_{j≠t} pⱼ, which a confident row needs (p_t − 1 would cancel).
template <class T> Row<T> minus_one_hot(const Row<T>& p, Label t) {
    return map(p, [&](Index j) { return j == t ? -sum_except(p, t, [&](Index k) { return p[k]; }) : p[j]; });
}
inline Row<Machine> minus_one_hot(const Row<Machine>& p, Label t) {
    return map(p, [&](Index j) { return p[j] - indicator<Machine>(j, t); });
}
inline Row<Printed> minus_one_hot(const Row<Printed>& p, Label t) {
    return map(p, [&](Index j) { return p[j] - indicator<Printed>(j, t); });
}
template <class T> Row<T> softmax_minus_one_hot(const Row<T>& z, Label t) { return minus_one_hot(softmax_of(z), t); }

/// σ(x) = 1/(1 + exp(−x)), the exponential kept at most 1.
template <class T> T shifted_sigmoid(const T& x) {
    const auto from_below = [&] {
        const T e = exp(x);
        return e / (1 + e);
    };
    return either(x < T(0), from_below, [&] { return 1 / (1 + exp(-x)); });
}
template <class T> T sigmoid_of(const T& x) { return shifted_sigmoid(x); }
inline Machine sigmoid_of(const Machine& x) { return 1 / (1 + exp(-x)); }
template <Form form> BasicPrinted<form> sigmoid_of(const BasicPrinted<form>& x) { return BasicPrinted<form>::call("σ", x); }

/// σ(x) − y = (1−y)σ(x) − yσ(−x): for a target of 1 it is −σ(−x), however large x is.
template <class T> T sigmoid_minus(const T& x, const T& y) { return (1 - y) * sigmoid_of(x) - y * sigmoid_of(-x); }
inline Machine sigmoid_minus(const Machine& x, const Machine& y) { return sigmoid_of(x) - y; }
inline Printed sigmoid_minus(const Printed& x, const Printed& y) { return sigmoid_of(x) - y; }

/// ζ(x) = log(1 + exp(x)) = max(x, 0) + log1p(exp(−|x|)).
template <class T> T shifted_softplus(const T& x) {
    return either(
        x < T(0), [&] { return log1p(exp(x)); }, [&] { return x + log1p(exp(-x)); });
}
template <class T> T softplus_of(const T& x) { return shifted_softplus(x); }
inline StablePrinted softplus_of(const StablePrinted& x) { return StablePrinted::call("ζ", x); }
inline Machine softplus_of(const Machine& x) { return log(1 + exp(x)); }
inline Printed softplus_of(const Printed& x) { return log(1 + exp(x)); }

/// w·v where a weight of exactly zero removes the term, whatever v is (0·log 0 = 0).
template <class T> T weighted(const T& w, const T& v) { return exactly_zero(w) ? T(0) : w * v; }
inline Machine weighted(const Machine& w, const Machine& v) { return w * v; }

/// p·log p and p·log q with 0·log 0 = 0.
template <class T> T x_log_y(const T& x, const T& y) { return exactly_zero(x) ? T(0) : x * log(y); }

/// log(p/q): ∓∞ where one of them is 0, not a number where both are. Where p = q the quotient is exactly 1.
template <class T> T log_ratio(const T& p, const T& q) {
    if (exactly_zero(p) || exactly_zero(q)) return log(p) - log(q);
    return log(p / q);
}
inline Machine log_ratio(const Machine& p, const Machine& q) { return log(p / q); }

}  // namespace lossproof
