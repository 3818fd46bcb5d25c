// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "fast/wide.hpp"

namespace lossproof::fast {

/// Adds a·b to a sum exactly: the halves of a double have at most 27 bits, so every partial product fits.
inline void add_product(Total& sum, double a, double b) {
    if (!std::isfinite(a) || !std::isfinite(b)) return sum.add(Wide{static_cast<long double>(a) * b});
    const auto high = [](double x) {
        int e = 0;
        const double m = std::frexp(x, &e);
        return std::ldexp(static_cast<long double>(std::rint(std::ldexp(m, 26))), e - 26);
    };
    const long double ah = high(a), bh = high(b), al = a - ah, bl = b - bh;
    sum.add(Wide{ah * bh});
    sum.add(Wide{ah * bl});
    sum.add(Wide{al * bh});
    sum.add(Wide{al * bl});
}
/// b in two parts, a double and what is left of a long double.
inline void add_product(Total& sum, double a, long double b) {
    const double head = static_cast<double>(b);
    add_product(sum, a, head);
    if (std::isfinite(head)) add_product(sum, a, static_cast<double>(b - head));
}

}  // namespace lossproof::fast
