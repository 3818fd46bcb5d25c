// SPDX-License-Identifier: Apache-2.0
#include "reports/known.hpp"
#include "tests/fuzz/targets.hpp"

#include <sstream>

namespace lossproof::fuzz {
namespace {

reports::Ledger read(const std::string& text) {
    std::istringstream lines(text);
    return reports::read_ledger(lines, "fuzzed");
}

}  // namespace

void ledger(std::string_view bytes) {
    const std::string text(bytes);
    const std::size_t kept = reports::finished_bytes(text);
    insist(kept <= text.size() && (kept == 0 || text[kept - 1] == '\n'), "what a resumed run keeps ends with a line");
    try {
        const reports::Ledger whole = read(text);
        insist(reports::footer_of(whole).verdict == reports::verdict_of(whole), "sums and verdict of a ledger agree");
        reports::findings_of(whole);
        const reports::Ledger shards[] = {whole, whole};
        insist(reports::merge(whole, whole) == reports::merge(shards), "two ways to merge give one ledger");
        reports::merge_shards(shards);
        if (kept == 0) return;
        const std::string part = text.substr(0, kept);
        read(part);  // what can be read whole can be read as far as it was finished
        insist(reports::finished_bytes(part) == kept, "cutting twice cuts no more than once");
    } catch (const reports::LedgerError&) {
    }
}

}  // namespace lossproof::fuzz
