// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

namespace lossproof::reports::page {

struct Tick {
    double place = 0;
    std::string label;  ///< empty for a grid line without one
};

/// A logarithmic axis. If values of both signs occur it is two logarithmic halves that meet at zero; everything smaller
/// in size than the smallest decade shown lies on the zero.
class LogAxis {
public:
    /// `from` and `to` are pixels; `values` decide the decades, zeros and infinities apart.
    LogAxis(const std::vector<double>& values, double from, double to);

    double place(double value) const;
    const std::vector<Tick>& ticks() const { return ticks_; }

private:
    void add_decades(bool negative, int step);
    void add_ends();

    double from_, to_;
    bool positive_ = false, negative_ = false;
    double low_ = 0, high_ = 1;  // decades, as exponents of ten
    double smallest_ = 0, largest_ = 0;
    std::vector<Tick> ticks_;
};

/// `⁻⁷`.
std::string superscript(int exponent);
/// `0.1`, `1`, `10`, `10⁻⁷`, `−10³`.
std::string power_of_ten(int exponent, bool negative = false);
/// A place in the picture, to a tenth of a pixel.
std::string pixel(double place);

}  // namespace lossproof::reports::page
