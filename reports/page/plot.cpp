// SPDX-License-Identifier: Apache-2.0
#include "reports/page/plot.hpp"

#include "reports/digits.hpp"
#include "reports/page/axis.hpp"
#include "reports/page/markup.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof::reports::page {
namespace {

using namespace frame;
constexpr std::size_t shapes = 6;     // more subjects than that share shapes, never a shape and a colour at once with a neighbour
constexpr double floor_digits = -1;   // an error of 0.1 ulp is as good as none, and is drawn on the floor
constexpr double column_width = 3.0;  // pixels in which one mark of a kind is enough: that of the largest error

struct Place {
    double x = 0, y = 0;
};

/// Where a digit lost stands; above the last digit of the format there is nothing to lose.
class DigitAxis {
public:
    explicit DigitAxis(const std::string& format) : most_(digits_of(format)) {}
    double most() const { return most_; }
    double place(double ulps) const {
        const double digits = std::isfinite(ulps) ? std::clamp(std::log10(std::max(ulps, 0.1)), floor_digits, most_) : most_;
        return bottom - (digits - floor_digits) / (most_ - floor_digits) * (bottom - top);
    }

private:
    double most_;
};

/// The values that decide the axis: those far from all others (by three interquartile ranges of their logarithms) do not stretch it.
std::vector<double> crowd(std::vector<double> values) {
    std::vector<double> sizes;
    for (const double value : values)
        if (std::isfinite(value) && value != 0) sizes.push_back(std::log10(std::fabs(value)));
    if (sizes.size() < 4) return values;
    std::sort(sizes.begin(), sizes.end());
    const double low = sizes[sizes.size() / 4], high = sizes[3 * sizes.size() / 4], reach = 1.5 * (high - low) + 0.5;
    std::erase_if(values, [&](double value) {
        const double size = std::log10(std::fabs(value));
        return value != 0 && (!std::isfinite(size) || size < low - reach || size > high + reach);
    });
    return values;
}

std::vector<double> abscissas(std::span<const Drawn> curves) {
    std::vector<double> all;
    for (const Drawn& drawn : curves)
        for (const CurvePoint& point : drawn.curve->points) all.push_back(point.x);
    return all;
}

/// The mark of a subject, as a path around a place.
std::string glyph(std::size_t shape, Place at) {
    static const struct {
        double dx, dy;
        const char* rest;
    } outlines[shapes] = {{-2.8, 0, "a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0-5.6 0z"},
                          {-2.5, -2.5, "h5v5h-5z"},
                          {0, -3.4, "l3.2 5.6h-6.4z"},
                          {0, -3.6, "l3.6 3.6-3.6 3.6-3.6-3.6z"},
                          {0, 3.4, "l3.2-5.6h-6.4z"},
                          {-1.2, -3.4, "h2.4v6.8h-2.4z"}};
    const auto& outline = outlines[shape % shapes];
    return cat("M", pixel(at.x + outline.dx), " ", pixel(at.y + outline.dy), outline.rest);
}

std::string path(const std::string& kind, const std::string& d) { return d.empty() ? "" : cat("<path class='", kind, "' d='", d, "'/>"); }

std::string line(double x1, double y1, double x2, double y2, const std::string& kind) {
    return path(kind, cat("M", pixel(x1), " ", pixel(y1), "L", pixel(x2), " ", pixel(y2)));
}

std::string label(double x, double y, std::string_view kind, const std::string& words) {
    return cat("<text x='", pixel(x), "' y='", pixel(y), "' class='", kind, "'>", text(words), "</text>");
}

std::string upward(const DigitAxis& up) {
    std::string all;
    const int step = up.most() > 9 ? 4 : up.most() > 4 ? 2 : 1;
    for (int digits = 0; digits < up.most() - 0.4 * step; digits += step) {
        const double y = up.place(std::pow(10.0, digits));
        all += line(left, y, right, y, "grid") + label(left - 5, y + 4, "end", std::to_string(digits));
    }
    all += line(left, top, right, top, "grid") + label(left - 5, top + 4, "end", "all");
    all += label(left - 5, bottom + 4, "end", "≤−1");
    return all + cat("<text class='middle name' transform='translate(11 ", pixel((top + bottom) / 2), ") rotate(-90)'>digits lost</text>");
}

std::string across_grid(const LogAxis& across, const std::string& title) {
    std::string all;
    for (const Tick& tick : across.ticks())
        all += line(tick.place, top, tick.place, bottom, "grid") + label(tick.place, bottom + 15, "middle", tick.label);
    return all + label((left + right) / 2, bottom + 31, "middle name", title);
}

/// Of one subject: within the bound, beyond it. Where marks of a kind crowd, the largest error stands for its column.
struct Marks {
    std::map<int, Place> within, beyond;

