// SPDX-License-Identifier: Apache-2.0
#include "reports/number.hpp"

#include "reference/json/read_double.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace lossproof::reports {
namespace {

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
    std::string_view magnitude = text;
    if (magnitude.starts_with('-')) magnitude.remove_prefix(1);
    if (!magnitude.starts_with("0x") && magnitude != "inf" && magnitude != "nan") return std::nullopt;
    return read_double(text);
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
