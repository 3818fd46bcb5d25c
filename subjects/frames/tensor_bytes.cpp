// SPDX-License-Identifier: Apache-2.0
#include "subjects/frames/tensor_bytes.hpp"

#include <array>
#include <cstring>

namespace lossproof {
namespace {

constexpr std::array<std::string_view, 5> names{"f64", "f32", "f16", "bf16", "i64"};
constexpr std::array<std::size_t, 5> sizes{8, 4, 2, 2, 8};

/// The bytes of one element. Every value is a number of its type already, so the casts are exact.
template <class Element> Element element(double value, Dtype dtype) {
    if constexpr (std::is_same_v<Element, std::uint16_t>) return static_cast<Element>(encode(format_of(dtype), value));
    else return static_cast<Element>(value);
}
template <class Element> double number(Element stored, Dtype dtype) {
    if constexpr (std::is_same_v<Element, std::uint16_t>) return decode(format_of(dtype), stored);
    else return static_cast<double>(stored);
}

template <class Visitor> auto with_element(Dtype dtype, Visitor visitor) {
    switch (dtype) {
    case Dtype::f64: return visitor(double{});
    case Dtype::f32: return visitor(float{});
    case Dtype::i64: return visitor(std::int64_t{});
    default: return visitor(std::uint16_t{});
    }
}

}  // namespace

std::string_view name(Dtype dtype) { return names[static_cast<std::size_t>(dtype)]; }
std::size_t bytes_of(Dtype dtype) { return sizes[static_cast<std::size_t>(dtype)]; }

std::optional<Dtype> dtype_named(std::string_view wanted) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == wanted) return static_cast<Dtype>(i);
    return std::nullopt;
}

std::string encoded(const Tensor& tensor, Dtype dtype) {
    return with_element(dtype, [&](auto zero) {
        using Element = decltype(zero);
        std::string bytes(tensor.values.size() * sizeof(Element), '\0');
        char* to = bytes.data();
        for (const double value : tensor.values) {
            const Element stored = element<Element>(value, dtype);
            std::memcpy(to, &stored, sizeof stored);
            to += sizeof stored;
        }
        return bytes;
    });
}

std::vector<double> decoded(std::string_view bytes, Dtype dtype) {
    return with_element(dtype, [&](auto zero) {
        using Element = decltype(zero);
        std::vector<double> values(bytes.size() / sizeof(Element));
        const char* from = bytes.data();
        for (double& value : values) {
            Element stored;
            std::memcpy(&stored, from, sizeof stored);
            from += sizeof stored;
            value = number(stored, dtype);
        }
        return values;
    });
}

std::optional<std::size_t> elements_of(const std::vector<std::int64_t>& shape) {
    constexpr std::int64_t most = std::int64_t{1} << 40;
    std::int64_t count = 1;
    for (const std::int64_t length : shape) {
        if (length < 0 || length > most) return std::nullopt;
        if (length != 0 && count > most / length) return std::nullopt;
        count *= length;
    }
    return static_cast<std::size_t>(count);
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const std::int64_t length : shape) text += (text.size() > 1 ? "," : "") + std::to_string(length);
    return text + "]";
}

}  // namespace lossproof
