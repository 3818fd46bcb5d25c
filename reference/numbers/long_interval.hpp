// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cmath>
#include <limits>

namespace lossproof {

/// An interval of long doubles, rounded outwards: for backward sweeps, where an enclosure by MPFR would cost ten times as much and its
/// further digits could not be seen. What is not finite has no bound any more.
struct LongInterval {
    long double low = 0, high = 0;

    bool finite() const { return std::isfinite(low) && std::isfinite(high); }
    long double magnitude() const { return std::max(std::fabs(low), std::fabs(high)); }
};

/// A number above x, or below it: next to x or one further. Only 0 stays what it is.
inline long double raised(long double x) {
    constexpr long double tiny = 0x1p-16000L;
    if (x == 0) return 0;
    if (std::fabs(x) < tiny) return x < 0 ? 0 : tiny;
    return x + std::fabs(x) * 0x1p-63L;
}
inline long double lowered(long double x) { return -raised(-x); }

inline LongInterval operator+(const LongInterval& a, const LongInterval& b) { return {lowered(a.low + b.low), raised(a.high + b.high)}; }
inline LongInterval operator*(const LongInterval& a, const LongInterval& b) {
    if (!a.finite() || !b.finite()) return {-HUGE_VALL, HUGE_VALL};
    const auto times = [](long double x, long double y) {
        const long double product = x * y;
        constexpr long double least = std::numeric_limits<long double>::denorm_min();
        return product != 0 || x == 0 || y == 0 ? product : (x < 0) == (y < 0) ? least : -least;
    };
    const auto [low, high] = std::minmax({times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)});
    return {lowered(low), raised(high)};
}

}  // namespace lossproof
