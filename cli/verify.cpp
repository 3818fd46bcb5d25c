// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/run_plan.hpp"

#include "properties/sweep/sweep.hpp"
#include "reference/define/definition.hpp"
#include "reports/known.hpp"
#include "reports/report.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <sstream>

namespace lossproof::cli {
namespace {

using Clock = std::chrono::steady_clock;

std::string plain_name(const std::string& designation) {
    std::string stem;
    for (const char c : std::filesystem::path(designation).stem().string())
        stem += std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' ? c : '_';
    return stem;
}

LedgerFile file_for(const VerifyOptions& options) {
    if (!options.resume.empty()) return {options.resume, LedgerFile::Existing::keep};
    if (!options.ledger.empty()) return {options.ledger, LedgerFile::Existing::replace};
    return {"lossproof-" + plain_name(options.subject) + ".jsonl", LedgerFile::Existing::number};
}

reports::Ledger read(const LedgerFile& file) {
    std::istringstream text(file.text());
    return reports::read_ledger(text, file.path().string());
}

/// Losses that the earlier run defined: its ledger keeps them.
void define_again(const std::string& ledger) {
    std::istringstream lines(ledger);
    for (std::string line; std::getline(lines, line);) {
        if (line.find("\"definition\"") == line.npos) continue;
        const auto record = nlohmann::json::parse(line, nullptr, false);
        if (!record.is_object() || record.value("record", "") != "operation" || !record.contains("definition")) continue;
        if (record["definition"].is_string()) define_operation(record["definition"].get<std::string>(), "the ledger's definition");
    }
}

LedgerWriter::Run run_of(const SweepOptions& plan) {
    LedgerWriter::Run run{.seed = plan.seed,
                          .effort = name(plan.effort),
                          .operations = {},
                          .formats = {},
                          .convention = plan.convention,
                          .laws = plan.laws,
                          .budget_seconds = plan.budget_seconds,
                          .demand = plan.demand,
                          .allow_refusals = plan.allow_refusals};
    for (const auto* operation : plan.operations) run.operations.emplace_back(operation->name);
    for (const Format format : plan.formats) run.formats.emplace_back(name(format));
    return run;
}

/// The footer says what the ledger's lines come to, so that a run in one piece and one in several say the same.
reports::RunVerdict close(LedgerWriter& ledger, bool was_interrupted, Clock::time_point start) {
    const auto sums = reports::footer_of(read(ledger.file()));
    const auto verdict = was_interrupted ? reports::RunVerdict::interrupted : sums.verdict;
    ledger.footer({.verdict = reports::word(verdict),
                   .exit_code = reports::exit_code(verdict),
                   .cases = sums.cases,
                   .components = sums.components,
                   .undecided = sums.undecided,
                   .remarks = sums.remarks,
                   .not_asked = sums.not_asked,
                   .seconds = std::chrono::duration<double>(Clock::now() - start).count(),
                   .short_of = sums.short_of});
    return verdict;
}

/// Where words for people go: standard output may be taken by a ledger or by JSON.
std::ostream& words(const VerifyOptions& options) { return options.ledger == "-" || options.json ? std::cerr : std::cout; }

/// With known findings only what is new counts; a run that was cut short or tested nothing stays what it is.
int against_known(const reports::Ledger& written, const VerifyOptions& options, int exit_code) {
    const auto comparison = reports::compare(reports::read_known(options.known), written);
    words(options) << "against " << options.known << ": " << reports::comparison_text(comparison);
    return (exit_code == fell_short || exit_code == subject_broke) && comparison.fresh.empty() ? held : exit_code;
}

/// What everybody wants in the end: the summary, JUnit, and a word on the file.
int conclude(LedgerFile& file, const VerifyOptions& options) {
    const auto written = read(file);
    if (!options.junit.empty()) reports::write_whole(options.junit, reports::junit({&written, 1}));
    if (options.json) std::cout << reports::json({&written, 1}) << std::flush;
    else words(options) << summary(written, file.path().string()) << std::flush;
    int exit_code = reports::exit_code(written.footer->verdict);
    if (!options.write_known.empty()) reports::write_whole(options.write_known, reports::known_json(reports::findings_of(written)));
    if (!options.known.empty()) exit_code = against_known(written, options, exit_code);
    if (const std::string trouble = file.mend(); !trouble.empty()) std::cerr << "lossproof: " << trouble << "\n";
    return exit_code;
}

/// A subject that is not here, or cannot start, has a ledger that says so, and with it a column in every report.
int tell_unavailable(const VerifyOptions& options, const SubjectUnavailable& why) {
    const auto start = Clock::now();
    const bool broke = why.kind == SubjectUnavailable::Kind::broke;
    LedgerWriter ledger(file_for(options));
    ledger.header({.name = options.subject, .version = "", .door = "", .details = {}, .conventions = {}}, run_of(planned(options)));
    const std::string reason = why.what();
    ledger.unavailable(broke ? "broke" : "skipped", reason);
    ledger.not_tested("every operation", std::nullopt, "", (broke ? "could not start: " : "skipped: ") + reason);
    ledger.begun();
    close(ledger, false, start);
    std::cerr << "lossproof: " << why.what() << "\n";
    return conclude(ledger.file(), options);
}

}  // namespace

int verify(const VerifyOptions& options) {
    SweepOptions plan = planned(options);  // a wrong word is told before anything is opened
    if (options.json && options.ledger == "-")
        throw UsageError("--json and --ledger - both want standard output; expected a file for the ledger");
    for (const std::string& path : {options.junit, options.write_known})
        if (!path.empty()) reports::try_to_write(path);
    if (!options.known.empty()) reports::read_known(options.known);
    std::optional<LedgerFile> resumed;
    reports::Ledger earlier;
    if (!options.resume.empty()) {
        reports::read_ledger(options.resume);  // a clear word if it is no ledger, before it is locked
        resumed.emplace(file_for(options));
        earlier = read(*resumed);
        define_again(resumed->text());
        plan = planned(options, earlier.header);
        if (earlier.finished() && earlier.footer->not_asked == 0) {
            std::cerr << "lossproof: '" << options.resume << "' is finished; it is left as it is\n";
            return conclude(*resumed, options);
        }
    }
    std::unique_ptr<Subject> subject;
    try {
        subject = open_subject(options.subject, {.stop = &watch_for_signals()});
    } catch (const SubjectUnavailable& error) {
        if (resumed || error.kind == SubjectUnavailable::Kind::unknown) throw;
        return tell_unavailable(options, error);
    }
    if (!options.known.empty() && reports::read_known(options.known).subject != subject->identity().name)
        throw UsageError("--known: '" + options.known + "' is of '" + reports::read_known(options.known).subject + "', the subject is '" +
                         subject->identity().name + "'");
    if (resumed) {
        insist_on_same_subject(earlier.header, subject->identity(), options.resume);
        resumed->cut(reports::finished_bytes(resumed->text()));
        if (!resumed->text().empty()) plan.earlier = earlier_of(read(*resumed));
    }
    const auto start = Clock::now();
    LedgerWriter ledger(resumed ? std::move(*resumed) : file_for(options), plan.demands);
    if (!plan.earlier.begun) ledger.header(subject->identity(), run_of(plan));
    plan.stop = &watch_for_signals();
    Progress progress(options.subject, options.quiet);
    plan.progress = [&](std::size_t done, std::size_t total) { progress.show(done, total); };
    const SweepEnd end = sweep(*subject, plan, ledger);
    progress.clear();
    close(ledger, end.interrupted, start);
    const int exit_code = conclude(ledger.file(), options);
    if (options.seed == "random") words(options) << "seed 0x" << std::hex << std::setw(16) << std::setfill('0') << plan.seed << "\n";
    return exit_code;
}

}  // namespace lossproof::cli
