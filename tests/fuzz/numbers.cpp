// SPDX-License-Identifier: Apache-2.0
#include "reference/json/read_double.hpp"
#include "reference/oracle/case_json.hpp"
#include "reports/number.hpp"
#include "tests/fuzz/targets.hpp"

#include <bit>
#include <cmath>
#include <cstring>

namespace lossproof::fuzz {
namespace {

bool same(double one, double other) { return std::bit_cast<std::uint64_t>(one) == std::bit_cast<std::uint64_t>(other); }

/// The C library's reading of the same text, in the locale C: correctly rounded, and nothing of ours.
std::optional<double> by_the_library(const std::string& text) {
    if (std::strlen(text.c_str()) != text.size()) return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    return end == text.c_str() + text.size() ? std::optional(value) : std::nullopt;
}

void reads_as_the_library(const std::string& text) {
    const auto ours = read_double(text);
    if (!ours) return;
    const auto theirs = by_the_library(text);
    insist(theirs.has_value(), "what is taken for a number is one");
    insist(std::isnan(*ours) ? std::isnan(*theirs) : same(*ours, *theirs), "a number is read as the nearest binary64");
}

void survives_being_written(double value) {
    for (const Format format : all_formats) {
        const double rounded = round_to(format, value);
        insist(std::isnan(value) || same(round_to(format, rounded), rounded), "rounding twice is rounding once");
        if (std::isnan(rounded)) continue;
        insist(same(decode(format, encode(format, rounded)), rounded), "bits are the number");
        const auto hex = read_number(hex_text(rounded));
        insist(hex && same(*hex, rounded), "a hex float reads back");
        const auto decimal = read_number(decimal_text(format, rounded));
        insist(decimal && same(round_to(format, *decimal), rounded), "a decimal reads back in its format");
        const auto reported = reports::read_hex(hex_text(rounded));
        insist(reported && same(*reported, rounded), "a report reads the number that was written");
    }
}

}  // namespace

void numbers(std::string_view bytes) {
    const std::string text(bytes);
    reads_as_the_library(text);
    if (const auto value = read_number(text)) survives_being_written(*value);
    if (const auto exact = read_case_number(text)) insist(read_number(text).has_value(), "a case's number is a number");
    if (const auto reported = reports::read_hex(text)) reports::short_text(*reported, reports::Shorten::round);
    if (text.size() < sizeof(double)) return;
    double raw = 0;
    std::memcpy(&raw, text.data(), sizeof raw);
    survives_being_written(raw);
}

}  // namespace lossproof::fuzz
