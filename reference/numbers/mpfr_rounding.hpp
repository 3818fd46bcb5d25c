// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/format.hpp"

#include <mpfr.h>

#include <string>

namespace lossproof {

/// Round an MPFR number directly into a format, nearest-even, subnormals and overflow included: one rounding.
double round_nearest(mpfr_srcptr value, const FormatSpec& format);

/// The same of a number a hair above (direction 1) or below (−1) the value: a midpoint is no tie then.
double round_beside(mpfr_srcptr value, const FormatSpec& format, int direction);

/// value − reference, rounded in the given direction, as a double.
double difference(mpfr_srcptr value, double reference, mpfr_rnd_t direction);

/// Decimal text with so many significant digits, rounded in the given direction.
std::string decimal(mpfr_srcptr value, int digits, mpfr_rnd_t direction);

}  // namespace lossproof
