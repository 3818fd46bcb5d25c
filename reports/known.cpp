// SPDX-License-Identifier: Apache-2.0
#include "reports/known.hpp"

#include "reports/fields.hpp"
#include "reports/overview.hpp"

#include <fstream>

namespace lossproof::reports {
namespace {

std::string law_name(const LawOutcome& law) { return "law " + law.law + " in " + law.format; }

/// How bad a word is: of numbers, of laws (`failed`) and of remarks (`fell_short`, `broke`).
int gravity(const std::string& word) {
    if (const auto verdict = verdict_named(word)) return static_cast<int>(*verdict);
    if (const auto verdict = run_verdict_named(word)) return static_cast<int>(*verdict);
    return 0;
}

/// The names of everything that was judged, whatever came of it.
std::set<std::string> judged(const Ledger& ledger) {
    std::set<std::string> names;
    for (const Result& result : ledger.results)
        if (!judged_nothing(result.verdict)) names.insert(cell_name(result.cell));
    for (const SpecialOutcome& special : ledger.specials) names.insert(cell_name(special.cell));
    for (const LawOutcome& law : ledger.laws) names.insert(law_name(law));
    return names;
}

}  // namespace

Findings findings_of(const Ledger& ledger) {
    Findings findings{.subject = ledger.header.subject.name, .words = {}};
    const Overview overview = survey({&ledger, 1});
    for (const auto& [key, cell] : overview.subjects.front().cells)
        if (falls_short(cell.verdict)) findings.words[cell_name(key)] = word(cell.verdict);
    for (const LawOutcome& law : ledger.laws)
        if (law.verdict == LawVerdict::failed) findings.words[law_name(law)] = word(law.verdict);
    for (const Remark& remark : ledger.remarks)  // gravest first
        if (remark.gravity > RunVerdict::held) findings.words.try_emplace("remark " + remark.kind, word(remark.gravity));
    return findings;
}

std::string known_json(const Findings& findings) {
    Json list = Json::object();
    for (const auto& [name, verdict] : findings.words) list[name] = verdict;
    const Json file = {{"known", "lossproof"}, {"schema", ledger_schema}, {"subject", findings.subject}, {"findings", list}};
    return file.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Findings read_known(const std::filesystem::path& path) {
    const std::string name = valid_text(path.string());
    std::ifstream file(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(file)), {});
    if (!file) throw LedgerError(name + ": expected a readable file of known findings, as --write-known makes it");
    Json parsed;
    try {
        parsed = parse_line(text);
    } catch (const std::exception&) {
        throw LedgerError(name + ": expected a JSON object of known findings, as --write-known makes it");
    }
    const Fields fields(parsed, name);
    if (fields.text("known") != "lossproof") fields.fail("known", "\"lossproof\"");
    Findings findings{.subject = fields.text("subject"), .words = {}};
    const Fields list = fields.object("findings");
    for (const auto& [finding, unused] : fields.raw("findings").items()) findings.words[finding] = list.text(finding.c_str());
    return findings;
}

Comparison compare(const Findings& known, const Ledger& now) {
    const Findings found = findings_of(now);
    if (known.subject != found.subject)
        throw LedgerError("cannot compare: the known findings are of '" + known.subject + "', these are of '" + found.subject + "'");
    Comparison result;
    for (const auto& [name, verdict] : found.words) {
        const auto before = known.words.find(name);
        const bool is_known = before != known.words.end() && gravity(verdict) <= gravity(before->second);
        (is_known ? result.known : result.fresh)[name] = verdict;
    }
    const auto names = judged(now);
    for (const auto& [name, verdict] : known.words) {
        if (found.words.contains(name)) continue;
        const bool tested = names.contains(name) || (name.starts_with("remark ") && !names.empty());
        (tested ? result.fixed : result.untested)[name] = verdict;
    }
    return result;
}

std::string comparison_text(const Comparison& comparison) {
    std::string text;
    const auto list = [&](const std::string& what, const std::map<std::string, std::string>& findings) {
        for (const auto& [name, verdict] : findings) text += "  " + what + "  " + name + "  (" + verdict + ")\n";
    };
    list("new", comparison.fresh);
    list("fixed", comparison.fixed);
    list("not tested now", comparison.untested);
    return text + std::to_string(comparison.fresh.size()) + " new, " + std::to_string(comparison.known.size()) + " known, " +
           std::to_string(comparison.fixed.size()) + " fixed, " + std::to_string(comparison.untested.size()) + " not tested now\n";
}

}  // namespace lossproof::reports
