// SPDX-License-Identifier: Apache-2.0
#include "reports/page/axis.hpp"

#include "reports/number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace lossproof::reports::page {
namespace {

constexpr double label_room = 38;    // pixels that a label needs
constexpr double most_decades = 6;   // for each sign: further down, inputs are as good as 0 to any loss
constexpr double always_shown = -2;  // but a hundredth is in sight however large the others are

}  // namespace

std::string superscript(int exponent) {
    static const char* const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = exponent < 0 ? "⁻" : "";
    for (const char c : std::to_string(std::abs(exponent))) text += digits[c - '0'];
    return text;
}

std::string power_of_ten(int exponent, bool negative) {
    static const char* const plain[] = {"0.1", "1", "10", "100"};
    const std::string size = exponent >= -1 && exponent <= 2 ? plain[exponent + 1] : "10" + superscript(exponent);
    return (negative ? "−" : "") + size;
}

std::string pixel(double place) {
    char buffer[40];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, std::round(place * 10) / 10).ptr};
}

LogAxis::LogAxis(const std::vector<double>& values, double from, double to) : from_(from), to_(to) {
    smallest_ = std::numeric_limits<double>::infinity();
    for (const double value : values) {
        if (!std::isfinite(value) || value == 0) continue;
        (value < 0 ? negative_ : positive_) = true;
        smallest_ = std::min(smallest_, std::abs(value));
        largest_ = std::max(largest_, std::abs(value));
    }
    if (!positive_ && !negative_) positive_ = true, smallest_ = 1, largest_ = 10;
    low_ = std::log10(smallest_);
    high_ = std::log10(largest_);
    if (positive_ && negative_) low_ = std::max(low_, std::min(high_ - most_decades, always_shown));
    const double margin = std::max(0.04 * (high_ - low_), 0.02);
    low_ -= margin;
    high_ += margin;

    const double half = std::abs(to_ - from_) / (positive_ && negative_ ? 2 : 1);
    const int step = std::max(1, static_cast<int>(std::ceil((high_ - low_) * label_room / half)));
    if (positive_ && negative_) ticks_.push_back({.place = place(0), .label = "0"});
    if (negative_) add_decades(true, step);
    if (positive_) add_decades(false, step);
    if (ticks_.size() < 2) add_ends();
}

double LogAxis::place(double value) const {
    const double share = value == 0 ? 0 : std::clamp((std::log10(std::abs(value)) - low_) / (high_ - low_), 0.0, 1.0);
    double along = share;  // from 0 to 1 over the whole axis
    if (positive_ && negative_) along = value < 0 ? 0.5 - share / 2 : 0.5 + share / 2;
    else if (negative_) along = 1 - share;
    return from_ + along * (to_ - from_);
}

void LogAxis::add_decades(bool negative, int step) {
    for (int exponent = static_cast<int>(std::ceil(low_)); exponent <= static_cast<int>(std::floor(high_)); ++exponent) {
        if (exponent % step != 0) continue;
        const double size = std::pow(10.0, exponent);
        const double at = place(negative ? -size : size);
        const bool crowded = positive_ && negative_ && std::abs(at - place(0)) < label_room * 0.9;
        ticks_.push_back({.place = at, .label = crowded ? "" : power_of_ten(exponent, negative)});
    }
}

void LogAxis::add_ends() {
    ticks_.clear();
    for (const double end : {smallest_, largest_}) {
        const double value = positive_ ? end : -end;
        ticks_.push_back({.place = place(value), .label = short_text(value, Shorten::round)});
        if (smallest_ == largest_) break;
    }
}

}  // namespace lossproof::reports::page
