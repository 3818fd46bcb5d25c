// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/region.hpp"

namespace lossproof {

/// A double brought into the format; what would overflow becomes the largest number.
double fitted(Format format, double value);
/// A finite number of the format from random bits.
double random_number(Format format, Dice& dice);
/// Rarely exact, often off by an ulp: `steps` of −2…2 from the number.
double jittered(Format format, double value, Dice& dice);
double subnormal_number(Format format, Dice& dice);
/// An argument at which exp, 1/(1+exp) or log1p(exp) leaves the format or rounds to 0, 1 or its argument.
double exponential_threshold(Format format, Dice& dice);
/// A magnitude whose square leaves the format, at either end.
double square_threshold(Format format, Dice& dice);
/// On a logarithmic scale from 2^-10 to 800.
double gap(Dice& dice);
/// What a single number of this meaning looks like in this region, where no partner matters.
double single(Meaning meaning, Region region, Format format, Dice& dice);

}  // namespace lossproof
