// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

namespace lossproof {

/// What lanes know of one output of a batch of elements.
struct LaneAnswers {
    enum class State : std::uint8_t {
        open,     ///< not decided: the ladder of certify.hpp has to be asked
        decided,  ///< `rounded` is the true value rounded into the format
        special,  ///< not a number: a NaN was read, or a number outside of the domain
    };
    std::string name;
    std::vector<State> states;
    std::vector<double> rounded;  ///< NaN unless decided
};

/// The quickest tier, for batches of an operation of one number without a reduction, in formats of at most 24 bits: certified roundings
/// and nothing else. What it leaves open (limits, infinities, zeros, overflows, near ties) is for `Certificate`.
bool lanes_know(const Plan& plan);
/// Every output of a plan that lanes know something of, in the plan's order.
std::vector<LaneAnswers> lane_answers(const Plan& plan);

}  // namespace lossproof
