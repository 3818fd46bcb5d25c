// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace lossproof {

/// The number formats a subject may be judged in.
enum class Format : std::uint8_t { f64, f32, f16, bf16 };
inline constexpr Format all_formats[] = {Format::f64, Format::f32, Format::f16, Format::bf16};

/// A binary floating-point format by its numbers (IEEE 754 encoding, subnormals, infinities).
/// The smallest normal number is 2^min_exponent, the largest finite one just below 2^(max_exponent+1).
struct FormatSpec {
    std::string_view name;
    int precision;  ///< bits of the significand, the hidden one included
    int min_exponent;
    int max_exponent;
    int bytes;

    int smallest_exponent() const { return min_exponent - precision + 1; }  ///< of the least subnormal
};

const FormatSpec& spec(Format format);
std::string_view name(Format format);
std::optional<Format> format_named(std::string_view name);

double unit_roundoff(Format format);  ///< u = 2^-precision
double largest(const FormatSpec& format);
double smallest_subnormal(const FormatSpec& format);

/// Round a double to nearest-even in the format; the answer is a double that the format can represent.
/// Never use it on a value that was itself rounded: that would round twice.
double round_to(const FormatSpec& format, double value);
inline double round_to(Format format, double value) { return round_to(spec(format), value); }
inline bool representable(Format format, double value) { return value != value || round_to(format, value) == value; }

/// The format's bit pattern of a representable value (every NaN is the canonical quiet one), and back.
std::uint64_t encode(const FormatSpec& format, double value);
double decode(const FormatSpec& format, std::uint64_t bits);
inline std::uint64_t encode(Format format, double value) { return encode(spec(format), value); }
inline double decode(Format format, std::uint64_t bits) { return decode(spec(format), bits); }

/// The next representable number above (step > 0) or below; saturates at the infinities.
double neighbour(const FormatSpec& format, double value, int step);

/// `0x1.8p+1`, `-0x0p+0`, `inf`, `nan`: exact text of a double, and the reading of it (hex or decimal).
std::string hex_text(double value);
std::string decimal_text(Format format, double value);  ///< shortest decimal that reads back in the format
/// A number cut to so many significant decimal digits, rounded down and rounded up: the ends of a decimal interval.
std::pair<std::string, std::string> decimal_ends(double value, int digits);
std::string bits_text(Format format, double value);        ///< lower-case hex of fixed width, with 0x
std::optional<double> read_number(std::string_view text);  ///< the nearest binary64 of the text, exactly for hex

}  // namespace lossproof
