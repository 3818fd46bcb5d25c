// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

#include <string>

namespace lossproof {

/// A known bad formula that explains an answer.
struct Diagnosis {
    std::string cause;   ///< the slip in general, the same for all operations that share it; empty: unknown
    std::string name;    ///< the slip as it is made here; empty: nothing known is near
    bool exact = false;  ///< its result matches bit for bit
};

/// Evaluate the known bad formulas in the case's format; the one that matches bit for bit, or nearest, is named.
Diagnosis diagnose(const Plan& plan, const std::string& output, Index index, double got);

}  // namespace lossproof
