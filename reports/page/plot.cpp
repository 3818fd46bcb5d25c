// SPDX-License-Identifier: Apache-2.0
#include "reports/page/plot.hpp"
#include "reports/page/axis.hpp"
#include "reports/page/markup.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof::reports::page {
namespace {

using namespace frame;
constexpr double least_error = 0.01;  // ulp: what lies below is as good as none and is drawn on the floor
constexpr std::size_t most_points = 800;

std::vector<double> abscissas(const std::vector<const Curve*>& curves) {
    std::vector<double> all;
    for (const Curve* curve : curves)
        for (const CurvePoint& point : curve->points) all.push_back(point.x);
    return all;
}

std::vector<double> errors(const std::vector<const Curve*>& curves) {
    std::vector<double> all = {least_error, 4};  // the half ulp and its surroundings are always in sight
    for (const Curve* curve : curves)
        for (const CurvePoint& point : curve->points) {
            if (std::isfinite(point.error)) all.push_back(std::max(point.error, least_error));
            if (point.bound) all.push_back(std::max(*point.bound, least_error));
        }
    return all;
}

std::string line(double x1, double y1, double x2, double y2, std::string_view kind) {
    return cat("<path class='", kind, "' d='M", pixel(x1), " ", pixel(y1), "L", pixel(x2), " ", pixel(y2), "'/>");
}

std::string label(double x, double y, std::string_view kind, const std::string& words) {
    return cat("<text x='", pixel(x), "' y='", pixel(y), "' class='", kind, "'>", text(words), "</text>");
}

std::string grid(const LogAxis& across, const LogAxis& up, const std::string& x_title) {
    std::string all;
    const double floor = up.place(least_error);
    for (const Tick& tick : up.ticks()) {
        const bool lowest = std::abs(tick.place - floor) < 0.5;  // what is smaller lies here too
        all += line(left, tick.place, right, tick.place, "grid");
        all += label(left - 5, tick.place + 4, "end", lowest ? "≤0.01" : tick.label);
    }
    for (const Tick& tick : across.ticks())
        all += line(tick.place, top, tick.place, bottom, "grid") + label(tick.place, bottom + 15, "middle", tick.label);
    all += label((left + right) / 2, bottom + 31, "middle name", x_title);
    return all + cat("<text class='middle name' transform='translate(11 ", pixel((top + bottom) / 2), ") rotate(-90)'>error, ulp</text>");
}

/// Points within their bound, beyond it, and without limit: three shapes as well as three colours.
struct Marks {
    std::string within, beyond, infinite;

    void add(const CurvePoint& point, const LogAxis& across, const LogAxis& up) {
        const std::string x = pixel(across.place(point.x));
        if (!std::isfinite(point.error)) infinite += cat("M", x, " ", pixel(top - 8), "l-4 8h8z");
        else
            (point.bound && point.error > *point.bound ? beyond : within) +=
                cat("M", x, " ", pixel(up.place(std::max(point.error, least_error))), "h0");
    }

    std::string svg() const {
        const auto path = [](std::string_view kind, const std::string& d) {
            return d.empty() ? "" : cat("<path class='", kind, "' d='", d, "'/>");
        };
        return path("dot", within) + path("dot beyond", beyond) + path("infinite", infinite);
    }
};

/// Of the points that would fall on the same pixels, the largest errors.
std::vector<CurvePoint> thinned(const std::vector<CurvePoint>& points) {
    if (points.size() <= most_points) return points;
    const std::size_t chunk = (points.size() + most_points - 1) / most_points;
    std::vector<CurvePoint> kept;
    for (std::size_t i = 0; i < points.size(); i += chunk) {
        const auto begin = points.begin() + static_cast<std::ptrdiff_t>(i);
        const auto end = points.begin() + static_cast<std::ptrdiff_t>(std::min(i + chunk, points.size()));
        kept.push_back(
            *std::max_element(begin, end, [](const CurvePoint& one, const CurvePoint& other) { return one.error < other.error; }));
    }
    return kept;
}

std::string bound_line(const std::vector<CurvePoint>& points, const LogAxis& across, const LogAxis& up) {
    std::string d;
    for (const CurvePoint& point : points)
        if (point.bound)
            d += cat(d.empty() ? "M" : "L", pixel(across.place(point.x)), " ", pixel(up.place(std::max(*point.bound, least_error))));
    return d.empty() ? d : cat("<path class='bound' d='", d, "'/>");
}

std::string key(bool has_bound, bool has_infinite) {
    std::string words = "<span class='k-half'>½ ulp, correct rounding</span>";
    if (has_bound) words += " <span class='k-bound'>proven bound</span>";
    if (has_bound) words += " <span class='k-beyond'>beyond it</span>";
    if (has_infinite) words += " <span class='k-infinite'>▲ infinite or NaN</span>";
    return words;
}

}  // namespace

std::string axis_title(const std::string& axis) {
    if (axis == "input") return "error against the input";
    if (axis == "gap") return "error against the gap between the logits";
    if (axis == "length") return "error against the length";
    return "error against " + axis;
}

std::string error_plot(const Curve& curve, const std::vector<const Curve*>& alike, const std::string& title) {
    const LogAxis across(abscissas(alike), left, right), up(errors(alike), bottom, top);
    const auto points = thinned(curve.points);
    Marks marks;
    for (const CurvePoint& point : points) marks.add(point, across, up);

    const std::string bound = bound_line(points, across, up), half = line(left, up.place(0.5), right, up.place(0.5), "half");
    return cat("<figure><figcaption>", text(title), "</figcaption><svg class='plot' role='img' viewBox='0 0 ", pixel(width), " ",
               pixel(height), "'><title>", text(title + ": " + axis_title(curve.axis)), "</title>", grid(across, up, curve.axis), half,
               bound, marks.svg(), "</svg><p class='key'>", key(!bound.empty(), !marks.infinite.empty()), "</p></figure>\n");
}

}  // namespace lossproof::reports::page
