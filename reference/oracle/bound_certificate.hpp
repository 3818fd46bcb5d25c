// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/numbers/rounding.hpp"

#include <string>

namespace lossproof {

/// The part of a tape that leads to one step, as JSON for docs/check_certificate.py.
std::string certificate_text(const RoundingTape& tape, const Rounding& output);

}  // namespace lossproof
