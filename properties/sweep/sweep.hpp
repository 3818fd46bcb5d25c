// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/ledger_writer.hpp"

#include <atomic>
#include <functional>
#include <set>

namespace lossproof {

enum class Effort : std::uint8_t { smoke, ci, full };
std::string_view name(Effort effort);
std::size_t cases_per_stratum(Effort effort);

/// Parameters that every case is to have with this value (nothing: is not to have).
using FixedParameters = std::map<std::string, std::optional<ParameterValue>>;
/// The case with these parameters; as it was drawn, if it is no proper question with them.
Case with_fixed(const Case& drawn, const FixedParameters& fixed);

struct SweepOptions {
    std::vector<const Operation*> operations;
    std::vector<Format> formats;
    Effort effort = Effort::ci;
    std::uint64_t seed = 0;
    std::string convention = "lim";
    std::string designation;  ///< the subject as the command line names it, for replay lines
    bool laws = true;
    FixedParameters fixed = {};                                        ///< for a subject that knows no other values
    std::set<std::tuple<std::string, std::string, std::string>> done;  ///< strata a resumed run may skip
    std::function<void(std::size_t done, std::size_t total)> progress = {};
    const std::atomic<bool>* stop = nullptr;
};

struct SweepTotals {
    std::size_t cases = 0, components = 0, undecided = 0, fell_short = 0, refused = 0, broke = 0, empty_strata = 0;
    bool interrupted = false;
};

/// Judge a subject over operations × formats × strata and write everything into the ledger.
SweepTotals sweep(Subject& subject, const SweepOptions& options, LedgerWriter& ledger);

/// Ask a subject one case and judge every output; for `replay` and for shrinking. The certificate stays usable.
struct Trial {
    std::unique_ptr<Certificate> certificate;
    Reply reply;
    std::vector<std::pair<std::string, Finding>> findings;
};
Trial try_case(Subject& subject, const Case& question, std::string_view output_glob = "*");

/// The witness of a finding: shrunk, explained, with its replay line.
Witness make_witness(Subject& subject, const std::string& designation, const Case& question, const std::string& output, Index index,
                     std::string_view stratum, std::size_t budget);

/// The line that asks one case again, quoted for a shell.
std::string replay_line(const std::string& designation, const Case& question);

}  // namespace lossproof
