// SPDX-License-Identifier: Apache-2.0
// From an entry (a struct with a formula) to an Operation: unpacks a group into the formula's arguments by the roles of
// its inputs and flattens what it returns. An entry provides
//   static constexpr Entry entry{…};
//   static constexpr Input inputs[] = {…};
//   template <class T> static … value(inputs…[, const Given<T>&]);
// says by `.stability` whether the formula, or the form that enclosures evaluate, is the stable algorithm, or provides `stable`
// (and `stable_gradient`), and may provide `gradient`, `parameters`, `results`, `value_bound`, `gradient_bound`, `hessian_bound`,
// `in_domain`, `check`, `value_limit`, `gradient_limit`, `clips` and `choices`.
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
    Stability stability = Stability::unsaid;
    std::string_view source = {};
    std::string_view gradients = {};  ///< `d_logits` `H_logits` …, in the order the gradient answers them
    Batch batch = Batch::elements;    ///< what `value` is evaluated on
    bool reductions = true;
    bool nan_by_formula = false;
    Class best = Class::accurate;
    bool scales_first = false;  ///< by a temperature, say: every number of the row is rounded where it stands
    bool irrational = false;    ///< Lindemann–Weierstrass: rational only where the exact tier sees it
    bool abrupt = false;        ///< a derivative jumps, or the domain ends, at numbers that inputs can be
    bool empty_rows = false;    ///< rows without entries have an answer
};

using enum Dim;                              // entries write .shape = {N, K}
inline constexpr Result one_value[] = {{}};  ///< where an entry says nothing of its results

