// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace lossproof {
namespace number_text {

/// Is a number that binary64 cannot hold too small, not too large? The place of its first digit and its exponent say so together.
inline bool too_small(std::string_view digits, bool hex) {
    constexpr std::int64_t most = std::int64_t{1} << 60;
    const auto mark = std::min(digits.find_first_of(hex ? "pP" : "eE"), digits.size());
    const std::string_view mantissa = digits.substr(0, mark);
    std::string_view power = digits.substr(std::min(mark + 1, digits.size()));
    if (power.starts_with('+')) power.remove_prefix(1);
    std::int64_t exponent = 0;
    const auto failure = std::from_chars(power.data(), power.data() + power.size(), exponent).ec;
    if (failure == std::errc::result_out_of_range) exponent = power.starts_with('-') ? -most : most;

    const auto point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
    const auto first = static_cast<std::int64_t>(std::min(mantissa.find_first_not_of("0."), mantissa.size()));
    const std::int64_t place = first < point ? point - first : point - first + 1;
    return std::clamp(exponent, -most, most) + (hex ? 4 : 1) * place < 0;
}

}  // namespace number_text

/// The nearest binary64 of a decimal or hexadecimal number (`0x1.8p+1`), `inf` or `nan`, the whole text and whatever the locale;
/// infinity or zero beyond the range. Nothing for any other text.
inline std::optional<double> read_double(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    if (hex) text.remove_prefix(2);
    // from_chars would take another sign here, and after 0x the words inf and nan.
    if (text.empty() || text.front() == '-' || (hex && text.find_first_of("0123456789abcdefABCDEF.") != 0)) return std::nullopt;

    // GCC 12's from_chars takes p+-9 for an exponent.
    if (hex && (text.find("p+-") != text.npos || text.find("P+-") != text.npos)) return std::nullopt;

    double value = 0;
    const auto format = hex ? std::chars_format::hex : std::chars_format::general;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, format);
    if (end != text.data() + text.size() || failure == std::errc::invalid_argument) return std::nullopt;
    if (failure == std::errc::result_out_of_range) value = number_text::too_small(text, hex) ? 0 : std::numeric_limits<double>::infinity();
    return negative ? -value : value;
}

}  // namespace lossproof
