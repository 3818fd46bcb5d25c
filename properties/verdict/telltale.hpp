// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/cause.hpp"
#include "reference/oracle/certify.hpp"

#include <span>
#include <string>

namespace lossproof {

/// What the numbers themselves give away of a slip, where no known formula gives the same bits.
struct Telltale {
    const Cause* cause = &causes::unexplained;
    std::string name = {};  ///< the slip as it shows here; empty: nothing known is near
};

/// From the size and the kind of the error beside the sizes of the inputs: no operation is known by its name. `got` are all components of
/// the output, because some slips show in several of them or not at all.
Telltale telltale(const Plan& plan, const CertifiedOutput& output, Index index, std::span<const double> got);

/// Is an exponential of the scores that this component reads out of the format's range?
bool exponent_leaves(const Plan& plan, const CertifiedOutput& output, Index index, std::span<const double> got);

}  // namespace lossproof