namespace detail {

template <class E, class T, std::size_t I> decltype(auto) argument(const Group<T>& group) {
    constexpr Input spec = E::inputs[I];
    constexpr Role role = role_of(E::entry.batch, spec);
    const auto& input = group.inputs[I];
    if constexpr (role == Role::element) {
        if constexpr (spec.optional) return input.present ? std::optional<T>(input.values[0]) : std::optional<T>();
        else return static_cast<const T&>(input.values[0]);
    } else if constexpr (role == Role::row || role == Role::vector) {
        if constexpr (spec.optional) return input.present ? std::optional<Row<T>>(input.values) : std::optional<Row<T>>();
        else return static_cast<const Row<T>&>(input.values);
    } else if constexpr (role == Role::matrix) {
        using M = Matrix<T>;
        M whole{input.rows, input.columns, input.values};
        if constexpr (spec.optional) return input.present ? std::optional<M>(std::move(whole)) : std::optional<M>();
        else return whole;
    } else if constexpr (role == Role::label) {
        return static_cast<Label>(input.integers[0]);
    } else if constexpr (role == Role::sign) {
        return static_cast<int>(input.integers[0]);
    } else if constexpr (role == Role::signs) {
        return static_cast<const std::vector<std::int64_t>&>(input.integers);
    } else {
        return static_cast<Label>(group.position);
    }
}

/// Is f called with these inputs, and with the parameters behind them?
enum class Way { none, inputs, inputs_and_parameters };
template <class E, class T, class F, std::size_t... I> constexpr Way way(std::index_sequence<I...>) {
    using G = const Group<T>&;
    if (std::is_invocable_v<F, decltype(argument<E, T, I>(std::declval<G>()))..., const Given<T>&>) return Way::inputs_and_parameters;
    return std::is_invocable_v<F, decltype(argument<E, T, I>(std::declval<G>()))...> ? Way::inputs : Way::none;
}
template <class E> using AllInputs = std::make_index_sequence<std::size(E::inputs)>;
/// Class weights stand last; most formulas leave them to the reduction.
template <class E> constexpr std::size_t unweighted_inputs() {
    return static_cast<std::size_t>(
        std::count_if(std::begin(E::inputs), std::end(E::inputs), [](const Input& i) { return i.meaning != Meaning::class_weight; }));
}
/// Call f with the entry's arguments: with class weights and with the parameters if it takes them.
template <class E, class T, class F> decltype(auto) call(const Group<T>& group, F function) {
    constexpr bool all = way<E, T, F>(AllInputs<E>{}) != Way::none;
    using Chosen = std::conditional_t<all, AllInputs<E>, std::make_index_sequence<unweighted_inputs<E>()>>;
    return [&]<std::size_t... I>(std::index_sequence<I...> chosen)->decltype(auto) {
        if constexpr (way<E, T, F>(decltype(chosen){}) == Way::inputs_and_parameters)
            return function(argument<E, T, I>(group)..., group.given);
        else return function(argument<E, T, I>(group)...);
    }
    (Chosen{});
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

/// Numbers that an entry's stable algorithm is evaluated in.
template <class T>
inline constexpr bool takes_stable = std::is_same_v<T, Rounding> || std::is_same_v<T, StableMachine> || std::is_same_v<T, StablePrinted>;
template <class E> inline constexpr bool has_stable = requires(const Group<Rounding>& group) {
    call<E>(group, [](const auto&... a) -> decltype(E::stable(a...)) { return E::stable(a...); });
};
template <class E> inline constexpr bool has_stable_gradient = requires(const Group<Rounding>& group) {
    call<E>(group, [](const auto&... a) -> decltype(E::stable_gradient(a...)) { return E::stable_gradient(a...); });
};

template <class E, class T> std::vector<Row<T>> value(const Group<T>& group) {
    if constexpr (takes_stable<T> && has_stable<E>)
        return flattened<T>(call<E>(group, [](const auto&... a) -> decltype(E::stable(a...)) { return E::stable(a...); }));
    else return flattened<T>(call<E>(group, [](const auto&... a) -> decltype(E::value(a...)) { return E::value(a...); }));
}
template <class E, class T> std::vector<Row<T>> gradient(const Group<T>& group) {
    if constexpr (takes_stable<T> && has_stable_gradient<E>)
        return flattened<T>(
            call<E>(group, [](const auto&... a) -> decltype(E::stable_gradient(a...)) { return E::stable_gradient(a...); }));
    else return flattened<T>(call<E>(group, [](const auto&... a) -> decltype(E::gradient(a...)) { return E::gradient(a...); }));
}

template <class Set, template <class> class Maker, std::size_t... I> Set formulas(std::index_sequence<I...>) {
    return {Maker<std::tuple_element_t<I, Set>>::formula...};
}
template <class F> struct NumberOf;
template <class T> struct NumberOf<Formula<T>> { using type = T; };

template <class E> struct Makers {
    /// Lanes are elements of a batch: only a formula of one number has them.
    template <class F>
    static constexpr bool left_out =
        std::is_same_v<F, Formula<Lanes>> && !(unweighted_inputs<E>() == 1 && role_of(E::entry.batch, E::inputs[0]) == Role::element);
    /// The stable algorithm is printed of values alone, and where it is the formula that has been printed already.
    template <class F> static constexpr bool printed_stable = std::is_same_v<F, Formula<StablePrinted>>;
    template <class F> static constexpr F value_formula() {
        if constexpr (left_out<F> || (printed_stable<F> && E::entry.stability == Stability::formula)) return nullptr;
        else return &value<E, typename NumberOf<F>::type>;
    }
    template <class F> static constexpr F gradient_formula() {
        if constexpr (left_out<F> || printed_stable<F>) return nullptr;
        else return &gradient<E, typename NumberOf<F>::type>;
    }
    template <class F> struct Value { static constexpr F formula = value_formula<F>(); };
    template <class F> struct Gradient { static constexpr F formula = gradient_formula<F>(); };
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
    static_assert(E::entry.stability != Stability::unsaid, "an entry says which algorithm is its stable one");
    static_assert(has_stable<E> == (E::entry.stability == Stability::algorithm), "`stable` is written where, and only where, it is said");
    Operation operation{};
    operation.inputs.assign(std::begin(E::inputs), std::end(E::inputs));
    const auto formula = [](const auto&... a) -> decltype(E::value(a...)) { return E::value(a...); };
    operation.weighs_itself =
        unweighted_inputs<E>() < std::size(E::inputs) && way<E, Rational, decltype(formula)>(AllInputs<E>{}) != Way::none;
    operation.formula_inputs = operation.weighs_itself ? std::size(E::inputs) : unweighted_inputs<E>();
    operation.answers = one_value;
    if constexpr (requires { E::results; }) operation.answers = E::results;
    if constexpr (requires { E::parameters; }) operation.parameters = E::parameters;
    operation.value = formulas<FormulaSet, Makers<E>::template Value>(every_number);
    if constexpr (!E::entry.gradients.empty()) operation.gradient = formulas<FormulaSet, Makers<E>::template Gradient>(every_number);
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
