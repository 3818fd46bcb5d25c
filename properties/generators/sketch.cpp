// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/sketch.hpp"

#include "properties/generators/rows.hpp"

namespace lossproof {
namespace {

std::size_t size_of(const std::vector<std::int64_t>& shape) {
    std::size_t size = 1;
    for (const auto extent : shape) size *= static_cast<std::size_t>(extent);
    return size;
}

bool left_out(Sketch& s, const Input& input) {
    if (input.meaning == Meaning::position || is_factor(input.meaning)) return true;
    if (!input.optional) return false;
    return s.given ? !s.given->contains(input.name) : s.dice.chance(40);
}

void fill_rows(Sketch& s, const Input& input, Tensor& tensor) {
    const Tensor* label = s.first(Meaning::class_index);
    // Of two one-hot distributions nothing but 0 and ∞ would come: the second is mostly an ordinary one.
    const bool second = input.meaning == Meaning::distribution && s.first(Meaning::distribution) != nullptr;
    const Region region = s.region == Region::one_hot && second && s.dice.chance(75) ? Region::moderate : s.region;
    for (std::int64_t row = 0; row < tensor.rows(); ++row) {
        const auto length = static_cast<std::size_t>(tensor.columns());
        const auto at = label ? static_cast<std::size_t>(label->values[row]) : static_cast<std::size_t>(row) % length;
        const auto numbers = input.meaning == Meaning::logit ? logit_row(s.region, s.format, length, at, s.drawn.parameters, s.dice)
                                                             : distribution_row(region, s.format, length, s.dice);
        tensor.values.insert(tensor.values.end(), numbers.begin(), numbers.end());
    }
}

void fill(Sketch& s, std::size_t place) {
    const Input& input = s.operation.inputs[place];
    if (left_out(s, input)) return;
    const Meaning meaning = input.meaning;
    Tensor tensor{.shape = shape_of(s.operation, input, s.sizes), .values = {}, .integral = is_integral(meaning)};
    if (input.broadcast && !s.holds_landmarks() && s.dice.chance(30)) tensor.shape = {1, 1};
    const std::size_t size = size_of(tensor.shape);
    const bool by_row = s.operation.role(place) == Role::row && (meaning == Meaning::logit || meaning == Meaning::distribution);
    if (by_row) fill_rows(s, input, tensor);
    while (!by_row && tensor.values.size() < size) {
        if (meaning == Meaning::class_index) tensor.values.push_back(s.dice.whole(0, static_cast<int>(s.sizes.columns) - 1));
        else if (meaning == Meaning::sign) tensor.values.push_back(s.dice.sign());
        else tensor.values.push_back(single(meaning, s.region, s.format, s.dice));
    }
    if (s.region == Region::one_minus_infinity && meaning == Meaning::log_probability)
        tensor.values[s.dice.whole(0, static_cast<int>(size) - 1)] = -HUGE_VAL;
    s.drawn.inputs.emplace(input.name, std::move(tensor));
}

}  // namespace

void fill(Sketch& s) {
    for (const bool labels : {true, false})
        for (std::size_t i = 0; i < s.operation.inputs.size(); ++i)
            if (labels == is_integral(s.operation.inputs[i].meaning)) fill(s, i);
}

void ignore(Sketch& s, std::int64_t ignored, bool all) {
    s.drawn.parameters["ignore_index"] = ignored;
    Tensor& label = *s.first(Meaning::class_index);
    for (std::size_t row = 0; row < label.values.size(); ++row)
        if (all || (row > 0 && s.dice.chance(40))) label.values[row] = static_cast<double>(ignored);
}

Tensor* Sketch::tensor(std::string_view name) {
    const auto found = drawn.inputs.find(name);
    return found == drawn.inputs.end() ? nullptr : &found->second;
}
Tensor* Sketch::first(Meaning meaning, int skip) {
    for (const Input& input : operation.inputs)
        if (input.meaning == meaning && skip-- == 0) return tensor(input.name);
    return nullptr;
}
Tensor* Sketch::first_share() {
    for (const Input& input : operation.inputs)
        if (is_share(input.meaning)) return tensor(input.name);
    return nullptr;
}
double Sketch::parameter(std::string_view name, double otherwise) const {
    const auto found = drawn.parameters.find(name);
    if (found == drawn.parameters.end()) return otherwise;
    const double* number = std::get_if<double>(&found->second);
    return number ? *number : otherwise;
}

}  // namespace lossproof
