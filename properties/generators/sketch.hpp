// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/numbers.hpp"
#include "properties/generators/sizes.hpp"

namespace lossproof {

/// A case in the making.
struct Sketch {
    const Operation& operation;
    const Traits& traits;
    Region region;
    Format format;
    Dice& dice;
    Sizes sizes;
    Case drawn;

    Tensor* tensor(std::string_view name);
    /// The first input of a quantity, after skipping so many; null if there is none.
    Tensor* first(Quantity quantity, int skip = 0);
    double parameter(std::string_view name, double otherwise) const;
};

/// Bring inputs together where the region is about their relation: nearly equal, on a kink, cancelling, far from 0.
void relate(Sketch& sketch);

/// Put ±∞, NaN, ±0 and the largest numbers among the others.
void make_special(Sketch& sketch);

}  // namespace lossproof
