// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reports/ledger_records.hpp"

#include <filesystem>
#include <iosfwd>
#include <span>
#include <stdexcept>

namespace lossproof::reports {

/// One line that names the file, the line and what was expected there.
struct LedgerError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline constexpr int ledger_schema = 1;

/// One run of one subject, in a canonical order: two ledgers that say the same compare equal.
struct Ledger {
    std::set<std::string> sources;  ///< the files it was read from
    Header header;
    std::optional<Unavailable> unavailable;
    std::set<NotTested> not_tested;
    std::vector<Result> results;     ///< by cell, then stratum
    std::vector<Witness> witnesses;  ///< worst first
    std::vector<Curve> curves;
    std::vector<LawOutcome> laws;
    std::vector<SpecialOutcome> specials;
    std::vector<OperationRow> operations;
    std::vector<Remark> remarks;               ///< gravest first
    std::map<StratumKey, StratumMark> strata;  ///< those that are complete, or left out on purpose
    std::optional<Footer> footer;              ///< absent if the run was killed
    std::map<std::string, Count> unknown;      ///< records of kinds that a later version may write, counted and skipped
    bool operator==(const Ledger&) const = default;

    /// A run that was interrupted in good order has a footer and is unfinished all the same.
    bool finished() const { return footer && footer->verdict != RunVerdict::interrupted; }
};

/// What a run comes to by the lines of its ledger, whatever its footer says.
RunVerdict verdict_of(const Ledger& ledger);
/// The sums of those lines.
Footer footer_of(const Ledger& ledger);

/// Reads everything complete; a last line cut short by a killed run is dropped. Throws LedgerError.
Ledger read_ledger(const std::filesystem::path& path);
Ledger read_ledger(std::istream& lines, const std::string& name);

/// How many bytes of a ledger's text a resumed run may keep: up to the last record that ends a piece of work. What follows
/// (half a stratum, half a line, a footer) is done again; 0 if nothing was finished.
std::size_t finished_bytes(const std::string& text);

/// Shards of one subject into one ledger: counts add up, maxima and the worst verdicts win. The order does not matter.
/// Throws LedgerError if they are not of the same subject and convention.
Ledger merge(const Ledger& one, const Ledger& other);
Ledger merge(std::span<const Ledger> shards);

/// Merges the shards of each subject and leaves different subjects side by side, and also two runs of one subject that judged
/// the same cases: adding these up would count everything twice.
std::vector<Ledger> merge_shards(std::span<const Ledger> ledgers);

}  // namespace lossproof::reports
