// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/printed.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace lossproof {

using Index = std::size_t;
/// The class a row belongs to, 0-based.
using Label = std::size_t;

/// One row of a batch: K numbers.
template <class T> class Row {
public:
    Row() = default;
    explicit Row(std::vector<T> values) : values_(std::move(values)) {}
    explicit Row(Index size) : values_(size) {}
    Index size() const { return values_.size(); }
    const T& operator[](Index i) const { return values_[i]; }
    T& operator[](Index i) { return values_[i]; }
    auto begin() const { return values_.begin(); }
    auto end() const { return values_.end(); }
    void push_back(T value) { values_.push_back(std::move(value)); }

private:
    std::vector<T> values_;
};

template <class T> struct Matrix {
    Index rows = 0, columns = 0;
    Row<T> entries;  ///< row-major
    const T& operator()(Index i, Index j) const { return entries[i * columns + j]; }
};

/// In print, a row is its general entry (index 0, `zⱼ`) and the entry at the label (index 1, `z_t`).
inline constexpr Index printed_label = 1;
inline Row<Printed> printed_row(const std::string& letter) { return Row<Printed>({Printed(letter + "ⱼ"), Printed(letter + "_t")}); }
/// Of a stable algorithm a row has a third entry (index 2), the pivot `m = z_k`, which is a largest one.
inline constexpr Index printed_pivot = 2;
inline Row<StablePrinted> stable_row(const std::string& letter) {
    return Row<StablePrinted>({StablePrinted(letter + "ⱼ"), StablePrinted(letter + "_t"), StablePrinted(letter + "_k")});
}

/// A number type with its own way to form sums: of all terms at once.
template <class T>
concept SumsAtOnce = requires(const std::vector<T>& terms) {
    T::sum(terms);
};

/// Σⱼ f(j) over the entries of a row, left to right or in the number type's own way.
template <class T, class F> T sum(const Row<T>& over, F term) {
    if constexpr (SumsAtOnce<T>) {
        std::vector<T> terms;
        for (Index j = 0; j < over.size(); ++j) terms.push_back(term(j));
        return T::sum(terms);
    }
    T total = 0;
    for (Index j = 0; j < over.size(); ++j) total += term(j);
    return total;
}
template <Form form, class F> BasicPrinted<form> sum(const Row<BasicPrinted<form>>&, F term) {
    using P = BasicPrinted<form>;
    return P("Σⱼ " + P(term(Index{0})).held(P::product), P::product);
}
template <class T> T sum(const Row<T>& over) {
    return sum(over, [&](Index j) { return over[j]; });
}

/// Σ_{j≠t} f(j).
template <class T, class F> T sum_except(const Row<T>& over, Index except, F term) {
    if constexpr (SumsAtOnce<T>) {
        std::vector<T> terms;
        for (Index j = 0; j < over.size(); ++j)
            if (j != except) terms.push_back(term(j));
        return T::sum(terms);
    }
    T total = 0;
    for (Index j = 0; j < over.size(); ++j)
        if (j != except) total += term(j);
    return total;
}
template <Form form, class F> BasicPrinted<form> sum_except(const Row<BasicPrinted<form>>&, Index except, F term) {
    using P = BasicPrinted<form>;
    return P((except == printed_pivot ? "Σ_{j≠k} " : "Σ_{j≠t} ") + P(term(Index{0})).held(P::product), P::product);
}
/// A sum with a single rounding, of an algorithm that needs it: `add` appends the terms of place j.
template <class T, class F> T exact_sum(const Row<T>& over, F add) {
    std::vector<T> terms;
    for (Index j = 0; j < over.size(); ++j) add(terms, j);
    return T::exact_sum(terms);
}

/// Each entry's f(first, …) with that entry left out, in one pass forward and one back.
template <class T, class F> Row<T> folds_of_others(const Row<T>& over, const T& neutral, F fold) {
    Row<T> others(over.size());
    T before = neutral, after = neutral;
    for (Index j = 0; j < over.size(); before = fold(before, over[j]), ++j) others[j] = before;
    for (Index j = over.size(); j-- > 0; after = fold(after, over[j])) others[j] = fold(others[j], after);
    return others;
}
/// Σ_{i≠j} xᵢ and Π_{i≠j} xᵢ for every j.
template <class T> Row<T> sums_of_others(const Row<T>& x) {
    const auto directly = [&](Index t) { return sum_except(x, t, [&](Index j) { return x[j]; }); };
    if constexpr (SumsAtOnce<T>) return map(x, directly);
    if constexpr (requires { typename T::Record; }) {
        // All entries hang together by one sum. An entry of up to half of it is taken away without cancellation; the few others are left
        // out of a sum of their own.
        constexpr std::ptrdiff_t few = 4;
        const T total = sum(x);
        const auto small = [&](const T& entry) { return 2 * std::fabs(entry.middle()) <= std::fabs(total.middle()); };
        if (std::count_if(x.begin(), x.end(), std::not_fn(small)) <= few)
            return map(x, [&](Index t) { return small(x[t]) ? total - x[t] : directly(t); });
    }
    return folds_of_others(x, T(0), [](const T& a, const T& b) { return a + b; });
}
template <class T> Row<T> products_of_others(const Row<T>& x) {
    return folds_of_others(x, T(1), [](const T& a, const T& b) { return a * b; });
}

/// The row (f(0), f(1), …).
template <class T, class F> Row<T> map(const Row<T>& over, F entry) {
    Row<T> result;
    for (Index j = 0; j < over.size(); ++j) result.push_back(entry(j));
    return result;
}

/// [j = t]: 1 at the label, 0 elsewhere.
template <class T> T indicator(Index j, Index t) {
    if constexpr (is_printed<T>) return T(std::string("[j=t]"));
    else return T(j == t ? 1 : 0);
}

/// The number of entries of a row as a number.
template <class T> T count(const Row<T>& row) { return T(static_cast<int>(row.size())); }
template <Form form> BasicPrinted<form> count(const Row<BasicPrinted<form>>&) { return BasicPrinted<form>(std::string("K")); }

/// Is a datum exactly zero? Data are exact, so this never answers unknown on inputs.
template <class T> bool exactly_zero(const T& x) { return (x == T(0)) == Decision::yes; }
template <Form form> bool exactly_zero(const BasicPrinted<form>&) { return false; }

}  // namespace lossproof
