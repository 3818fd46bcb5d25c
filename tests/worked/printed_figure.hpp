// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/enclosure.hpp"
#include "reference/numbers/rational.hpp"

#include <cctype>
#include <ostream>
#include <stdexcept>
#include <string_view>

namespace lossproof::worked {

using Real = Enclosure256;

/// x·10^power without rounding in the rationals, within an enclosure otherwise.
template <class T> T scaled(T x, int power) {
    T ten_to = 1;
    for (int i = 0; i < (power < 0 ? -power : power); ++i) ten_to *= T(10);
    return power < 0 ? x / ten_to : x * ten_to;
}

/// A figure as it stands on the slide, `-0.55` or `4.12e-9`: its digits, and the place of the last one.
template <class T> struct Figure {
    T value;
    T half_unit;  ///< half a unit of the last printed place

    explicit Figure(std::string_view text) : value(0), half_unit(0) {
        T digits = 0;
        bool negative = false, behind_point = false;
        int place = 0;
        std::size_t i = 0;
        if (text[i] == '-') negative = true, ++i;
        for (; i < text.size() && text[i] != 'e'; ++i) {
            if (text[i] == '.') behind_point = true;
            else if (std::isdigit(static_cast<unsigned char>(text[i]))) digits = digits * T(10) + T(text[i] - '0'), place -= behind_point;
            else throw std::invalid_argument("not a decimal figure: " + std::string(text));
        }
        if (i < text.size()) place += std::stoi(std::string(text.substr(i + 1)));
        value = scaled(negative ? -digits : digits, place);
        half_unit = scaled(T(1), place) / T(2);
    }
};

/// The number a decimal text denotes, in any number type and unrounded: 0.1 is a tenth here, not a binary64.
template <class T> T decimal(std::string_view text) { return Figure<T>(text).value; }

/// What a printed figure is worth: the number itself, the number rounded to the printed digits, or neither.
enum class Print { right, rounded, wrong, undecided };

inline std::ostream& operator<<(std::ostream& out, Print print) {
    constexpr const char* words[] = {"right", "rounded", "wrong", "undecided"};
    return out << words[static_cast<int>(print)];
}

/// An enclosure can prove `rounded` and `wrong`; `right` needs a value known exactly.
template <class T> Print print(const T& truth, std::string_view printed) {
    const Figure<T> figure(printed);
    if ((truth == figure.value) == Decision::yes) return Print::right;
    const Decision outside = figure.half_unit < abs(truth - figure.value);
    return outside == Decision::yes ? Print::wrong : outside == Decision::no ? Print::rounded : Print::undecided;
}

/// a = b, proved: for enclosures only where both are the same point.
template <class T> bool same(const T& a, const T& b) { return (a == b) == Decision::yes; }
template <class T> bool less(const T& a, const T& b) { return (a < b) == Decision::yes; }

/// Two enclosures of one number: they meet and together are narrower than 2^-90 of its size, so that meeting means much.
inline bool agree(const Real& a, const Real& b) { return overlap(a, b) && abs(a - b).upper() <= 0x1p-90 * abs(a).upper() + 0x1p-1000; }

}  // namespace lossproof::worked
