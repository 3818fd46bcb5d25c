// SPDX-License-Identifier: Apache-2.0
#include "reference/numbers/grade.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {

std::string_view name(Grade grade) {
    constexpr std::string_view names[] = {"exact", "compensated", "pairwise", "blocked", "recursive"};
    return names[static_cast<std::size_t>(grade)];
}

double growth(Grade grade, double n) {
    if (n <= 1) return 0;
    switch (grade) {
    case Grade::exact: return 0;
    case Grade::compensated: return std::min(2.0, n - 1);
    case Grade::pairwise: return std::ceil(std::log2(n));
    case Grade::blocked: {
        const double block = std::ceil(std::sqrt(n));
        return std::min(block + std::ceil(n / block), n - 1);
    }
    case Grade::recursive: return n - 1;
    }
    return n - 1;
}

long double summation_constant(Grade grade, double n, double u) {
    if (n <= 1) return 0;
    const long double any_order = (n - 1) * static_cast<long double>(u);  // Jeannerod, Rump 2013: no term in u², no limit on n
    if (grade == Grade::recursive) return any_order;
    if (grade == Grade::exact) return u;
    if (grade == Grade::compensated) {  // Neumaier, and Ogita, Rump, Oishi's Sum2, with one rounding to spare for Kahan's
        const long double gamma = any_order < 1 ? any_order / (1 - any_order) : any_order;
        return std::min(any_order, 2 * static_cast<long double>(u) + gamma * gamma);
    }
    // A tree of height h: every rounding is at most u/(1+u) of its result [Jeannerod, Rump 2018].
    const long double tree = std::expm1(static_cast<long double>(growth(grade, n)) * std::log1p(static_cast<long double>(u) / (1 + u)));
    return std::min(any_order, tree * (1 + 0x1p-50L));
}

}  // namespace lossproof
