// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"

#include <optional>
#include <string>

namespace lossproof {

/// Did the stable algorithm, evaluated in the case's own format, come to the same failure as `got`, on an input for which no bound of
/// it exists because a step may leave the format (theory L6), or with a parameter that the format rounds out of its range? Then the
/// range is to blame, and no algorithm that is known does better.
bool beyond_range(Certificate& certificate, const CertifiedOutput& output, Index index, double got);

/// The largest size of data, those of the case scaled by a common factor, for which the stable algorithm still gives that component
/// (the smallest, where it is small data that it cannot give it for), as `right up to 1.3e+154`; empty if no scaling helps.
std::string range_text(const Case& question, const std::string& output, Index index);

}  // namespace lossproof
