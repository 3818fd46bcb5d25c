// SPDX-License-Identifier: Apache-2.0
// From an entry (a struct with a formula) to an Operation: unpacks a group into the formula's arguments by the roles of
// its inputs and flattens what it returns. An entry provides
//   static constexpr Entry entry{…};
//   static constexpr Input inputs[] = {…};
//   template <class T> static … value(inputs…[, const Given<T>&]);
// and may provide `gradient`, `parameters`, `value_bound`, `gradient_bound`, `hessian_bound`, `in_domain`, `check`,
// `value_limit`, `gradient_limit`, `clips` and `choices`.
#pragma once
#include "reference/functions/bounds.hpp"
#include "reference/oracle/documented.hpp"
#include "reference/oracle/operation.hpp"

namespace lossproof {

struct Entry {
    std::string_view name;
    std::string_view summary;
    std::string_view lectures = {};
    std::string_view domain = "finite numbers";
    std::string_view stable_form = {};
    std::string_view source = {};
    std::string_view results = "value";  ///< names, separated by spaces
    std::string_view gradients = {};     ///< `d_logits` `H_logits` …, in the order the gradient answers them
    bool reductions = true;
    bool reads_only_label = false;
    Class best = Class::accurate;
    bool irrational = false;  ///< Lindemann–Weierstrass: rational only where the exact tier sees it
};

namespace detail {

template <class E, class T, std::size_t I> decltype(auto) argument(const Group<T>& group) {
    constexpr Input spec = E::inputs[I];
    const auto& input = group.inputs[I];
    if constexpr (spec.role == Role::element) {
        if constexpr (spec.optional) return input.present ? std::optional<T>(input.values[0]) : std::optional<T>();
        else return static_cast<const T&>(input.values[0]);
    } else if constexpr (spec.role == Role::row || spec.role == Role::vector) {
        if constexpr (spec.optional) return input.present ? std::optional<Row<T>>(input.values) : std::optional<Row<T>>();
        else return static_cast<const Row<T>&>(input.values);
    } else if constexpr (spec.role == Role::matrix) {
        using M = Matrix<T>;
        M whole{input.rows, input.columns, input.values};
        if constexpr (spec.optional) return input.present ? std::optional<M>(std::move(whole)) : std::optional<M>();
        else return whole;
    } else if constexpr (spec.role == Role::label) {
        return static_cast<Label>(input.integers[0]);
    } else if constexpr (spec.role == Role::sign) {
        return static_cast<int>(input.integers[0]);
    } else if constexpr (spec.role == Role::signs) {
        return static_cast<const std::vector<std::int64_t>&>(input.integers);
    } else {
        return static_cast<Label>(group.position);
    }
}

/// Call f with the entry's arguments, and with the parameters if it takes them.
template <class E, class T, class F> decltype(auto) call(const Group<T>& group, F function) {
    return [&]<std::size_t... I>(std::index_sequence<I...>)->decltype(auto) {
        if constexpr (std::is_invocable_v<F, decltype(argument<E, T, I>(group))..., const Given<T>&>)
            return function(argument<E, T, I>(group)..., group.given);
        else return function(argument<E, T, I>(group)...);
    }
    (std::make_index_sequence<std::size(E::inputs)>{});
}

template <class T> void flatten(std::vector<Row<T>>& out, const T& one) { out.push_back(Row<T>(std::vector<T>{one})); }
template <class T> void flatten(std::vector<Row<T>>& out, const Row<T>& row) { out.push_back(row); }
template <class T> void flatten(std::vector<Row<T>>& out, const Matrix<T>& matrix) { out.push_back(matrix.entries); }
template <class T> void flatten(std::vector<Row<T>>& out, const std::vector<Row<T>>& rows) { out = rows; }
template <class T, class... R> void flatten(std::vector<Row<T>>& out, const std::tuple<R...>& results) {
    std::apply([&](const auto&... each) { (flatten<T>(out, each), ...); }, results);
}

template <class T, class R> std::vector<Row<T>> flattened(const R& result) {
    std::vector<Row<T>> out;
    flatten<T>(out, result);
    return out;
}

template <class E, class T> std::vector<Row<T>> value(const Group<T>& group) {
    return flattened<T>(call<E>(group, [](const auto&... a) -> decltype(E::value(a...)) { return E::value(a...); }));
}
template <class E, class T> std::vector<Row<T>> gradient(const Group<T>& group) {
    return flattened<T>(call<E>(group, [](const auto&... a) -> decltype(E::gradient(a...)) { return E::gradient(a...); }));
}

template <class Set, template <class> class Maker, std::size_t... I> Set formulas(std::index_sequence<I...>) {
    return {Maker<std::tuple_element_t<I, Set>>::formula...};
}
template <class F> struct NumberOf;
template <class T> struct NumberOf<Formula<T>> { using type = T; };

template <class E> struct Makers {
    template <class F> struct Value { static constexpr F formula = &value<E, typename NumberOf<F>::type>; };
    template <class F> struct Gradient { static constexpr F formula = &gradient<E, typename NumberOf<F>::type>; };
};
inline constexpr auto every_number = std::make_index_sequence<std::tuple_size_v<FormulaSet>>{};

std::vector<std::string> words(std::string_view text);

/// A special answer: nothing, or the flattened outputs.
template <class E, class R> std::optional<std::vector<Row<double>>> limit(const R& answer) {
    if (!answer) return std::nullopt;
    return flattened<double>(*answer);
}

}  // namespace detail

void finish(Operation& operation, const Entry& entry);

/// The operation an entry describes.
template <class E> Operation describe() {
    using namespace detail;
    Operation operation{};
    operation.inputs = E::inputs;
    if constexpr (requires { E::parameters; }) operation.parameters = E::parameters;
    operation.value = formulas<FormulaSet, Makers<E>::template Value>(every_number);
    if constexpr (!E::entry.gradients.empty()) operation.gradient = formulas<FormulaSet, Makers<E>::template Gradient>(every_number);
    operation.row_result = std::is_same_v<decltype(call<E>(std::declval<const Group<Rational>&>(),
                                                           [](const auto&... a) -> decltype(E::value(a...)) { return E::value(a...); })),
                                          Row<Rational>>;
    if constexpr (requires { E::value_bound; }) operation.value_bound = &E::value_bound;
    if constexpr (requires { E::gradient_bound; }) operation.gradient_bound = &E::gradient_bound;
    if constexpr (requires { E::hessian_bound; }) operation.hessian_bound = &E::hessian_bound;
    if constexpr (requires { &E::in_domain; })
        operation.in_domain = [](const Group<double>& g) -> bool { return call<E>(g, E::in_domain); };
    if constexpr (requires { &E::check; }) operation.check = [](const Group<double>& g) { call<E>(g, E::check); };
    if constexpr (requires { &E::value_limit; })
        operation.value_limit = [](const Group<double>& g) { return limit<E>(call<E>(g, E::value_limit)); };
    if constexpr (requires { &E::gradient_limit; })
        operation.gradient_limit = [](const Group<double>& g) { return limit<E>(call<E>(g, E::gradient_limit)); };
    Documented documented;
    if constexpr (requires { E::clips; }) documented.clips = E::clips;
    if constexpr (requires { E::choices; }) documented.choices = E::choices;
    document(E::entry.name, documented);
    finish(operation, E::entry);
    return operation;
}

/// Make a file of the catalogue known: the file's name, and the entry in it.
#define LOSSPROOF_ENTRY(file_name, Type)                                                                                                   \
    Operation entry_##file_name() { return describe<Type>(); }

}  // namespace lossproof
