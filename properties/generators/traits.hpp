// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

namespace lossproof {

/// Any number without a partner: what it multiplies or is added to is all that matters.
bool is_plain(Meaning meaning);
/// A target in [0, 1] of a single number, measured or chosen.
bool is_share(Meaning meaning);

/// A factor of losses: of a class, of a sample, of the positive class.
inline bool is_weight(Meaning meaning) { return is_factor(meaning) && meaning != Meaning::upstream; }

/// The questions the strata ask of an operation. Everything follows from what its entry says of its inputs.
struct Traits {
    explicit Traits(const Operation& operation);
    bool holds(Meaning meaning) const { return operation.takes(meaning); }
    int count(bool (*is)(Meaning)) const;

    const Operation& operation;
    bool rows;        ///< cut into rows
    bool paired;      ///< as many entries in a row as rows: similarities
    bool logit_rows;  ///< rows of logits
    bool step;        ///< an optimiser's step
    bool whole;       ///< takes whole vectors or matrices
    bool residual;    ///< a prediction and a real target
    bool kink;        ///< some derivative jumps, or the domain ends, where numbers can be drawn
    bool reductions;
    bool spread;  ///< has a variance or a standard deviation
};

}  // namespace lossproof
