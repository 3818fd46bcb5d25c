// SPDX-License-Identifier: Apache-2.0
#include "reference/oracle/input.hpp"

namespace lossproof {
namespace {

/// The word at an enumerator's place.
template <std::size_t Size, class Enum> constexpr std::string_view word(const std::string_view (&words)[Size], Enum value) {
    return words[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view name(Meaning meaning) {
    static constexpr std::string_view words[] = {
        "real",         "logit",    "log_probability", "distribution",  "probability", "prediction", "target",  "unit_target", "soft_label",
        "binary_label", "variance", "second_moment",   "momentum",      "parameter",   "gradient",   "feature", "weight",      "bias",
        "class_index",  "sign",     "class_weight",    "sample_weight", "pos_weight",  "upstream",   "position"};
    static_assert(std::size(words) == static_cast<std::size_t>(Meaning::position) + 1);
    return word(words, meaning);
}

std::string_view name(Dim dim) {
    static constexpr std::string_view words[] = {"1", "N", "D", "K", "H0", "H1", "O", "P"};
    static_assert(std::size(words) == dim_count);
    return word(words, dim);
}

std::string_view name(Role role) {
    static constexpr std::string_view words[] = {"element", "row", "label", "sign", "position", "vector", "matrix", "signs"};
    static_assert(std::size(words) == static_cast<std::size_t>(Role::signs) + 1);
    return word(words, role);
}

std::string text(const Shape& shape) {
    std::string result = "[";
    for (const Dim dim : shape) result += (result.size() > 1 ? "," : "") + std::string(name(dim));
    return result + "]";
}

}  // namespace lossproof
