// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/verdict/telltale.hpp"

namespace lossproof {

/// The slip in how a question was read, if the certified answer of another question is the one that came: an option left out or with
/// another value, weights or the upstream gradient left out, another reduction, labels from another base, two inputs exchanged. No
/// formula is known here; the reference answers itself, so a slip with an option that is added tomorrow has its name today. Only an
/// answer that agrees in every component counts.
std::optional<Telltale> counterfactual(const Plan& plan, const CertifiedOutput& output, std::span<const double> got);

}  // namespace lossproof
