// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/sweep.hpp"
#include "reports/ledger.hpp"
#include "testing/callable.hpp"

namespace lossproof::testing {

/// A sweep with a whole ledger, from header to footer.
SweepTotals run(Subject& subject, const SweepOptions& options, const std::string& path);

/// What a sweep came to, in a few lines.
Outcome outcome_of(const std::string& operation, const SweepTotals& totals, const reports::Ledger& ledger);

/// The parameters of a function that takes none: those that are given, the defaults, and optional ones absent.
FixedParameters parameters_fixed(const Operation& operation, const std::vector<Argument>& given);

/// A path for a ledger that nobody else uses.
std::filesystem::path scratch_ledger();

}  // namespace lossproof::testing
