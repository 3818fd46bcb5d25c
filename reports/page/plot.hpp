// SPDX-License-Identifier: Apache-2.0
// Pictures drawn by ourselves: SVG that the page's own style sheet colours, with a title for those who cannot see them.
#pragma once
#include "reports/ledger_records.hpp"

namespace lossproof::reports::page {

/// Where every plot draws, in the units of its picture: the whole, and the box between the axes.
namespace frame {
inline constexpr double width = 440, height = 240, left = 46, right = 428, top = 14, bottom = 196;
}

/// Error in ulp against the input, the gap or the length, both axes logarithmic, with ½ ulp and the proven bound.
/// Subjects that stand side by side share their axes, so `alike` holds the curves of all of them.
std::string error_plot(const Curve& curve, const std::vector<const Curve*>& alike, const std::string& title);

/// How often errors of each size occurred, by powers of two; heights are logarithmic, so that one bad case shows.
std::string error_histogram(const Histogram& histogram, const std::string& title);

/// `error against the input`.
std::string axis_title(const std::string& axis);

}  // namespace lossproof::reports::page
