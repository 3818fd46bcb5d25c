// SPDX-License-Identifier: Apache-2.0
// Pictures drawn by ourselves: SVG that the page's own style sheet colours, with a title for those who cannot see them.
#pragma once
#include "reports/ledger_records.hpp"

#include <span>

namespace lossproof::reports::page {

/// Where every plot draws, in the units of its picture: the whole, and the box between the axes.
namespace frame {
inline constexpr double width = 440, height = 240, left = 46, right = 428, top = 14, bottom = 196;
}

/// A curve with the name of the subject that it belongs to.
struct Drawn {
    std::string subject;
    const Curve* curve;
};

/// How many digits are lost where: log₁₀ of the error in ulp against the input, the spread or the length, all subjects in one pair of axes.
/// A subject is told by the shape of its marks as well as by their colour; a mark is filled where the error exceeds its bound, and a dash
/// of its own is the bound of each input. Upwards the axis ends where no digit of the format is left, so that pictures of a format compare;
/// across it follows where the inputs are, and what lies further out is drawn at its end.
std::string error_plot(std::span<const Drawn> curves);

/// How often errors of each size occurred, by powers of two; heights are logarithmic, so that one bad case shows.
std::string error_histogram(const Histogram& histogram, const std::string& title);

}  // namespace lossproof::reports::page
