// SPDX-License-Identifier: Apache-2.0
#include "reference/numbers/format.hpp"

#include "reference/json/read_double.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>

#ifdef __FAST_MATH__
#error "lossproof must not be compiled with -ffast-math: error-free transforms and rounding tests would be meaningless"
#endif

namespace lossproof {
namespace {

constexpr FormatSpec specs[] = {
    {.name = "f64", .precision = 53, .min_exponent = -1022, .max_exponent = 1023, .bytes = 8},
    {.name = "f32", .precision = 24, .min_exponent = -126, .max_exponent = 127, .bytes = 4},
    {.name = "f16", .precision = 11, .min_exponent = -14, .max_exponent = 15, .bytes = 2},
    {.name = "bf16", .precision = 8, .min_exponent = -126, .max_exponent = 127, .bytes = 2},
};

int total_bits(const FormatSpec& format) { return 8 * format.bytes; }

/// Round half to even on a value whose integer part is exact in a double; independent of the rounding mode.
double round_half_even(double value) {
    const double floor = std::floor(value);
    const double rest = value - floor;  // exact
    if (rest > 0.5) return floor + 1;
    if (rest < 0.5) return floor;
    return std::fmod(floor, 2) == 0 ? floor : floor + 1;
}

}  // namespace

const FormatSpec& spec(Format format) { return specs[static_cast<std::size_t>(format)]; }
std::string_view name(Format format) { return spec(format).name; }

std::optional<Format> format_named(std::string_view wanted) {
    for (const Format format : all_formats)
        if (name(format) == wanted) return format;
    return std::nullopt;
}

double unit_roundoff(Format format) { return std::ldexp(1.0, -spec(format).precision); }
double largest(const FormatSpec& format) { return std::ldexp(2.0 - std::ldexp(1.0, 1 - format.precision), format.max_exponent); }
double smallest_subnormal(const FormatSpec& format) { return std::ldexp(1.0, format.smallest_exponent()); }

double round_to(const FormatSpec& format, double value) {
    if (format.precision >= 53 || value == 0 || !std::isfinite(value)) return value;
    const int exponent = std::max(std::ilogb(value), format.min_exponent);
    const int quantum = exponent - format.precision + 1;
    const double rounded = std::ldexp(round_half_even(std::ldexp(value, -quantum)), quantum);
    if (std::fabs(rounded) > largest(format)) return std::copysign(std::numeric_limits<double>::infinity(), value);
    return std::copysign(rounded, value);
}

std::uint64_t encode(const FormatSpec& format, double value) {
    const int fraction_bits = format.precision - 1;
    const int exponent_bits = total_bits(format) - format.precision;
    const std::uint64_t sign = std::uint64_t{std::signbit(value)} << (total_bits(format) - 1);
    const std::uint64_t all_ones = ((std::uint64_t{1} << exponent_bits) - 1) << fraction_bits;
    if (std::isnan(value)) return all_ones | (std::uint64_t{1} << (fraction_bits - 1));
    if (std::isinf(value)) return sign | all_ones;
    const double magnitude = std::fabs(value);
    if (magnitude == 0) return sign;
    const int exponent = std::max(std::ilogb(magnitude), format.min_exponent);
    // A subnormal has no hidden bit; adding the biased exponent minus one to the whole significand covers both.
    const auto significand = static_cast<std::uint64_t>(std::ldexp(magnitude, fraction_bits - exponent));
    return sign | ((static_cast<std::uint64_t>(exponent - format.min_exponent) << fraction_bits) + significand);
}

double decode(const FormatSpec& format, std::uint64_t bits) {
    const int fraction_bits = format.precision - 1;
    const int exponent_bits = total_bits(format) - format.precision;
    const std::uint64_t fraction = bits & ((std::uint64_t{1} << fraction_bits) - 1);
    const auto biased = static_cast<int>((bits >> fraction_bits) & ((std::uint64_t{1} << exponent_bits) - 1));
    const bool negative = (bits >> (total_bits(format) - 1)) & 1;
    double magnitude = 0;
    if (biased == (1 << exponent_bits) - 1)
        magnitude = fraction ? std::numeric_limits<double>::quiet_NaN() : std::numeric_limits<double>::infinity();
    else if (biased == 0) magnitude = std::ldexp(static_cast<double>(fraction), format.smallest_exponent());
    else
        magnitude =
            std::ldexp(static_cast<double>(fraction | (std::uint64_t{1} << fraction_bits)), biased - 1 + format.smallest_exponent());
    return std::copysign(magnitude, negative ? -1.0 : 1.0);
}

double neighbour(const FormatSpec& format, double value, int step) {
    if (std::isnan(value)) return value;
    // Map the patterns to a line of integers so that one step is one number, through both zeros as one.
    const auto signed_index = [&](double x) {
        const auto magnitude = static_cast<std::int64_t>(encode(format, std::fabs(x)));
        return std::signbit(x) ? -magnitude : magnitude;
    };
    const std::int64_t top = signed_index(std::numeric_limits<double>::infinity());
    const std::int64_t there = std::min(top, std::max(-top, signed_index(value) + step));
    const double magnitude = decode(format, static_cast<std::uint64_t>(std::llabs(there)));
    return there < 0 ? -magnitude : magnitude;
}

std::string hex_text(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    char buffer[40];  // as printf's %a, but whatever the locale
    const char* end = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::hex).ptr;
    return (std::signbit(value) ? "-0x" : "0x") + std::string(static_cast<const char*>(buffer), end);
}