    void add(Place at, bool is_beyond) {
        auto& columns = is_beyond ? beyond : within;
        const auto [kept, is_new] = columns.try_emplace(static_cast<int>(at.x / column_width), at);
        if (!is_new && at.y < kept->second.y) kept->second = at;
    }
    static std::string outline(const std::map<int, Place>& columns, std::size_t subject) {
        std::string d;
        for (const auto& [unused, at] : columns) d += glyph(subject, at);
        return d;
    }
};

std::string subject_kind(std::size_t subject) { return "s" + std::to_string(subject % shapes); }

/// Marks of all subjects, and above them the dashes of the bounds: an input has the same bound whoever answers.
std::string drawn_marks(std::span<const Drawn> curves, const LogAxis& across, const DigitAxis& up) {
    std::string all;
    std::set<std::string> bounds;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        Marks marks;
        for (const CurvePoint& point : curves[i].curve->points) {
            const Place at{across.place(point.x), up.place(point.error)};
            marks.add(at, !std::isfinite(point.error) || (point.bound && point.error > *point.bound));
            if (point.bound)
                bounds.insert(cat("M", pixel(column_width * std::floor(at.x / column_width)), " ", pixel(up.place(*point.bound)), "h4"));
        }
        all += path("mark " + subject_kind(i), Marks::outline(marks.within, i));
        all += path("mark beyond " + subject_kind(i), Marks::outline(marks.beyond, i));
    }
    std::string dashes;
    for (const std::string& dash : bounds) dashes += dash;
    return path("bound", dashes) + all;
}

std::string key(std::span<const Drawn> curves) {
    std::string words;
    for (std::size_t i = 0; i < curves.size(); ++i)
        words += cat("<span><svg class='sample' viewBox='0 0 10 10' aria-hidden='true'><path class='mark beyond ", subject_kind(i), "' d='",
                     glyph(i, {.x = 5, .y = 5}), "'/></svg>", text(curves[i].subject), "</span>");
    return cat(words,
               "<span>filled: beyond its bound</span><span class='k-bound'>the bound of an input</span><span class='k-half'>½ ulp</span>");
}

std::string question(const std::string& axis) {
    if (axis == "input") return "Digits lost at which input?";
    if (axis == "gap") return "Digits lost at which gap between the logits?";
    if (axis == "spread") return "Digits lost at which spread (largest entry of a row minus smallest)?";
    if (axis == "length") return "Digits lost at which length?";
    return "Digits lost at which " + axis + "?";
}

}  // namespace

std::string error_plot(std::span<const Drawn> curves) {
    const Curve& first = *curves.front().curve;
    const std::vector<double> all = abscissas(curves), shown = crowd(all);
    const LogAxis across(shown, left, right);
    const DigitAxis up(first.cell.format);
    const std::string title = question(first.axis), half = line(left, up.place(0.5), right, up.place(0.5), "half");
    return cat("<figure class='wide'><figcaption>", text(title), "</figcaption><svg class='plot' role='img' viewBox='0 0 ", pixel(width),
               " ", pixel(height), "'><title>", text(title), "</title>", upward(up),
               across_grid(across, first.axis + (shown.size() < all.size() ? " (what lies further out is at the end)" : "")), half,
               drawn_marks(curves, across, up), "</svg><p class='key'>", key(curves), "</p></figure>\n");
}

}  // namespace lossproof::reports::page
