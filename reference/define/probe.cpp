// SPDX-License-Identifier: Apache-2.0
#include "reference/define/probe.hpp"

#include <cmath>

namespace lossproof::defined {
namespace {

using T = Enclosure256;
constexpr Index length = 3;
constexpr int samples = 24;

/// Multiples of 1/64 that look arbitrary; the same in every run.
class Numbers {
public:
    int whole(int below) {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(below));
    }
    double between(int low, int high) { return low + whole((high - low) * 64) / 64.0; }

private:
    std::uint64_t state_ = 17;
};

double ordinary(Meaning meaning, Numbers& numbers) {
    switch (range_of(meaning)) {
    case Range::unit: return (1 + numbers.whole(62)) / 64.0;
    case Range::zero_or_one: return numbers.whole(2);
    case Range::minus_or_plus_one: return numbers.whole(2) == 0 ? -1 : 1;
    case Range::not_negative: return numbers.between(0, 3) + 1 / 64.0;
    case Range::not_positive: return numbers.between(-3, 0);
    case Range::any: break;
    }
    return numbers.between(-3, 3);
}

std::vector<double> landmarks(Meaning meaning) {
    switch (range_of(meaning)) {
    case Range::unit:
    case Range::zero_or_one: return {0, 1};
    case Range::minus_or_plus_one: return {-1, 1};
    case Range::not_negative: return {0, 0x1p-30, 0x1p30};
    case Range::not_positive: return {0, -0x1p10};
    case Range::any: break;
    }
    return {0, 1, -1, 0x1p10, -0x1p10};
}

Group<T> drawn(const Probe& probe, Numbers& numbers) {
    Group<T> group{.inputs = {}, .position = 0, .given = Given<T>(probe.parameters)};
    for (const Input& input : probe.inputs) {
        Group<T>::Input slot;
        const Index size = shape_in_group(probe.batch, input.shape).size() > 0 ? length : 1;
        for (Index j = 0; j < size; ++j) {
            if (input.meaning == Meaning::class_index) slot.integers.push_back(numbers.whole(length));
            else if (input.meaning == Meaning::sign) slot.integers.push_back(numbers.whole(2) == 0 ? -1 : 1);
            else slot.values.push_back(T::from(ordinary(input.meaning, numbers)));
        }
        group.inputs.push_back(std::move(slot));
    }
    return group;
}

std::string text_of(const Probe& probe, const Group<T>& group) {
    std::string text;
    for (Index i = 0; i < probe.inputs.size(); ++i) {
        text += (i ? ", " : "") + std::string(probe.inputs[i].name) + " =";
        for (const T& value : group.inputs[i].values) text += " " + decimal_text(Format::f64, value.middle());
        for (const auto value : group.inputs[i].integers) text += " " + std::to_string(value);
    }
    return text;
}

/// Both forms on one input; certainly different ones are no two forms of a function.
void compare(const Probe& probe, const Group<T>& group, const Source& stable) {
    Formulas other = probe.formulas;
    other.value = probe.formulas.stable;
    const T one = evaluated(probe.formulas, false, group)[0][0], two = evaluated(other, false, group)[0][0];
    if (one.is_nan() || two.is_nan() || overlap(one, two)) return;
    const auto number = [](const T& value) { return decimal_text(Format::f64, value.middle()); };
    stable.refuse(0, "expected the same function as the formula; at " + text_of(probe, group) + " the formula is " + number(one) +
                         ", the stable form " + number(two));
}

}  // namespace

std::string Probe::domain(const Source& stable) const {
    Numbers numbers;
    if (!stable.text.empty())
        for (int i = 0; i < samples; ++i) compare(*this, drawn(*this, numbers), stable);
    std::string without, infinite;
    for (Index i = 0; i < inputs.size(); ++i) {
        if (is_integral(inputs[i].meaning)) continue;
        for (const double landmark : landmarks(inputs[i].meaning)) {
            Group<T> group = drawn(*this, numbers);
            group.inputs[i].values[0] = T::from(landmark);
            const T value = evaluated(formulas, false, group)[0][0];
            const std::string here = std::string(inputs[i].name) + " = " + decimal_text(Format::f64, landmark);
            if (value.is_nan()) without += (without.empty() ? "" : ", ") + here;
            else if (value.is_point() && std::isinf(value.lower())) infinite += (infinite.empty() ? "" : ", ") + here;
        }
    }
    std::string text = "finite numbers";
    if (!infinite.empty()) text += "; infinite at " + infinite;
    if (!without.empty()) text += "; not a number at " + without;
    return text + "; special values as the formula has them: ∞ − ∞ and 0/0 are not a number, an exact 0 times anything is 0, other "
                  "quotients by 0 are undecided";
}

}  // namespace lossproof::defined
