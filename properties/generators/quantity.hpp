// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/plan.hpp"

#include <vector>

namespace lossproof {

/// What the numbers of one input mean, as far as a generator must know. Found by the input's role, its name, and by asking the
/// operation which of −1, ½ and 2 are in its domain: a new operation needs no line here.
enum class Quantity : std::uint8_t {
    logit,            ///< any number; it will be exponentiated
    log_probability,  ///< at most 0
    distribution,     ///< a row of numbers that are not negative, about normalised
    probability,      ///< a single one
    prediction,       ///< any number, compared with a target
    target,
    unit_target,    ///< in [0, 1]
    binary_target,  ///< 0 or 1
    variance,       ///< positive: variances and second moments
    plain,          ///< any number: weights, gradients, features
    label,
    sign,
    none,  ///< no tensor at all
};

std::vector<Quantity> quantities_of(const Operation& operation);

/// The questions the strata ask of an operation.
struct Traits {
    explicit Traits(const Operation& operation);
    bool holds(Quantity quantity) const;
    std::vector<Quantity> quantities;
    bool rows;        ///< cut into rows
    bool logit_rows;  ///< rows of logits
    bool step;        ///< an optimiser's step
    bool whole;       ///< takes whole vectors or matrices
    bool residual;    ///< a prediction and a real target
    bool kink;        ///< some derivative jumps
    bool reductions;
    bool spread;  ///< has a variance or a standard deviation
};

}  // namespace lossproof
