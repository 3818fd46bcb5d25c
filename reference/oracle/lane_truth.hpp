// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

#include <memory>

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
/// and nothing else. What it leaves open (limits, infinities, overflows, near ties) is for `Certificate`.
class LaneTruth {
public:
    /// Operation, format and parameters are the plan's, which must outlive this; its numbers do not matter.
    explicit LaneTruth(const Plan& plan);
    ~LaneTruth();
    LaneTruth(const LaneTruth&) = delete;
    LaneTruth& operator=(const LaneTruth&) = delete;

    /// Every output at these numbers of the format, in the plan's order; none if lanes have no formula. Good until it is called again.
    const std::vector<LaneAnswers>& at(std::span<const double> x);

private:
    class Pass;
    std::vector<LaneAnswers> answers_;
    std::vector<std::unique_ptr<Pass>> passes_;
};

}  // namespace lossproof
