// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/curve.hpp"
#include "properties/sweep/question.hpp"
#include "properties/sweep/sweep.hpp"
#include "properties/sweep/watched_subject.hpp"

namespace lossproof {

/// One operation in one format against one subject: its strata, one after the other, into the ledger.
class CellRun {
public:
    CellRun(WatchedSubject& subject, const SweepOptions& options, LedgerWriter& ledger, const Operation& operation, Format format);

    /// Judge a stratum; the last of its records says that it is complete.
    void run(std::string_view stratum);
    /// Mark a stratum that is left out on purpose, and why.
    void leave_out(std::string_view stratum, std::string_view reason);

    const Operation& operation() const { return operation_; }
    Format format() const { return format_; }

private:
    /// False where no case of the stratum has an output that the subject offers: long rows have no Jacobian.
    bool ask(std::string_view stratum);
    Request affordable(const Case& question) const;
    /// A case with what was found of each number; without a certificate if there was no answer to judge.
    struct JudgedCase {
        std::unique_ptr<Certificate> certificate;
        std::vector<std::vector<Finding>> findings;  ///< by output of the certificate
    };
    JudgedCase judge(const Request& request, const Reply& reply) const;
    void count(std::size_t number, JudgedCase& judged, std::string_view stratum);
    void refuse(std::size_t number, const Request& request, const Reply& reply);
    void note_special(const Plan& plan, const std::string& output, const Finding& finding, std::string_view stratum);
    void report(const std::string& stratum, const std::string& output, const Tally& tally, double seconds);
    void tell_witnesses(const std::string& stratum, const std::string& output, const Tally& tally);

    WatchedSubject& subject_;
    const SweepOptions& options_;
    LedgerWriter& ledger_;
    const Operation& operation_;
    const Format format_;
    const Grants grants_;
    std::vector<Case> cases_;
    std::map<std::string, Tally> tallies_;
    std::map<std::string, Told> kept_;  ///< witnesses told, by output
    std::map<std::string, Curve> curves_;
    std::set<std::string> told_;
    std::string not_asked_;  ///< why some case of the stratum was not
};

}  // namespace lossproof
