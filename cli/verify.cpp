// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"
#include "cli/progress.hpp"

#include "properties/sweep/sweep.hpp"
#include "properties/verdict/convention.hpp"
#include "reports/ledger.hpp"
#include "reports/report.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <random>

namespace lossproof::cli {
namespace {

std::atomic<bool> stop_requested = false;
void on_signal(int) { stop_requested = true; }

Effort effort_named(const std::string& word) {
    for (const Effort effort : {Effort::smoke, Effort::ci, Effort::full})
        if (name(effort) == word) return effort;
    throw UsageError("unknown effort '" + word + "'; expected smoke, ci or full");
}

std::uint64_t seed_named(const std::string& word) {
    if (word == "random") return (std::uint64_t{std::random_device{}()} << 32) | std::random_device{}();
    std::uint64_t seed = 0;
    const bool hex = word.starts_with("0x");
    const char* begin = word.data() + (hex ? 2 : 0);
    const auto [end, error] = std::from_chars(begin, word.data() + word.size(), seed, hex ? 16 : 10);
    if (error != std::errc{} || end != word.data() + word.size())
        throw UsageError("--seed expects a whole number, 0x… or random, got '" + word + "'");
    return seed;
}

std::string file_name_of(const std::string& designation) {
    std::string stem;
    for (const char c : std::filesystem::path(designation).stem().string())
        stem += std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' ? c : '_';
    return "lossproof-" + stem + ".jsonl";
}

void resume_from(const std::string& path, SweepOptions& options) {
    const auto ledger = reports::read_ledger(path);
    for (const auto& key : reports::complete_strata(ledger)) options.done.insert({key.operation, key.format, key.stratum});
    // A killed run may leave half a line; what follows must begin on a line of its own.
    std::filesystem::resize_file(path, reports::whole_bytes(path));
}

struct Outcome {
    std::string_view verdict;
    int exit_code;
};
Outcome outcome_of(const SweepTotals& totals, bool resumed) {
    if (totals.interrupted) return {"interrupted", interrupted};
    if (totals.broke > 0) return {"broke", subject_broke};
    if (totals.fell_short > 0) return {"fell_short", fell_short};
    if ((totals.components == 0 && !resumed) || totals.empty_strata > 0) return {"nothing_tested", nothing_tested};
    return {"held", held};
}

/// A resumed run answers for the whole ledger, not only for what it added.
void add_earlier(const reports::Ledger& ledger, SweepTotals& totals) {
    for (const auto& result : ledger.results) {
        const auto count = [&](reports::Verdict v) { return result.counts[static_cast<std::size_t>(v)]; };
        totals.components += result.components;
        totals.fell_short += count(reports::Verdict::inaccurate) + count(reports::Verdict::wrong);
        totals.broke += count(reports::Verdict::error);
    }
}

}  // namespace

int verify(const VerifyOptions& options) {
    SweepOptions sweep_options{.operations = operations_matching(options.operations),
                               .formats = formats_named(options.formats),
                               .effort = effort_named(options.effort),
                               .seed = seed_named(options.seed),
                               .convention = options.convention,
                               .designation = options.subject,
                               .laws = !options.no_laws,
                               .done = {},
                               .progress = {},
                               .stop = &stop_requested};
    const auto profiles = convention_profiles();
    if (options.convention != "lim" && std::find(profiles.begin(), profiles.end(), options.convention) == profiles.end())
        throw UsageError("unknown convention '" + options.convention + "'; expected lim" +
                         std::accumulate(profiles.begin(), profiles.end(), std::string(),
                                         [](std::string list, std::string_view name) { return list + ", " + std::string(name); }));
    const auto subject = open_subject(options.subject, {.stop = &stop_requested});
    const std::string path = !options.resume.empty()   ? options.resume
                             : !options.ledger.empty() ? options.ledger
                                                       : file_name_of(options.subject);
    SweepTotals earlier;
    if (!options.resume.empty()) {
        add_earlier(reports::read_ledger(options.resume), earlier);
        resume_from(options.resume, sweep_options);
    }
    LedgerWriter ledger(path, !options.resume.empty());
    if (options.resume.empty()) {
        LedgerWriter::Run run{.seed = sweep_options.seed,
                              .effort = name(sweep_options.effort),
                              .operations = {},
                              .formats = {},
                              .convention = options.convention};
        for (const auto* operation : sweep_options.operations) run.operations.emplace_back(operation->name);
        for (const Format format : sweep_options.formats) run.formats.emplace_back(name(format));
        ledger.header(subject->identity(), run);
        for (const auto* operation : sweep_options.operations) ledger.operation(*operation);
    }
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    Progress progress(options.subject, options.quiet);
    sweep_options.progress = [&](std::size_t done, std::size_t total) { progress.show(done, total); };
    const auto start = std::chrono::steady_clock::now();
    SweepTotals totals = sweep(*subject, sweep_options, ledger);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    progress.clear();
    totals.components += earlier.components;
    totals.fell_short += earlier.fell_short;
    totals.broke += earlier.broke;
    const Outcome outcome = outcome_of(totals, !options.resume.empty());
    ledger.footer({.verdict = outcome.verdict,
                   .exit_code = outcome.exit_code,
                   .cases = totals.cases,
                   .components = totals.components,
                   .undecided = totals.undecided,
                   .seconds = seconds});
    const auto written = reports::read_ledger(path);
    if (!options.junit.empty()) reports::write_whole(options.junit, reports::junit({&written, 1}));
    std::cout << summary(written, path);
    if (options.seed == "random") std::printf("seed 0x%016llx\n", static_cast<unsigned long long>(sweep_options.seed));
    return outcome.exit_code;
}

}  // namespace lossproof::cli
