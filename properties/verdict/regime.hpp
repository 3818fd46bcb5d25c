// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"

#include <optional>
#include <string_view>

namespace lossproof {

/// Where a failing answer stands, from its data alone, in the order in which a maintainer wants to see it.
enum class Regime : std::uint8_t {
    ordinary,  ///< numbers and parameters that people train with
    tiny,      ///< right as a number added to others, but its own digits are lost
    landmark,  ///< at an end of the range: huge or subnormal inputs or results, a parameter at an end of its range
    special,   ///< a NaN, an infinity or a point outside the domain is read
};
std::string_view name(Regime regime);
std::optional<Regime> regime_named(std::string_view name);

/// The regime of an answer to one component. `group` is absent where a reduction gathers all groups. A value is tiny if its error is at
/// most u·max(1, |x|). A gradient is no summand, it is divided by its own size (Adam) or followed for thousands of steps, so beside that
/// its error must be below 1e-8, Adam's ε, where the optimiser itself takes it for 0.
Regime regime_of(const Plan& plan, bool gradient, std::optional<Index> group, const Answer& truth, double got);
/// That of a case without an answer.
Regime regime_of(const Plan& plan);

}  // namespace lossproof
