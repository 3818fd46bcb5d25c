// SPDX-License-Identifier: Apache-2.0
// What stands around the results: the verdict on top, what was not tested, how it was run, and what the words mean.
#include "reports/page/markup.hpp"
#include "reports/page/sections.hpp"

namespace lossproof::reports::page {
namespace {

/// A glyph beside the word, so that no verdict is told by colour alone.
std::string_view sign(const Outcome& outcome) {
    if (!outcome.finished) return "…";
    switch (outcome.verdict) {
    case RunVerdict::held: return "✓";
    case RunVerdict::fell_short: return "✗";
    case RunVerdict::broke: return "!";
    default: return "?";
    }
}

std::string_view mood(const Outcome& outcome) {
    if (outcome.finished && outcome.verdict == RunVerdict::held) return "good";
    const bool proven = outcome.verdict == RunVerdict::fell_short || outcome.verdict == RunVerdict::broke;
    return proven ? "bad" : "doubtful";
}

std::string joined(const std::set<std::string>& values) {
    std::string all;
    for (const std::string& value : values) all += (all.empty() ? "" : ", ") + value;
    return all;
}

std::array<Count, verdict_count> results_by_verdict(const SubjectView& subject) {
    std::array<Count, verdict_count> counts{};
    for (const auto& [unused, cell] : subject.cells) ++counts[static_cast<std::size_t>(cell.verdict)];
    return counts;
}

std::string figures(const SubjectView& subject) {
    const Header& header = subject.ledger->header;
    std::string text = grouped(subject.outcome.cases) + " cases · " + grouped(subject.outcome.components) + " components";
    if (subject.ledger->footer)
        text += " · " + short_text(static_cast<double>(subject.ledger->footer->duration.count()) / 1e6, Shorten::round) + " s";
    text += " · convention " + header.convention;
    if (!header.efforts.empty()) text += " · effort " + joined(header.efforts);
    if (!header.seeds.empty()) text += " · seed " + joined(header.seeds);
    return text;
}

std::string verdict(const SubjectView& subject) {
    const Outcome& outcome = subject.outcome;
    return cat("<article class='verdict ", mood(outcome), "'><h2><span class='sign' aria-hidden='true'>", sign(outcome), "</span>",
               name(subject.title), " <strong>", outcome.headline, "</strong></h2><p>", text(outcome.sentence), "</p>",
               tally(results_by_verdict(subject)), "<p class='run'>", text(figures(subject)), "</p></article>\n");
}

std::string gap_text(const NotTested& gap) {
    return cat("<span class='gap'>", name(gap.operation), gap.output ? " " + name(*gap.output) : "",
               gap.format ? " in " + text(*gap.format) : "", "</span>");
}

std::string gaps(const SubjectView& subject) {
    std::map<std::string, std::string> by_reason;
    for (const NotTested& gap : subject.ledger->not_tested) {
        std::string& list = by_reason[gap.reason];
        list += (list.empty() ? "" : ", ") + gap_text(gap);
    }
    std::string items;
    for (const auto& [reason, list] : by_reason) items += cat("<li><em>", text(reason), "</em>: ", list, "</li>");
    for (const auto& [kind, count] : subject.ledger->unknown)
        items += cat("<li><em>not shown</em>: ", grouped(count), " records of the unknown kind “", text(kind), "”</li>");
    if (items.empty()) return {};
    return cat("<div><h3>", name(subject.title), "</h3><ul tabindex='0'>", items, "</ul></div>");
}

/// Every fact that any subject states, one column for each subject.
std::map<std::string, std::vector<std::string>> facts(const Overview& overview) {
    std::map<std::string, std::vector<std::string>> rows;
    const std::size_t columns = overview.subjects.size();
    for (std::size_t i = 0; i < columns; ++i) {
        const Header& header = overview.subjects[i].ledger->header;
        const auto add = [&](const std::string& name, const std::set<std::string>& values) {
            rows.try_emplace(name, columns).first->second[i] = joined(values);
        };
        add("door", {header.subject.door});
        add("conventions offered", header.subject.conventions);
        add("judged by convention", {header.convention});
        add("effort", header.efforts);
        add("seed", header.seeds);
        add("tool", header.tools);
        std::set<std::string> files;  // not the folders: a report is published, and says nothing of the machine's disk
        for (const std::string& source : overview.subjects[i].ledger->sources)
            files.insert(std::filesystem::path(source).filename().string());
        add("ledger", files);
        for (const auto& [name, values] : header.environment) add(name, values);
        for (const auto& [name, values] : header.subject.details) add("subject: " + name, values);
    }
    return rows;
}

}  // namespace

std::string verdicts(const Overview& overview) {
    std::string all;
    for (const SubjectView& subject : overview.subjects) all += verdict(subject);
    return cat("<section id='verdict' class='verdicts'>", all, "</section>\n");
}

std::string not_tested(const Overview& overview) {
    std::string all;
    for (const SubjectView& subject : overview.subjects) all += gaps(subject);
    return cat("<section id='not-tested' class='", all.empty() ? "" : "warning", "'><h2>Not tested</h2>",
               all.empty() ? "<p>Nothing that was asked for was left out.</p>" : all, "</section>\n");
}

std::string environment(const Overview& overview) {
    std::vector<std::string> head = {"fact"};
    for (const SubjectView& subject : overview.subjects) head.push_back(subject.title);
    std::string body;
    for (const auto& [fact, values] : facts(overview)) {
        body += cat("<tr><th scope='row'>", text(fact), "</th>");
        for (const std::string& value : values) body += cat("<td>", value.empty() ? "–" : text(value), "</td>");
        body += "</tr>";
    }
    return cat("<section id='environment'><h2>Environment</h2>", table("How each subject was run", head, body), "</section>\n");
}

std::string legend() {
    std::string words;
    for (std::size_t i = verdict_count; i-- > 0;)
        words += cat("<div><dt>", chip(verdict_words[i].verdict), "</dt><dd>", text(verdict_words[i].sentence), "</dd></div>");
    std::string regimes;
    for (const Regime regime : {Regime::ordinary, Regime::tiny, Regime::landmark, Regime::special})
        regimes += cat("<div><dt>", word(regime), "</dt><dd>", text(sentence(regime)), "</dd></div>");
    return cat("<section id='legend'><h2>Legend</h2><dl class='legend'>", words, "</dl><h3>Where a case stands</h3><dl class='legend'>",
               regimes, "</dl><h3>Grades, figures and signs</h3><dl class='legend'>",
               "<div><dt>grade</dt><dd>How a sum of n terms may have been formed for its bound to hold, best first: exact (one rounding), "
               "compensated (2), pairwise (log₂ n), blocked (2√n), recursive (n − 1 roundings). The best that holds is told; none is "
               "chosen.</dd></div>",
               "<div><dt>attainable</dt><dd>The class of the best algorithm that is known for the output. A verdict <em>stable</em> where "
               "<em>accurate</em> is attainable means that conditioning excuses an error that a known algorithm does not make.</dd></div>",
               "<div><dt>ulp</dt><dd>The gap between neighbouring numbers of the format at the true value; correct rounding "
               "is off by at most ½ ulp.</dd></div>",
               "<div><dt>α</dt><dd>|ŷ − y| / (u·|y|): the error in units of the output’s rounding, u = "
               "2<sup>−p</sup>.</dd></div>",
               "<div><dt>β</dt><dd>|ŷ − y| / (u·(|y| + κ)): the same, excused by what rounding the inputs once can "
               "do.</dd></div>",
               "<div><dt>κ</dt><dd>The condition number of the case; κ·u is the change when every datum moves by one "
               "rounding.</dd></div>",
               "<div><dt>bits lost</dt><dd>log₂ β: accuracy lost beyond conditioning, so lost by the code.</dd></div>",
               "<div><dt>= and ≥</dt><dd>A maximum over every input there is, and a maximum over a sample.</dd></div></dl>",
               "<p>Bounds follow from the format, the shape and the condition number; no tolerance was chosen "
               "anywhere.</p></section>\n");
}

}  // namespace lossproof::reports::page
