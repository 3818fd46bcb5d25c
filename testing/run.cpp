// SPDX-License-Identifier: Apache-2.0
#include "testing/run.hpp"

#include "reference/oracle/case_json.hpp"
#include "testing/failure.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>

namespace lossproof::testing {
namespace {

constexpr std::size_t failures_told = 3;

struct Closing {
    std::string_view word;
    int exit_code;
};
Closing closing_of(const SweepTotals& totals) {
    if (totals.interrupted) return {"interrupted", 2};
    if (totals.broke > 0) return {"broke", 10};
    if (totals.fell_short > 0) return {"fell_short", 1};
    if (totals.components == 0) return {"nothing_tested", 5};
    return {"held", 0};
}

}  // namespace

SweepTotals run(Subject& subject, const SweepOptions& options, const std::string& path) {
    LedgerWriter ledger(path, false);
    LedgerWriter::Run about{
        .seed = options.seed, .effort = name(options.effort), .operations = {}, .formats = {}, .convention = options.convention};
    for (const auto* operation : options.operations) about.operations.emplace_back(operation->name);
    for (const Format format : options.formats) about.formats.emplace_back(name(format));
    ledger.header(subject.identity(), about);
    for (const auto* operation : options.operations) ledger.operation(*operation);
    const auto start = std::chrono::steady_clock::now();
    const SweepTotals totals = sweep(subject, options, ledger);
    const auto [word, exit_code] = closing_of(totals);
    ledger.footer({.verdict = word,
                   .exit_code = exit_code,
                   .cases = totals.cases,
                   .components = totals.components,
                   .undecided = totals.undecided,
                   .seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()});
    return totals;
}

Outcome outcome_of(const std::string& operation, const SweepTotals& totals, const reports::Ledger& ledger) {
    const Closing closing = closing_of(totals);
    std::string told = operation + ": " + std::string(closing.word) + ", " + std::to_string(totals.components) + " numbers judged";
    if (totals.undecided) told += ", " + std::to_string(totals.undecided) + " undecided";
    if (totals.refused) told += ", " + std::to_string(totals.refused) + " refused";
    for (std::size_t i = 0; i < std::min(failures_told, ledger.witnesses.size()); ++i) told += "\n" + text(failure_of(ledger.witnesses[i]));
    for (const auto& law : ledger.laws)
        if (law.verdict == reports::LawVerdict::failed) told += "\nlaw failed: " + law.law + " (" + law.format + ")\n  " + law.witness;
    return {closing.exit_code == 0, told};
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
