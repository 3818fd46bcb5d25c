// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"

#include <memory>
#include <vector>

namespace lossproof {

/// Is what the group adds to an output multiplied by exactly 0: by its own weight, its label's, or (a gradient) the upstream gradient?
bool weighs_nothing(const Plan& plan, Index group, bool gradient);

/// A NaN that weighs nothing need not be read. Here a NaN that stands in a row makes the row NaN, and a weight of 0 does not take it away;
/// a loop that skips what is multiplied by 0 (`if (p > 0) s += p * log(p / q)`, a mask) never meets it, and a where() does not either. This
/// holds the case with other numbers in the NaN's places, rows of weight 0 left out, certified once for all components of an output.
class UnreadNan {
public:
    UnreadNan(const Plan& plan, const CertifiedOutput& output);
    /// True if what was got is right whatever number stands in the NaN's place. Only for a component whose truth is NaN.
    bool allows(Index index, double got);

private:
    Case with_stand_ins(std::size_t trial) const;
    bool right(std::size_t trial, Index index, double got);

    struct Place {
        std::string input;
        std::size_t index;
        Meaning meaning;
    };
    std::string output_;
    Case question_;  ///< without the rows that weigh nothing
    bool changed_;   ///< it differs from what was asked
    std::vector<Place> places_;
    std::vector<std::unique_ptr<Certificate>> trials_;  ///< as far as they were asked for
};

}  // namespace lossproof
