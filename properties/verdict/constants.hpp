// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/cause.hpp"
#include "reference/oracle/plan.hpp"

#include <optional>
#include <string>

namespace lossproof {

/// A constant by its usual name, if it has one: the sign, a half, the base of a logarithm, N, K, a parameter.
struct Constant {
    const Cause* cause;
    std::string name;
};
std::optional<Constant> known_factor(const Plan& plan, double factor, double room);

}  // namespace lossproof
