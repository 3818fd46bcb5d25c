// SPDX-License-Identifier: Apache-2.0
// Tests without a tolerance, for any framework: docs/cpp.md. Link lossproof::testing.
#pragma once
#include "testing/callable.hpp"
#include "testing/question.hpp"

#include <cmath>
#include <initializer_list>
#include <limits>
#include <ranges>

namespace lossproof {

/// The format of a C++ type. Specialise it for a 16-bit type of your own; its numbers must convert to double exactly.
template <class T> struct format_of;
template <> struct format_of<double> { static constexpr Format value = Format::f64; };
template <> struct format_of<float> { static constexpr Format value = Format::f32; };
#ifdef __FLT16_MANT_DIG__
template <> struct format_of<_Float16> { static constexpr Format value = Format::f16; };
#endif

namespace testing {

template <class T>
concept Number = std::is_arithmetic_v<T> || requires {
    format_of<T>::value;
};
template <class R>
concept Row = std::ranges::input_range<const R> && Number<std::ranges::range_value_t<R>>;
template <class R>
concept Rows = std::ranges::input_range<const R> && Row<std::ranges::range_value_t<R>>;

/// A number, a range of numbers, or a range of such ranges, as numbers with their shape.
template <Number T> Numbers numbers(const T& value) {
    return {.shape = {}, .values = {static_cast<double>(value)}, .integral = std::is_integral_v<T>};
}
template <Row R> Numbers numbers(const R& row) {
    Numbers all{.shape = {0}, .values = {}, .integral = std::is_integral_v<std::ranges::range_value_t<R>>};
    for (const auto& value : row) all.values.push_back(static_cast<double>(value));
    all.shape[0] = static_cast<std::int64_t>(all.values.size());
    return all;
}
template <Rows R> Numbers numbers(const R& rows) {
    Numbers all{.shape = {0, 0}, .values = {}, .integral = false};
    for (const auto& row : rows) {
        const Numbers one = numbers(row);
        if (all.shape[0]++ > 0 && one.shape[0] != all.shape[1]) throw std::invalid_argument("expected rows of one length");
        all.shape[1] = one.shape[0];
        all.integral = one.integral;
        all.values.insert(all.values.end(), one.values.begin(), one.values.end());
    }
    return all;
}

template <class T> struct element { using type = T; };
template <std::ranges::range R> struct element<R> : element<std::ranges::range_value_t<R>> {};

/// `{"logits", z}`, `{"label", 0}`, `{"reduction", "mean"}`.
struct Named : Argument {
    template <class T> Named(std::string name, const T& given) : Argument{std::move(name), {}} {
        if constexpr (std::is_convertible_v<T, std::string>) value = std::string(given);
        else value = numbers(given);
    }
};

/// Compares results with the certified ones. The same object is a matcher of Catch2 (2 and 3) and of GoogleMock.
class Certified {
public:
    Certified(std::string operation, std::vector<Argument> arguments, std::string output)
        : operation_(std::move(operation)), arguments_(std::move(arguments)), output_(std::move(output)) {}

    /// The same question about another output: `certified(…).output("d_logits")`.
    Certified output(std::string name) const { return {operation_, arguments_, std::move(name)}; }

    /// Catch2's question: a number, a range of numbers, or rows of numbers. Throws UsageError if the question is none.
    template <class T> bool match(const T& got) const {
        using Element = std::remove_cvref_t<typename element<T>::type>;
        failure_ = shortcoming(operation_, format_of<Element>::value, arguments_, output_, numbers(got));
        return failure_.empty();
    }
    std::string describe() const { return "is certified: " + operation_ + " " + output_ + (failure_.empty() ? "" : "\n" + failure_); }
    std::string toString() const { return describe(); }

    using is_gtest_matcher = void;
    template <class T> bool MatchAndExplain(const T& got, std::ostream* listener) const {
        const bool good = match(got);
        if (!good && listener) *listener << "\n" << failure_;
        return good;
    }
    void DescribeTo(std::ostream* out) const { *out << "is certified: " << operation_ << " " << output_; }
    void DescribeNegationTo(std::ostream* out) const { *out << "is not certified: " << operation_ << " " << output_; }

private:
    std::string operation_;
    std::vector<Argument> arguments_;
    std::string output_;
    mutable std::string failure_;  ///< of the last match, for the frameworks ask for it afterwards
};

}  // namespace testing

/// Every number of the result must lie within the error that is derived for it. Results are in the format of their type.
///     REQUIRE_THAT(mine::cross_entropy(z, 0), lossproof::certified("softmax_cross_entropy", {{"logits", z}, {"label", 0}}));
inline testing::Certified certified(std::string operation, std::initializer_list<testing::Named> given) {
    return {std::move(operation), {given.begin(), given.end()}, "value"};
}
/// The same for a case that was drawn.
inline testing::Certified certified(const Case& question, std::string output = "value") {
    return {question.operation, testing::arguments_of(question), std::move(output)};
}

/// Judges a function of rows over all hard inputs and laws; true if it holds, and printable. It is called once a row with a Slot for each
/// input in the catalogue's order, then one for each result it writes: value first, then gradients. A function of inputs
/// alone returns the value. It is compiled for float and double. `fixed`: parameters, elsewhere at their defaults.
///     EXPECT_TRUE(lossproof::holds("softmax", [](auto z, auto p) { mine::softmax(z.data(), p.data(), z.size()); }));
template <class F> testing::Outcome holds(const std::string& operation, F function, std::initializer_list<testing::Named> fixed = {}) {
    return testing::judged(operation, {testing::erased<float>(function), testing::erased<double>(function)}, {fixed.begin(), fixed.end()});
}

}  // namespace lossproof
