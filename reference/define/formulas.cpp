// SPDX-License-Identifier: Apache-2.0
#include "reference/define/formulas.hpp"

#include <array>
#include <mutex>

namespace lossproof::defined {
namespace {

constexpr std::size_t places = 64;
std::array<const Formulas*, places> bound;  ///< written before the operation that reads it is known

template <class T> std::vector<Row<T>> at_place(std::size_t place, bool gradient, const Group<T>& group) {
    const Formulas& formulas = *bound[place];
    if constexpr (is_printed<T>) {
        const auto printed = [](const std::string& text) { return Row<T>(std::vector<T>{T(text, T::sum)}); };
        if (!gradient) return {printed(std::is_same_v<T, Printed> ? formulas.value_text : formulas.stable_text)};
        std::vector<Row<T>> rows;
        for (const std::string& text : formulas.gradient_texts) rows.push_back(printed(text));
        return rows;
    } else return evaluated(formulas, gradient, group);
}
template <class T, std::size_t Place, bool Gradient> std::vector<Row<T>> formula(const Group<T>& group) {
    return at_place(Place, Gradient, group);
}

template <class F> struct NumberOf;
template <class T> struct NumberOf<Formula<T>> { using type = T; };
/// Definitions are evaluated a number at a time.
template <class T, std::size_t Place, bool Gradient> constexpr Formula<T> formula_of() {
    if constexpr (std::is_same_v<T, Lanes>) return nullptr;
    else return &formula<T, Place, Gradient>;
}
template <std::size_t Place, bool Gradient, std::size_t... I> FormulaSet set_of(std::index_sequence<I...>) {
    return {formula_of<typename NumberOf<std::tuple_element_t<I, FormulaSet>>::type, Place, Gradient>()...};
}
using EveryNumber = std::make_index_sequence<std::tuple_size_v<FormulaSet>>;

struct Sets {
    FormulaSet value, gradient;
};
template <std::size_t... Place> std::array<Sets, places> table_of(std::index_sequence<Place...>) {
    return {Sets{.value = set_of<Place, false>(EveryNumber{}), .gradient = set_of<Place, true>(EveryNumber{})}...};
}

}  // namespace

void bind(const Formulas& formulas, Operation& operation) {
    static const auto table = table_of(std::make_index_sequence<places>{});
    static std::mutex mutex;
    static std::size_t taken = 0;
    const std::lock_guard lock(mutex);
    if (taken == places) throw UsageError("expected at most " + std::to_string(places) + " definitions in one run of the program");
    bound[taken] = &formulas;
    operation.value = table[taken].value;
    operation.gradient = table[taken].gradient;
    if (operation.stability == Stability::formula) std::get<Formula<StablePrinted>>(operation.value) = nullptr;
    ++taken;
}

}  // namespace lossproof::defined
