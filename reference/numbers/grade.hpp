// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>

namespace lossproof {

/// How a sum may have been formed, best first (theory L4).
enum class Grade : std::uint8_t { exact, compensated, pairwise, blocked, recursive };
inline constexpr Grade all_grades[] = {Grade::exact, Grade::compensated, Grade::pairwise, Grade::blocked, Grade::recursive};
std::string_view name(Grade grade);

/// h(n): roundings that a term of a sum of n terms meets, to first order.
double growth(Grade grade, double terms);
/// H(n) with |ŝ − s| ≤ H(n)·Σ|xᵢ| for all orders of u: h(n)·u where that is a theorem, else the product of the roundings.
/// Not for `exact`, whose one rounding is relative to the sum itself.
long double summation_constant(Grade grade, double terms, double unit_roundoff);

}  // namespace lossproof
