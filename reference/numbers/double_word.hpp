// SPDX-License-Identifier: Apache-2.0
// Sums of two binary64 numbers, hi = RN(hi + lo), with u = 2^-53. The error bounds are those of M. Joldes, J.-M. Muller, V. Popescu, Tight
// and rigorous error bounds for basic building blocks of double-word arithmetic, ACM TOMS 44(2), 2017, where nothing over- or underflows.
#pragma once
#include <cmath>

namespace lossproof {

struct Word {
    double hi = 0, lo = 0;
};

/// a + b exactly (Knuth); the same where |a| ≥ |b| or a = 0 (Dekker).
inline Word two_sum(double a, double b) {
    const double sum = a + b, other = sum - a;
    return {sum, (a - (sum - other)) + (b - other)};
}
inline Word fast_two_sum(double a, double b) {
    const double sum = a + b;
    return {sum, b - (sum - a)};
}
/// a·b exactly, unless the product is below 2^-968.
inline Word two_product(double a, double b) {
    const double product = a * b;
    return {product, std::fma(a, b, -product)};
}
/// Relative error ≤ 2u² (algorithm 4).
inline Word add(const Word& x, double y) {
    const Word s = two_sum(x.hi, y);
    return fast_two_sum(s.hi, x.lo + s.lo);
}
/// Relative error ≤ 3u² + 13u³ (algorithm 6).
inline Word add(const Word& x, const Word& y) {
    const Word s = two_sum(x.hi, y.hi), t = two_sum(x.lo, y.lo);
    const Word v = fast_two_sum(s.hi, s.lo + t.hi);
    return fast_two_sum(v.hi, t.lo + v.lo);
}
/// Relative error ≤ 2u² (algorithm 9).
inline Word multiply(const Word& x, double y) {
    const Word c = two_product(x.hi, y);
    return fast_two_sum(c.hi, std::fma(x.lo, y, c.lo));
}
/// Relative error ≤ 5u² (algorithm 12 has the same steps and one more product).
inline Word multiply(const Word& x, const Word& y) {
    const Word c = two_product(x.hi, y.hi);
    const double cross = std::fma(x.hi, y.lo, x.lo * y.lo);
    return fast_two_sum(c.hi, c.lo + std::fma(x.lo, y.hi, cross));
}
/// Relative error ≤ 15u² + 56u³ (algorithm 17).
inline Word divide(const Word& x, const Word& y) {
    const double first = x.hi / y.hi;
    const Word back = multiply(y, first);
    const double rest = (x.hi - back.hi) + (x.lo - back.lo);
    return fast_two_sum(first, rest / y.hi);
}

}  // namespace lossproof
