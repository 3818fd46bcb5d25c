// SPDX-License-Identifier: Apache-2.0
#include "reports/report.hpp"
#include "tests/fuzz/targets.hpp"

#include <nlohmann/json.hpp>

#include <sstream>

namespace lossproof::fuzz {
namespace {

/// How many elements of a name a page opens.
std::size_t count(const std::string& page, const std::string& opening) {
    std::size_t found = 0;
    for (std::size_t at = page.find(opening); at != page.npos; at = page.find(opening, at + 1)) ++found;
    return found;
}

/// Where a control character or a byte that no text has stands raw; nothing of a ledger reaches a report so.
bool shows_no_control(const std::string& text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') return false;
    return true;
}

}  // namespace

void report(std::string_view bytes) {
    std::istringstream lines{std::string(bytes)};
    std::optional<reports::Ledger> ledger;
    try {
        ledger = reports::read_ledger(lines, "fuzzed");
    } catch (const reports::LedgerError&) {
        return;
    }
    const reports::Ledger both[] = {*ledger, *ledger};
    for (const std::size_t subjects : {1, 2}) {
        const std::span<const reports::Ledger> ledgers(both, subjects);
        insist(nlohmann::json::accept(reports::json(ledgers)), "report.json is JSON");
        insist(shows_no_control(reports::markdown(ledgers)), "report.md shows no control character");
        insist(shows_no_control(reports::junit(ledgers)), "junit.xml holds no control character");
        for (const auto& page : reports::html(ledgers)) {
            insist(shows_no_control(page.markup), "a page shows no control character");
            insist(count(page.markup, "<script") <= 1, "a page has one script, its own");
        }
    }
}

}  // namespace lossproof::fuzz
