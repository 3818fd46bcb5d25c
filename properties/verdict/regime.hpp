// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"

#include <optional>
#include <string_view>

namespace lossproof {

/// Where a failing answer stands, from its data alone: what a maintainer looks at first comes first.
enum class Regime : std::uint8_t {
    ordinary,  ///< numbers and parameters that people train with
    tiny,      ///< right as a number added to others, |error| ≤ 2u·max(1, |x|), but its own digits are lost
    landmark,  ///< at an end of the range: huge or subnormal inputs or results, a parameter at an end of its range
    special,   ///< a NaN, an infinity or a point outside the domain is read
};
std::string_view name(Regime regime);

/// The regime of an answer to one component; `group` is absent where a reduction gathers all groups.
Regime regime_of(const Plan& plan, std::optional<Index> group, const Answer& truth, double got);

}  // namespace lossproof