std::string decimal_text(Format format, double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    char buffer[40];
    const char* end = buffer;
    // A decimal is short enough once reading it back, rounded once into the format, returns the value. In binary64 none is shorter than
    // that of to_chars.
    int digits = 1;
    if (format == Format::f64) {
        const char* last = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::scientific).ptr;
        const char* mark = std::find<const char*>(buffer, last, 'e');
        digits = mark - buffer > 1 ? static_cast<int>(mark - buffer) - 1 : 1;
    }
    for (; digits <= 17; ++digits) {
        end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, digits).ptr;
        if (round_to(format, *read_double(std::string_view(buffer, static_cast<std::size_t>(end - buffer)))) == value) break;
    }
    return std::string(static_cast<const char*>(buffer), end);
}

namespace {

/// The decimal one unit in the last place above d.ddd…e±dd.
std::string next_decimal(std::string text) {
    const std::size_t mark = text.find('e');
    for (std::size_t place = mark; place-- > 0;) {
        if (text[place] == '.') continue;
        if (text[place] != '9') {
            ++text[place];
            return text;
        }
        text[place] = '0';
    }
    text[0] = '1';  // all nines: the next power of ten
    char power[16];
    std::snprintf(power, sizeof power, "e%+03d", std::atoi(text.c_str() + mark + 1) + 1);
    return text.replace(mark, text.npos, power);
}

}  // namespace

std::pair<std::string, std::string> decimal_ends(double value, int digits) {
    if (!std::isfinite(value)) return {hex_text(value), hex_text(value)};
    char buffer[800];  // binary64 has no more than 767 digits: all of them are written, so cutting them is exact
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::scientific, 766);
    const std::string_view all(buffer, static_cast<std::size_t>(end.ptr - buffer));
    const std::size_t mark = all.find('e'), cut = 1 + static_cast<std::size_t>(digits);  // the point is no digit
    const std::string smaller = std::string(all.substr(0, cut)) += all.substr(mark);
    const bool exact = all.substr(cut, mark - cut).find_first_not_of('0') == all.npos;
    const std::string larger = exact ? smaller : next_decimal(smaller);
    return std::signbit(value) ? std::pair("-" + larger, "-" + smaller) : std::pair(smaller, larger);
}

std::string bits_text(Format format, double value) {
    const std::uint64_t bits = encode(format, value);
    std::string text = "0x";
    for (int shift = 8 * spec(format).bytes - 4; shift >= 0; shift -= 4) text += "0123456789abcdef"[(bits >> shift) & 15];
    return text;
}

std::optional<double> read_number(std::string_view text) { return read_double(text); }

}  // namespace lossproof
