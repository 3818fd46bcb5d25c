// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/court/law.hpp"
#include "properties/sweep/tally.hpp"
#include "subjects/subject.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>

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
    std::string stratum;
    Finding finding;
    std::pair<std::string, std::string> enclosure;
    std::string diagnosis, stable_form;
    bool diagnosis_exact = false;
    std::string message;  ///< of an error
    std::string replay;
};

/// Where and under what a cell was run.
struct Cell {
    const Operation* operation;
    Format format;
    std::string stratum;
    double seconds = 0;
};

/// Appends records to a ledger (JSON Lines, schema 1), each flushed when it is written: a killed run leaves a readable one.
class LedgerWriter {
public:
    /// Opens for writing, or for appending after a resumed run. Throws UsageError if that is impossible.
    LedgerWriter(const std::filesystem::path& path, bool append);
    ~LedgerWriter();

    struct Run {
        std::uint64_t seed;
        std::string_view effort;
        std::vector<std::string> operations, formats;
        std::string convention;
    };
    void header(const SubjectIdentity& subject, const Run& run);
    void operation(const Operation& operation);
    void not_tested(std::string_view operation, std::optional<Format> format, std::string_view output, std::string_view reason);
    void result(const Cell& cell, std::string_view output, const Tally& tally);
    void witness(const Witness& witness);
    void special(const Witness& witness);
    void curve(const Operation& operation, Format format, std::string_view output, const std::vector<CurvePoint>& points);
    void law(const LawOutcome& outcome);
    struct Totals {
        std::string_view verdict;
        int exit_code;
        std::size_t cases, components, undecided;
        double seconds;
    };
    void footer(const Totals& totals);

private:
    void line(const std::string& json);
    struct Close {
        void operator()(std::FILE* f) const { std::fclose(f); }
    };
    std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace lossproof
