// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace lossproof {

/// Which algorithm a number is evaluated by: the formula as the textbook writes it, or the entry's stable algorithm. It is
/// part of the number's type, so that helpers choose by overload.
enum class Form : std::uint8_t { textbook, stable };

}  // namespace lossproof
