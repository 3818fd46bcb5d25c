// SPDX-License-Identifier: Apache-2.0
// A function of rows with its types forgotten, and what comes of judging it.
#pragma once
#include "testing/question.hpp"

#include <functional>
#include <ostream>
#include <span>
#include <type_traits>

namespace lossproof::testing {

/// What is wrong with results, as text; empty if nothing is. Throws UsageError if the question is none.
std::string shortcoming(const std::string& operation, Format format, const std::vector<Argument>& arguments, const std::string& output,
                        const Numbers& got);

/// The arguments that make this very case.
std::vector<Argument> arguments_of(const Case& question);

/// Numbers of one row of an input or result. An input of one number converts to it; a label converts to a whole number.
template <class T> struct Slot : std::span<T> {
    using std::span<T>::span;
    operator T() const { return this->front(); }
    template <class Whole>
    requires std::is_integral_v<Whole>
    explicit operator Whole() const { return static_cast<Whole>(this->front()); }
};

/// One row: numbers of the inputs, and where results go, all exact in the format.
struct RowCall {
    std::vector<std::vector<double>> inputs;
    std::vector<std::vector<double>> results;
};

/// A function of one type of number: how many slots it takes, and the call.
struct Erased {
    Format format;
    std::size_t slots;
    bool returns;  ///< the value, instead of writing it
    std::function<void(RowCall&)> call;
};

namespace detail {

template <class T, std::size_t> using Each = Slot<T>;
template <class F, class T, std::size_t... i> constexpr bool takes(std::index_sequence<i...>) {
    return std::is_invocable_v<F, Each<T, i>...>;
}

/// The number of slots a function takes, 0 if it takes none up to eight.
template <class F, class T, std::size_t n = 1> constexpr std::size_t slots_of() {
    if constexpr (n > 8) return 0;
    else if constexpr (takes<F, T>(std::make_index_sequence<n>())) return n;
    else return slots_of<F, T, n + 1>();
}

template <class T, class F, std::size_t... i> void call(F& function, RowCall& row, std::index_sequence<i...>) {
    std::vector<std::vector<T>> all;
    for (const auto& input : row.inputs) all.emplace_back(input.begin(), input.end());
    using Result = std::invoke_result_t<F&, Each<T, i>...>;
    if constexpr (std::is_void_v<Result>) {
        for (const auto& result : row.results) all.emplace_back(result.size());
        function(Slot<T>(all[i])...);
        for (std::size_t r = 0; r < row.results.size(); ++r) {
            const auto& written = all[row.inputs.size() + r];
            row.results[r].assign(written.begin(), written.end());
        }
    } else {
        row.results.front().assign(1, static_cast<double>(function(Slot<T>(all[i])...)));
    }
}

template <class F, class T, std::size_t... i> constexpr bool returns_value(std::index_sequence<i...>) {
    return !std::is_void_v<std::invoke_result_t<F, Each<T, i>...>>;
}

}  // namespace detail

template <class T, class F> Erased erased(F& function) {
    constexpr std::size_t slots = detail::slots_of<F&, T>();
    static_assert(slots > 0, "holds: expected a function of one to eight Slot<T>, T float and double");
    constexpr auto indices = std::make_index_sequence<slots>();
    return {.format = sizeof(T) == sizeof(float) ? Format::f32 : Format::f64,
            .slots = slots,
            .returns = detail::returns_value<F&, T>(indices),
            .call = [&function, indices](RowCall& row) { detail::call<T>(function, row, indices); }};
}

/// What came of it: true if it held and something was judged; the text tells the worst failures.
class Outcome {
public:
    Outcome(bool held, std::string told) : held_(held), told_(std::move(told)) {}
    explicit operator bool() const { return held_; }
    const std::string& text() const { return told_; }

    /// GoogleTest's AssertionResult, so that EXPECT_TRUE shows the text; no header of it is needed here.
    template <class Result>
    requires requires(Result r) {
        r.failure_message();
        r << std::string();
    }
    operator Result() const {
        Result result(held_);
        result << told_;
        return result;
    }
    friend std::ostream& operator<<(std::ostream& out, const Outcome& outcome) { return out << outcome.told_; }

private:
    bool held_;
    std::string told_;
};

/// Throws UsageError for an unknown operation, or a function whose slots do not fit it.
Outcome judged(const std::string& operation, std::vector<Erased> functions, const std::vector<Argument>& fixed);

}  // namespace lossproof::testing
