// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.hpp"
#include "reports/harm.hpp"
#include "reports/number.hpp"
#include "reports/witness_text.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

namespace lossproof::cli {
namespace {

constexpr std::size_t most_whole = 3;  ///< witnesses that are shown whole

std::string red(const std::string& plain) { return colour() ? "\033[31m" + plain + "\033[0m" : plain; }

using Key = std::pair<std::string, std::string>;  ///< operation and format

/// The worst verdict of each operation × format, over outputs and strata.
std::map<Key, const reports::Result*> worst_cells(const reports::Ledger& ledger) {
    std::map<Key, const reports::Result*> worst;
    for (const auto& result : ledger.results) {
        const reports::Result*& place = worst[{result.cell.operation, result.cell.format}];
        if (!place || result.verdict > place->verdict) place = &result;
    }
    return worst;
}

std::string counted(reports::Count count, const std::string& noun) { return std::to_string(count) + " " + noun + (count == 1 ? "" : "s"); }

/// How the run ended, in one line; remarks come first, because no verdict below speaks of them.
std::string first_line(const reports::Ledger& ledger) {
    const reports::Footer& footer = *ledger.footer;
    std::string text =
        ledger.header.subject.name + (ledger.header.subject.version.empty() ? "" : " " + ledger.header.subject.version) + ": ";
    if (ledger.unavailable)
        return text + (ledger.unavailable->broke ? red("could not start: ") : "skipped: ") + ledger.unavailable->reason + "\n";
    const std::string plain(reports::word(footer.verdict));
    text += footer.verdict == reports::RunVerdict::held ? plain : red(plain);
    if (footer.remarks > 0) text += "; " + red(counted(footer.remarks, "remark"));
    if (footer.not_asked > 0)
        text += "; " + (footer.not_asked == 1 ? "1 stratum" : std::to_string(footer.not_asked) + " strata") + " not asked";
    unsigned long long beyond = 0;  // numbers that no bound of their format reaches
    for (const auto& result : ledger.results) beyond += result.counts[static_cast<std::size_t>(reports::Verdict::not_judged)];
    char figures[160];
    std::snprintf(figures, sizeof figures, "; %llu numbers judged, %llu not judged, %llu undecided, in %.1f s\n",
                  static_cast<unsigned long long>(footer.components) - beyond, beyond, static_cast<unsigned long long>(footer.undecided),
                  std::chrono::duration<double>(footer.duration).count());
    return text + figures;
}

std::string remark_line(const reports::Remark& remark) {
    return "  " + (remark.gravity == reports::RunVerdict::held ? "remark" : red("remark")) + "  " + remark.kind + "  " + remark.operation +
           " " + (remark.output.empty() ? "" : remark.output + " ") + remark.format + "  (" + remark.stratum + "; " +
           (remark.count == 1 ? "once" : std::to_string(remark.count) + " times") + ")  " + remark.message + "\n";
}

/// Each kind of remark with the first message, gravest first; a subject that flushes to zero does so in every request.
std::string remarks_of(const reports::Ledger& ledger) {
    std::map<std::string, reports::Remark> kinds;
    std::vector<std::string> order;
    for (const reports::Remark& remark : ledger.remarks) {
        const auto [place, fresh] = kinds.try_emplace(remark.kind, remark);
        if (fresh) order.push_back(remark.kind);
        else place->second.count += remark.count;
    }
    std::string text;
    for (const std::string& kind : order) text += remark_line(kinds.at(kind));
    return text;
}

std::string indented(const std::string& text) {
    std::string result = "      ";
    for (const char c : text) result += c == '\n' ? "\n      " : std::string(1, c);
    return result + "\n";
}

/// One case for each of the first root causes, whole.
std::string most_harmful(const reports::Ledger& ledger) {
    const auto overview = reports::survey({&ledger, 1});
    std::string text;
    for (const reports::Witness* witness : reports::most_harmful(overview, most_whole))
        text += "  " + red(std::string(reports::word(witness->verdict))) + "  " + reports::cell_name(witness->cell) + "  (" +
                std::string(reports::word(witness->regime)) + ")\n" + indented(reports::witness_text(*witness));
    return text;
}

std::string shortfalls(const reports::Ledger& ledger) {
    std::string text;
    std::vector<const reports::Result*> worst;
    for (const auto& [unused, result] : worst_cells(ledger))
        if (reports::falls_short(result->verdict)) worst.push_back(result);
    std::stable_sort(worst.begin(), worst.end(), [](const reports::Result* one, const reports::Result* other) {
        return std::tie(one->verdict, one->ulp_max) > std::tie(other->verdict, other->ulp_max);
    });
    for (const reports::Result* place : worst) {
        const reports::Result& result = *place;
        text += "  " + red(std::string(reports::word(result.verdict))) + "  " + result.cell.operation + " " + result.cell.output + " " +
                result.cell.format + "  (" + result.stratum + ")\n";
        const auto witness = std::find_if(ledger.witnesses.begin(), ledger.witnesses.end(),
                                          [&](const reports::Witness& w) { return w.cell == result.cell; });
        if (witness != ledger.witnesses.end()) text += "      " + witness->replay + "\n";
    }
    for (const auto& law : ledger.laws)
        if (law.verdict == reports::LawVerdict::failed)
            text += "  " + red("law failed") + "  " + law.law + " (" + law.identity + ") " + law.format + "\n";
    return text;
}

std::string what_held(const reports::Ledger& ledger) {
    std::map<std::string, std::size_t> counts;
    for (const auto& [unused, result] : worst_cells(ledger))
        if (!reports::falls_short(result->verdict)) ++counts[std::string(reports::word(result->verdict))];
    std::string text;
    for (const auto& [verdict, count] : counts) text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + verdict;
    return text.empty() ? "" : "  held: " + text + " (operation × format)\n";
}

}  // namespace

std::string summary(const reports::Ledger& ledger, const std::string& path) {
    std::string text = first_line(ledger) + remarks_of(ledger) + most_harmful(ledger) + shortfalls(ledger) + what_held(ledger);
    if (path == "-") return text;
    return text + "ledger: " + path + "\nreport: lossproof report " + path + " -o report\n";
}

}  // namespace lossproof::cli
