// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

namespace lossproof::cli {
namespace {

using namespace reports;
using reports::LawVerdict, reports::Verdict;  // the ledger's words, not the court's of the same name

std::string painted(Verdict verdict) {
    const std::string plain(word(verdict));
    if (!colour()) return plain;
    return (falls_short(verdict) ? "\033[31m" : "\033[32m") + plain + "\033[0m";
}

/// The worst verdict of each operation × format, over outputs and strata.
std::map<std::pair<std::string, std::string>, const Result*> worst_cells(const Ledger& ledger) {
    std::map<std::pair<std::string, std::string>, const Result*> worst;
    for (const auto& result : ledger.results) {
        const Result*& place = worst[{result.cell.operation, result.cell.format}];
        if (!place || result.verdict > place->verdict) place = &result;
    }
    return worst;
}

}  // namespace

std::string summary(const Ledger& ledger, const std::string& path) {
    std::string text;
    std::map<std::string, std::size_t> held;
    for (const auto& [key, result] : worst_cells(ledger)) {
        if (!falls_short(result->verdict)) {
            ++held[std::string(word(result->verdict))];
            continue;
        }
        text += "  " + painted(result->verdict) + "  " + key.first + " " + result->cell.output + " " + key.second + "  (" +
                result->stratum + ")\n";
        for (const auto& witness : ledger.witnesses)
            if (witness.cell.operation == key.first && witness.cell.format == key.second && witness.cell.output == result->cell.output) {
                text += "      " + witness.replay + "\n";
                break;
            }
    }
    for (const auto& law : ledger.laws)
        if (law.verdict == LawVerdict::failed) text += "  law failed  " + law.law + " (" + law.identity + ") " + law.format + "\n";
    std::string good;
    for (const auto& [verdict, count] : held) good += (good.empty() ? "" : ", ") + std::to_string(count) + " " + verdict;
    const auto& footer = ledger.footer;
    unsigned long long beyond = 0;  // numbers that no bound of their format reaches
    for (const auto& result : ledger.results) beyond += result.counts[static_cast<std::size_t>(Verdict::not_judged)];
    char line[256];
    std::snprintf(line, sizeof line, "%s: %llu numbers judged, %llu not judged, %llu undecided, in %.1f s\n",
                  ledger.header.subject.name.c_str(), static_cast<unsigned long long>(footer->components) - beyond, beyond,
                  static_cast<unsigned long long>(footer->undecided), std::chrono::duration<double>(footer->duration).count());
    text += (good.empty() ? "" : "  held: " + good + " (operation × format)\n") + std::string(line);
    return text + "ledger: " + path + "\nreport: lossproof report " + path + " -o report\n";
}

}  // namespace lossproof::cli
