// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/sweep.hpp"
#include "reports/ledger.hpp"
#include "testing/callable.hpp"

namespace lossproof::testing {

/// A sweep with a whole ledger, from header to footer, as it is read back. Throws UsageError if it cannot be written.
reports::Ledger run(Subject& subject, const SweepOptions& options, const std::filesystem::path& path);

/// What a ledger comes to in counts.
struct Totals {
    reports::Count cases = 0, components = 0, undecided = 0, fell_short = 0, refused = 0, broke = 0;
};
Totals totals_of(const reports::Ledger& ledger);

/// The same in a few lines, with the worst failures.
Outcome outcome_of(const std::string& operation, const reports::Ledger& ledger);

/// The parameters of a function that takes none: those that are given, the defaults, and optional ones absent.
FixedParameters parameters_fixed(const Operation& operation, const std::vector<Argument>& given);

/// A path for a ledger that nobody else uses.
std::filesystem::path scratch_ledger();

}  // namespace lossproof::testing
