// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/command.hpp"
#include "properties/sweep/sweep.hpp"
#include "reports/ledger.hpp"

namespace lossproof::cli {

/// What a run of `verify` is to judge, and by what; the part of it that a ledger's header repeats.
SweepOptions planned(const VerifyOptions& options);

/// The same for a run that goes on with a ledger: everything is as its header says. Throws UsageError, naming both values, for a
/// flag that says otherwise.
SweepOptions planned(const VerifyOptions& options, const reports::Header& header);

/// Throws UsageError if the ledger is of another subject, another version, or another door.
void insist_on_same_subject(const reports::Header& header, const SubjectIdentity& identity, const std::string& path);

/// What the kept part of a ledger says is done.
Earlier earlier_of(const reports::Ledger& kept);

}  // namespace lossproof::cli
