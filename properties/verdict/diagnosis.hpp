// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/cause.hpp"
#include "reference/oracle/plan.hpp"

#include <span>
#include <string>

namespace lossproof {

/// A known slip that explains an answer.
struct Diagnosis {
    const Cause* cause = &causes::unexplained;  ///< the slip in general, the same for all operations that share it
    std::string name = {};                      ///< the slip as it is made here; empty: nothing known is near
    bool exact = false;                         ///< a formula with that slip gives the same bits
    bool guessed = false;                       ///< from one simple number: others may deny it, or know better
};

/// A case as it was drawn, before it was made smaller, or another one like it, and all components that came.
struct Drawn {
    const Case& question;
    std::span<const double> got;
};

/// Evaluate the known bad formulas in the case's format; the one that matches bit for bit is named, else what the numbers give away.
/// `got` are all components of the output, `index` the one that is to be explained. What a case is made smaller to is as simple as can
/// be, and in simple numbers every formula agrees with another: of the cases as they were drawn several numbers must.
Diagnosis diagnose(const Plan& plan, const std::string& output, Index index, std::span<const double> got,
                   std::span<const Drawn> drawn = {});
/// The same where nothing is known of the other components.
Diagnosis diagnose(const Plan& plan, const std::string& output, Index index, double got);
/// The slip as it is made here, and whether it gives the same bits.
std::string text(const Diagnosis& diagnosis);

}  // namespace lossproof
