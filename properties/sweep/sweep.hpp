// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/ledger_writer.hpp"
#include "properties/sweep/told.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <set>

namespace lossproof {

enum class Effort : std::uint8_t { smoke, ci, full };
std::string_view name(Effort effort);
/// Of a stratum whose first `systematic` cases leave nothing to chance.
std::size_t cases_per_stratum(Effort effort, std::size_t systematic = 0);

/// Parameters that every case is to have with this value (nothing: is not to have).
using FixedParameters = std::map<std::string, std::optional<ParameterValue>>;
/// The case with these parameters; as it was drawn, if it is no proper question with them.
Case with_fixed(const Case& drawn, const FixedParameters& fixed);

/// What an earlier, interrupted part of the same run left in its ledger, by operation and format.
struct Earlier {
    using Cell = std::pair<std::string, std::string>;
    std::set<std::tuple<std::string, std::string, std::string>> strata;     ///< complete ones: operation, format, stratum
    std::set<std::pair<std::string, std::string>> laws;                     ///< law, format
    std::map<Cell, std::map<std::string, std::vector<CurvePoint>>> curves;  ///< by output
    std::map<Cell, std::set<std::string>> specials;                         ///< as `special_kind` names them
    std::map<Cell, std::map<std::string, Told>> witnesses;                  ///< by output
    std::map<Cell, std::size_t> timeouts;
    bool begun = false;  ///< gaps and operations are told
};

struct SweepOptions {
    std::vector<const Operation*> operations = {};
    std::vector<Format> formats = {};
    Effort effort = Effort::ci;
    std::uint64_t seed = 0;
    std::string convention = "lim";
    std::string designation;  ///< the subject as the command line names it, for replay lines
    bool laws = true;
    bool again = true;                          ///< every request is put again, in other batches too
    std::set<std::string> demands = {};         ///< what a run fails for besides wrong numbers
    FixedParameters fixed = {};                 ///< for a subject that knows no other values
    std::optional<double> budget_seconds = {};  ///< then the most telling strata of every operation come first
    std::string demand = "stable";              ///< told in the header; judging does not depend on it
    bool allow_refusals = false;                ///< the same
    Earlier earlier = {};
    std::function<void(std::size_t done, std::size_t total)> progress = {};
    const std::atomic<bool>* stop = nullptr;
};

/// How a sweep ended; what it found is in the ledger.
struct SweepEnd {
    bool interrupted = false;
    std::size_t strata_left_out = 0;  ///< because the budget was spent, or because the subject does nothing but hang there
};

/// Judge a subject over operations × formats × strata and write everything into the ledger.
SweepEnd sweep(Subject& subject, const SweepOptions& options, LedgerWriter& ledger);

/// Ask a subject one case and judge every output; for `replay` and for shrinking. The certificate stays usable.
struct Trial {
    std::unique_ptr<Certificate> certificate;
    Reply reply;
    std::vector<std::pair<std::string, Finding>> findings;
};
Trial try_case(Subject& subject, const Case& question, std::string_view output_glob = "*", const std::string& convention = "lim");
/// The worst finding of one output of a trial; a broken subject is an error finding. Nothing if it was not answered.
std::optional<Finding> worst_of(const Trial& trial, const std::string& output);

/// The witness of a finding: asked again, shrunk while it stays as grave, explained, with its replay line. If the subject does
/// not repeat itself, the finding stands as it was and is marked so. A hang is not looked at again.
Witness make_witness(Subject& subject, const SweepOptions& options, const Case& question, const std::string& output,
                     const Finding& original, std::string_view stratum, std::size_t budget);

/// Two special values of a kind are told once: the output, the convention, what came and what should have.
std::string special_kind(std::string_view output, std::string_view profile, std::string_view got, std::string_view reference);

/// The line that asks one case again, quoted for a shell.
std::string replay_line(const std::string& designation, const Case& question);

}  // namespace lossproof
