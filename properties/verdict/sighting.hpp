// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reference/oracle/certify.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lossproof {

/// All components of one output of one case: as they came, and as they should have come.
struct Sighting {
    const Plan& plan;
    const CertifiedOutput& output;
    std::span<const double> got;

    Index size() const { return got.size(); }
    double truth(Index i) const { return output.answers[i].rounded; }
    double u() const { return unit_roundoff(plan.format()); }
    /// Another number than the certified one, by more than the roundings of any sane form.
    bool wrong(Index i) const;
    std::vector<Index> wrong_ones() const;  ///< numbers where the truth is one, beyond what rounding in an unlucky form loses
};

/// Several cases with the same inputs and parameters.
using Sightings = std::vector<Sighting>;

/// Does it agree with the value to a few roundings, a NaN with a NaN?
bool agrees(double got, double value, double u);
/// Significant bits of a number: how much it says.
int significant_bits(double x);

/// The certified answers to another question; nothing if it is none.
std::optional<std::vector<double>> answers_to(const Case& question, const std::string& output);

}  // namespace lossproof
