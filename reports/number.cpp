// SPDX-License-Identifier: Apache-2.0
#include "reports/number.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace lossproof::reports {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// from_chars knows no sign or prefix in hexadecimal, and unlike strtod it does not ask the locale.
std::optional<double> read_magnitude(std::string_view text) {
    if (text == "inf") return infinity;
    if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
    if (!text.starts_with("0x") || text.size() < 3) return std::nullopt;
    text.remove_prefix(2);
    if (text.front() == '-' || text.front() == 'i' || text.front() == 'n') return std::nullopt;

    double value = 0;
    const auto [end, failure] = std::from_chars(text.begin(), text.end(), value, std::chars_format::hex);
    if (end != text.end() || failure == std::errc::invalid_argument) return std::nullopt;
    if (failure == std::errc::result_out_of_range) return text.find("p-") == text.npos ? infinity : 0.0;
    return value;
}

struct Scientific {
    std::string digits;  // "824" stands for 8.24
    int exponent;
};

Scientific scientific(double value, int digits) {
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific, digits - 1).ptr;
    const std::string_view text(buffer, end);
    const auto mark = text.find('e');

    std::string kept(text.substr(0, 1));
    if (mark > 2) kept += text.substr(2, mark - 2);
    const std::string_view power = text.substr(mark + (text[mark + 1] == '+' ? 2 : 1));
    int exponent = 0;
    std::from_chars(power.begin(), power.end(), exponent);
    return {.digits = kept, .exponent = exponent};
}

std::string positional(const Scientific& number) {
    if (number.exponent < 0) return "0." + std::string(-number.exponent - 1, '0') + number.digits;
    const auto whole = static_cast<std::size_t>(number.exponent) + 1;
    if (number.digits.size() <= whole) return number.digits + std::string(whole - number.digits.size(), '0');
    return number.digits.substr(0, whole) + "." + number.digits.substr(whole);
}

}  // namespace

std::strong_ordering operator<=>(const Number& one, const Number& other) {
    const bool nan_here = std::isnan(one.value), nan_there = std::isnan(other.value);
    if (nan_here != nan_there) return nan_here <=> nan_there;
    if (!nan_here && one.value < other.value) return std::strong_ordering::less;
    if (!nan_here && one.value > other.value) return std::strong_ordering::greater;
    return one.hex <=> other.hex;
}

std::optional<double> read_hex(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const auto magnitude = read_magnitude(text);
    if (!magnitude) return std::nullopt;
    return negative ? -*magnitude : *magnitude;
}

std::optional<Number> read_number(std::string_view hex, std::string_view decimal) {
    const auto value = read_hex(hex);
    if (!value) return std::nullopt;
    return Number{.hex = std::string(hex), .decimal = std::string(decimal), .value = *value};
}

std::string short_text(double value, Shorten how) {
    if (std::isnan(value)) return "NaN";
    if (value < 0) return "−" + short_text(-value, how);
    if (std::isinf(value)) return "∞";
    if (value == 0) return "0";

    auto number = scientific(value, how == Shorten::cut ? 17 : 3);
    number.digits.resize(3);
    while (number.digits.size() > 1 && number.digits.back() == '0') number.digits.pop_back();
    if (number.exponent >= -3 && number.exponent < 5) return positional(number);

    std::string text = number.digits.substr(0, 1);
    if (number.digits.size() > 1) text += "." + number.digits.substr(1);
    return text + "e" + (number.exponent < 0 ? "−" : "") + std::to_string(std::abs(number.exponent));
}

std::string maximum_text(const std::optional<Number>& maximum, bool exhaustive) {
    if (!maximum) return "–";
    if (!std::isfinite(maximum->value)) return short_text(maximum->value, Shorten::round);  // nothing exceeds it
    return exhaustive ? "= " + short_text(maximum->value, Shorten::round) : "≥ " + short_text(maximum->value, Shorten::cut);
}

std::string grouped(unsigned long long count) {
    const std::string digits = std::to_string(count);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += "\u202f";
        text += digits[i];
    }
    return text;
}

}  // namespace lossproof::reports
