// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/checker/law.hpp"
#include "properties/sweep/ledger_file.hpp"
#include "properties/sweep/tally.hpp"
#include "properties/sweep/watched_subject.hpp"
#include "properties/verdict/diagnosis.hpp"

namespace lossproof {

/// One point of an error curve: the abscissa, the error in ulp, and what error the bound allows there.
struct CurvePoint {
    double x = 0, ulps = 0;
    std::optional<double> allowed = {};
};

/// A kept failing case with all that explains it.
struct Witness {
    Case question;
    std::string output;
    std::string stratum = {};
    Finding finding = {};
    std::pair<std::string, std::string> enclosure = {};
    Diagnosis diagnosis = {};
    std::string stable_form = {};
    bool not_reproducible = false;  ///< asked again, the subject behaved: the finding is of the first time
    std::string message = {};       ///< of an error
    std::string snippet = {};       ///< the case in the subject's own words
    std::string replay = {};
};

/// Where and under what a cell was run.
struct Cell {
    const Operation* operation;
    Format format;
    std::string stratum;
    double seconds = 0;
};

/// Appends records to a ledger (JSON Lines, schema 1), each written at once: a killed run leaves a readable one.
class LedgerWriter {
public:
    /// `demands`: what a run fails for besides wrong numbers.
    explicit LedgerWriter(LedgerFile file, std::set<std::string> demands = {}) : file_(std::move(file)), demands_(std::move(demands)) {}
    LedgerFile& file() { return file_; }

    struct Run {
        std::uint64_t seed;
        std::string_view effort;
        std::vector<std::string> operations, formats;
        std::string convention;
        bool laws = true;
        std::optional<double> budget_seconds = {};
        std::string demand = "stable";  ///< what a number must be for the run to hold: reports/demand.hpp
        bool allow_refusals = false;    ///< hold, however little of an offered output was judged
    };
    void header(const SubjectIdentity& subject, const Run& run);
    /// A subject that was never asked: it could not start (`broke`), or is not here to be asked (`skipped`).
    void unavailable(std::string_view kind, std::string_view reason);
    void operation(const Operation& operation);
    void not_tested(std::string_view operation, std::optional<Format> format, std::string_view output, std::string_view reason);
    /// All that is known before the first stratum has been told.
    void begun();
    void result(const Cell& cell, std::string_view output, const Tally& tally);
    /// The stratum is complete, or was left out for that reason: its last record.
    void stratum(const Cell& cell, std::size_t cases, std::string_view left_out);
    void remark(const Noted& noted, std::string_view where);
    void witness(const Witness& witness);
    void special(const Witness& witness);
    void curve(const Operation& operation, Format format, std::string_view output, const std::vector<CurvePoint>& points);
    void law(const LawOutcome& outcome);
    struct Totals {
        std::string_view verdict;
        int exit_code;
        std::uint64_t cases, components, undecided, remarks, not_asked;
        double seconds;
        std::map<std::string, std::uint64_t> short_of = {};  ///< by demand: the numbers that fall short of it
    };
    void footer(const Totals& totals);

private:
    LedgerFile file_;
    std::set<std::string> demands_;
};

}  // namespace lossproof
