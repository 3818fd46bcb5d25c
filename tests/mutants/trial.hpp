// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/sweep/sweep.hpp"
#include "reference/oracle/case_json.hpp"
#include "reports/ledger.hpp"
#include "tests/mutants/mutant.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <cmath>
#include <filesystem>

namespace lossproof {

/// What the ledger says after a sweep, which is all that anybody outside ever sees.
struct Proceedings {
    reports::Ledger ledger;
    reports::RunVerdict verdict() const { return reports::verdict_of(ledger); }
    reports::Footer sums() const { return reports::footer_of(ledger); }

    /// The gravest word on an output, over formats and strata.
    std::string word(const std::string& operation, const std::string& output) const {
        const reports::Result* worst = nullptr;
        for (const auto& result : ledger.results)
            if (result.cell.operation == operation && result.cell.output == output && (!worst || worst->verdict < result.verdict))
                worst = &result;
        return worst ? std::string(reports::word(worst->verdict)) : "not judged";
    }
    const reports::Witness* witness(const std::string& operation, const std::string& output) const {
        for (const auto& kept : ledger.witnesses)  // worst first
            if (kept.cell.operation == operation && kept.cell.output == output) return &kept;
        return nullptr;
    }
};

/// A sweep at the smallest effort: whatever is convicted must be convicted by that.
inline Proceedings on_trial(Subject& subject, const std::vector<std::string>& operations, std::vector<Format> formats) {
    static int number = 0;
    const auto path = std::filesystem::temp_directory_path() /
                      ("lossproof-trial-" + std::to_string(getpid()) + "-" + std::to_string(number++) + ".jsonl");
    SweepOptions options{.operations = {},
                         .formats = std::move(formats),
                         .effort = Effort::smoke,
                         .seed = 0,
                         .designation = subject.identity().name,
                         .laws = false,
                         .again = false};  // a mutant certifies what it answers, and the reference repeats itself
    for (const auto& operation : operations) options.operations.push_back(&operation_named(operation));
    Proceedings proceedings;
    {
        LedgerWriter writer(LedgerFile(path, LedgerFile::Existing::replace));
        writer.header(subject.identity(),
                      {.seed = 0, .effort = name(Effort::smoke), .operations = operations, .formats = {}, .convention = "lim"});
        sweep(subject, options, writer);
    }
    proceedings.ledger = reports::read_ledger(path);
    std::filesystem::remove(path);
    return proceedings;
}

/// The mutant is convicted with this word on every output it lies about and on no other, and the witness, read back from
/// its line in the ledger, convicts it again (shrinking may have made it graver than the case it was found in).
inline Proceedings convicted(Mutant mutant, const std::string& word, std::vector<Format> formats = {Format::f64}) {
    std::set<std::string> operations;
    for (const auto& [charge, lie] : mutant.lies()) operations.insert(charge.first);
    const Proceedings proceedings = on_trial(mutant, {operations.begin(), operations.end()}, std::move(formats));
    CHECK(proceedings.verdict() >= reports::RunVerdict::fell_short);
    for (const auto& [charge, lie] : mutant.lies()) {
        CAPTURE(mutant.identity().name, charge.first, charge.second);
        CHECK(proceedings.word(charge.first, charge.second) == word);
        const auto* kept = proceedings.witness(charge.first, charge.second);
        REQUIRE(kept);
        CHECK(reports::falls_short(kept->verdict));
        CHECK(kept->replay.starts_with("lossproof replay "));
        const auto again = read_cases(kept->question.json);
        REQUIRE(again.front().question);
        bool found = false;
        for (const auto& [output, finding] : try_case(mutant, *again.front().question, charge.second).findings)
            found |= falls_short(finding.judgement.verdict);
        CHECK(found);
    }
    for (const auto& result : proceedings.ledger.results) {
        const bool guilty = mutant.lies().contains({result.cell.operation, result.cell.output});
        CAPTURE(result.cell.operation, result.cell.output, result.stratum);
        CHECK((guilty || !reports::falls_short(result.verdict)));
    }
    return proceedings;
}

/// What the mutant answers is what the stable algorithm would, evaluated in the format: that holds, but not where the full range is
/// demanded.
inline void limited(Mutant mutant, std::vector<Format> formats) {
    for (const auto& [charge, lie] : mutant.lies()) {
        const Proceedings proceedings = on_trial(mutant, {charge.first}, formats);
        CAPTURE(mutant.identity().name, charge.first, charge.second);
        CHECK(proceedings.verdict() == reports::RunVerdict::held);
        CHECK(proceedings.word(charge.first, charge.second) == "range_limited");
        CHECK(proceedings.sums().short_of.at("full-range") > 0);
    }
}

}  // namespace lossproof
