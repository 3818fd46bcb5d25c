// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace lossproof::reports {

/// A number of the ledger: exact as a hex float, readable as a decimal, and as a double for axes and comparisons.
struct Number {
    std::string hex;
    std::string decimal;
    double value = 0;

    bool operator==(const Number& other) const { return hex == other.hex; }
};

/// NaN is the worst of all, because an error that is not a number has no limit; equal values are told apart by their
/// text.
std::strong_ordering operator<=>(const Number& one, const Number& other);

/// `0x1.8p+1`, `-0x0p+0`, `inf`, `-inf`, `nan`. Values beyond binary64 become infinite or zero.
std::optional<double> read_hex(std::string_view text);
std::optional<Number> read_number(std::string_view hex, std::string_view decimal);

/// How to shorten a maximum: a sampled one is a lower bound and may only be cut, an exhaustive one is rounded.
enum class Shorten { cut, round };

/// Three significant digits: `0.512`, `3.2`, `103`, `8.2e15`, `∞`, `NaN`.
std::string short_text(double value, Shorten how);

/// `=` when every input was tried, `≥` when inputs were sampled: `= 0.5`, `≥ 8.2e15`, `∞`.
std::string maximum_text(const std::optional<Number>& maximum, bool exhaustive);

/// 1234567 as `1 234 567`, with narrow no-break spaces.
std::string grouped(unsigned long long count);

}  // namespace lossproof::reports
