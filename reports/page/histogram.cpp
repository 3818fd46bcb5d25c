// SPDX-License-Identifier: Apache-2.0
#include "reports/page/axis.hpp"
#include "reports/page/markup.hpp"
#include "reports/page/plot.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof::reports::page {
namespace {

using namespace frame;
constexpr double widest_bar = 38;  // pixels, so that a single bin is no wall
constexpr int half_ulp = -1;       // as a power of two

double log_height(Count count, Count most) {
    return (bottom - top) * std::log1p(static_cast<double>(count)) / std::log1p(static_cast<double>(most));
}

std::string range_text(const Histogram& histogram, std::size_t bin) {
    const int power = histogram.from + static_cast<int>(bin);
    if (bin == 0) return "below 2" + superscript(power) + " ulp";
    return "2" + superscript(power - 1) + " to 2" + superscript(power) + " ulp";
}

std::string bars(const Histogram& histogram, double step, Count most) {
    std::string all;
    for (std::size_t bin = 0; bin < histogram.bins.size(); ++bin) {
        const Count count = histogram.bins[bin];
        if (count == 0) continue;
        const double tall = log_height(count, most);
        const bool rounded = histogram.from + static_cast<int>(bin) <= half_ulp;
        all += cat("<rect class='", rounded ? "column" : "column more", "' x='", pixel(left + step * static_cast<double>(bin) + 0.5),
                   "' y='", pixel(bottom - tall), "' width='", pixel(std::max(step - 1, 0.5)), "' height='", pixel(tall), "'><title>",
                   text(range_text(histogram, bin)), ": ", grouped(count), "</title></rect>");
    }
    return all;
}

std::string count_axis(Count most) {
    std::string all;
    const auto add = [&](double height, const std::string& label) {
        const std::string y = pixel(bottom - height);
        all += cat("<path class='grid' d='M", pixel(left), " ", y, "H", pixel(right), "'/><text class='end' x='", pixel(left - 5), "' y='",
                   y, "' dy='4'>", label, "</text>");
    };
    int decade = 0;
    for (Count count = 1; count <= most / 2; count *= 10)  // stops early enough to leave room for the label on top
        add(log_height(count, most), power_of_ten(decade++));
    add(bottom - top, short_text(static_cast<double>(most), Shorten::round));
    return all;
}

/// Bin edges are powers of two; a label every so many that they do not touch.
std::string error_axis(const Histogram& histogram, double step) {
    std::string all = cat("<text class='middle' x='", pixel(left + step / 2), "' y='", pixel(bottom + 15), "'>0</text>");
    const int every = std::max(1, static_cast<int>(std::ceil(40 / step)));
    for (std::size_t bin = 1; bin < histogram.bins.size(); ++bin) {
        const int power = histogram.from + static_cast<int>(bin);
        if (power % every != 0) continue;
        const double x = left + step * static_cast<double>(bin + 1);
        if (x < left + step + 20) continue;
        const std::string number =
            power >= -1 && power <= 4 ? short_text(std::ldexp(1.0, power), Shorten::round) : "2" + superscript(power);
        all += cat("<text class='middle' x='", pixel(x), "' y='", pixel(bottom + 15), "'>", number, "</text>");
    }
    return all + cat("<text class='middle name' x='", pixel((left + right) / 2), "' y='", pixel(bottom + 31), "'>error, ulp</text>");
}

}  // namespace

std::string error_histogram(const Histogram& histogram, const std::string& title) {
    const Count most = histogram.bins.empty() ? 0 : *std::max_element(histogram.bins.begin(), histogram.bins.end());
    if (most == 0) return {};
    const double step = std::min(widest_bar, (right - left) / static_cast<double>(histogram.bins.size()));
    const double half = left + step * (half_ulp - histogram.from + 1);
    const std::string mark =
        half > left && half < right ? cat("<path class='half' d='M", pixel(half), " ", pixel(top), "V", pixel(bottom), "'/>") : "";

    return cat("<figure><figcaption>", text(title), "</figcaption><svg class='plot' role='img' viewBox='0 0 ", pixel(width), " ",
               pixel(height), "'><title>", text(title), "</title>", count_axis(most), bars(histogram, step, most), mark,
               error_axis(histogram, step), "<text class='middle name' transform='translate(11 ", pixel((top + bottom) / 2),
               ") rotate(-90)'>components</text></svg><p class='key'><span class='k-half'>½ ulp</span> both scales "
               "logarithmic</p></figure>\n");
}

}  // namespace lossproof::reports::page
