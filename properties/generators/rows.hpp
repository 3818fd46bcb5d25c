// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/region.hpp"

namespace lossproof {

/// A row of logits; `label` is the place that will be asked for (or any place).
std::vector<double> logit_row(Region region, Format format, std::size_t length, std::size_t label, const Parameters& parameters,
                              Dice& dice);

/// A row of probabilities: normalised in binary64 and then rounded, so that its sum is only about 1.
std::vector<double> distribution_row(Region region, Format format, std::size_t length, Dice& dice);

/// The numbers of a row, each moved by a relative 2^-52 … 2^-1.
std::vector<double> perturbed(Format format, const std::vector<double>& row, Dice& dice);

/// A target that a row of logits, or one logit, nearly meets: softmax(z) or σ(z). Computed by enclosures, whose centres
/// are the same on every machine.
std::vector<double> met_target(Format format, const std::vector<double>& logits);
double met_target(Format format, double logit);

}  // namespace lossproof
