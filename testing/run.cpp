// SPDX-License-Identifier: Apache-2.0
#include "testing/run.hpp"

#include "reference/oracle/case_json.hpp"
#include "testing/failure.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <sstream>

namespace lossproof::testing {
namespace {

constexpr std::size_t failures_told = 3;

reports::Ledger read(const LedgerFile& file) {
    std::istringstream text(file.text());
    return reports::read_ledger(text, file.path().string());
}

}  // namespace

reports::Ledger run(Subject& subject, const SweepOptions& options, const std::filesystem::path& path) {
    LedgerWriter ledger(LedgerFile(path, LedgerFile::Existing::replace));
    LedgerWriter::Run about{.seed = options.seed,
                            .effort = name(options.effort),
                            .operations = {},
                            .formats = {},
                            .convention = options.convention,
                            .laws = options.laws,
                            .demand = options.demand,
                            .allow_refusals = options.allow_refusals};
    for (const auto* operation : options.operations) about.operations.emplace_back(operation->name);
    for (const Format format : options.formats) about.formats.emplace_back(name(format));
    ledger.header(subject.identity(), about);
    const auto start = std::chrono::steady_clock::now();
    const SweepEnd end = sweep(subject, options, ledger);
    const auto sums = reports::footer_of(read(ledger.file()));
    const auto verdict = end.interrupted ? reports::RunVerdict::interrupted : sums.verdict;
    ledger.footer({.verdict = reports::word(verdict),
                   .exit_code = reports::exit_code(verdict),
                   .cases = sums.cases,
                   .components = sums.components,
                   .undecided = sums.undecided,
                   .remarks = sums.remarks,
                   .not_asked = sums.not_asked,
                   .seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
                   .short_of = sums.short_of});
    return read(ledger.file());
}

Totals totals_of(const reports::Ledger& ledger) {
    Totals totals;
    if (ledger.footer) {
        totals.cases = ledger.footer->cases;
        totals.components = ledger.footer->components;
        totals.undecided = ledger.footer->undecided;
    }
    for (const auto& result : ledger.results) {
        const auto count = [&](reports::Verdict verdict) { return result.counts[static_cast<std::size_t>(verdict)]; };
        totals.refused += result.unsupported;
        totals.broke += count(reports::Verdict::error);
        totals.fell_short += count(reports::Verdict::inaccurate) + count(reports::Verdict::wrong);
    }
    for (const auto& law : ledger.laws) totals.fell_short += law.verdict == reports::LawVerdict::failed;
    return totals;
}

Outcome outcome_of(const std::string& operation, const reports::Ledger& ledger) {
    const Totals totals = totals_of(ledger);
    const auto verdict = ledger.footer.value().verdict;
    std::string told =
        operation + ": " + std::string(reports::word(verdict)) + ", " + std::to_string(totals.components) + " numbers judged";
    if (totals.undecided) told += ", " + std::to_string(totals.undecided) + " undecided";
    if (totals.refused) told += ", " + std::to_string(totals.refused) + " refused";
    for (std::size_t i = 0; i < std::min(failures_told, ledger.witnesses.size()); ++i) told += "\n" + text(failure_of(ledger.witnesses[i]));
    for (const auto& law : ledger.laws)
        if (law.verdict == reports::LawVerdict::failed) told += "\nlaw failed: " + law.law + " (" + law.format + ")\n  " + law.witness;
    return {verdict == reports::RunVerdict::held, told};
}

FixedParameters parameters_fixed(const Operation& operation, const std::vector<Argument>& given) {
    FixedParameters fixed;
    const auto add = [&](const Parameter& parameter) {
        if (parameter.fallback.empty()) {
            if (parameter.optional) fixed[std::string(parameter.name)] = std::nullopt;
        } else if (parameter.kind == Parameter::Kind::word) {
            fixed[std::string(parameter.name)] = std::string(parameter.fallback);
        } else if (const double value = read_number(parameter.fallback).value(); parameter.kind == Parameter::Kind::real) {
            fixed[std::string(parameter.name)] = value;
        } else {
            fixed[std::string(parameter.name)] = static_cast<std::int64_t>(value);
        }
    };
    for (const Parameter& parameter : operation.parameters) add(parameter);
    for (const auto* shared : {"reduction", "ignore_index"})
        if (const Parameter* parameter = operation.parameter(shared)) add(*parameter);
    for (const Argument& argument : given) fixed[argument.name] = parameter_of(operation, argument);
    return fixed;
}

std::filesystem::path scratch_ledger() {
    static std::atomic<int> number = 0;
    return std::filesystem::temp_directory_path() / ("lossproof-" + std::to_string(getpid()) + "-" + std::to_string(number++) + ".jsonl");
}

}  // namespace lossproof::testing
