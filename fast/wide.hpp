// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>
#include <limits>

namespace lossproof::fast {

/// A scalar with more range and precision than a double: x87 extended or IEEE quad. It answers the rare inputs the
/// vector path declines (infinities, NaN, results near the ends of the range), and everything on machines without FMA.
struct Wide {
    long double v = 0;
};

static_assert(std::numeric_limits<long double>::digits >= 64, "the wide path needs a long double of at least 64 bits");

inline Wide operator+(Wide a, Wide b) { return {a.v + b.v}; }
inline Wide operator-(Wide a, Wide b) { return {a.v - b.v}; }
inline Wide operator*(Wide a, Wide b) { return {a.v * b.v}; }
inline Wide operator/(Wide a, Wide b) { return {a.v / b.v}; }
inline Wide operator-(Wide a) { return {-a.v}; }
inline bool operator<(Wide a, Wide b) { return a.v < b.v; }
inline bool operator<=(Wide a, Wide b) { return a.v <= b.v; }
inline bool operator>(Wide a, Wide b) { return a.v > b.v; }
inline bool operator==(Wide a, Wide b) { return a.v == b.v; }
inline Wide where(bool m, Wide yes, Wide no) { return m ? yes : no; }
inline Wide abs(Wide a) { return {std::fabs(a.v)}; }
inline Wide sqrt(Wide a) { return {std::sqrt(a.v)}; }
inline Wide exp(Wide a) { return {std::exp(a.v)}; }
inline Wide expm1(Wide a) { return {std::expm1(a.v)}; }
inline Wide log(Wide a) { return {std::log(a.v)}; }
inline Wide log1p(Wide a) { return {std::log1p(a.v)}; }
inline Wide log1p_unit(Wide a) { return log1p(a); }
inline Wide pow(Wide a, Wide b) { return {std::pow(a.v, b.v)}; }
inline Wide head(Wide a) { return a; }
inline bool is_nan(Wide a) { return std::isnan(a.v); }

/// log(1+x) − x, for x > −1, without the cancellation at 0: 2 atanh(s) − x with s = x/(2+x), x = 2s + s·x.
inline Wide log1pmx(Wide x) {
    if (!(std::fabs(x.v) < 0.4L)) return {std::log1p(x.v) - x.v};
    const long double s = x.v / (2 + x.v), s2 = s * s;
    long double series = 0;  // |s| ≤ 1/4: the term of degree 2·17 is below 2^-68
    for (int k = 35; k >= 3; k -= 2) series = series * s2 + 1.0L / k;
    return {s * (2 * s2 * series - x.v)};
}

inline Wide log1pmx_series(Wide x) { return log1pmx(x); }

/// e^{a−b}, with the rounding of a − b put back.
inline long double exp_of_difference(long double a, long double b) {
    const long double d = a - b, t = d - a;
    const long double lost = (a - (d - t)) - (b + t);
    return std::isfinite(d) ? std::exp(d) * (1 + lost) : std::exp(d);
}

/// One rounding into a double; an exact zero is +0, an underflow keeps its sign.
inline double to_double(Wide a) { return a.v == 0 ? 0.0 : static_cast<double>(a.v); }

/// The sum of a reduction in four words: what the lanes added, and what was too large or too small for them.
struct Total {
    double high = 0, low = 0;
    long double wide = 0, wide_low = 0;

    void add(double h, double l) {
        const double s = high + h, b = s - high;
        low += ((high - (s - b)) + (h - b)) + l;
        high = s;
    }
    void add(Wide x) {
        const long double s = wide + x.v, b = s - wide;
        const long double e = (wide - (s - b)) + (x.v - b);
        wide = s;
        if (std::isfinite(s)) wide_low += e;
    }
    void add(const Total& t) {
        add(t.high, t.low);
        add(Wide{t.wide});
        add(Wide{t.wide_low});
    }
    Wide value() const {
        Total t;
        t.add(Wide{high});
        t.add(Wide{low});
        t.add(Wide{wide});
        t.add(Wide{wide_low});
        return {t.wide + t.wide_low};
    }
};

}  // namespace lossproof::fast
