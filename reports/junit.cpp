// SPDX-License-Identifier: Apache-2.0
#include "reports/escape.hpp"
#include "reports/overview.hpp"
#include "reports/report.hpp"
#include "reports/witness_text.hpp"

#include <algorithm>

namespace lossproof::reports {
namespace {

constexpr std::size_t most_witnesses = 3;  // CI pages show a failure whole

/// The test cases of one subject, and their sums for the suite's attributes.
struct Suite {
    std::string cases;
    std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;

    void add(const std::string& group, const std::string& name, const std::string& seconds, const std::string& inside) {
        ++tests;
        cases += "    <testcase classname=\"" + escape_xml(group) + "\" name=\"" + escape_xml(name) + "\" time=\"" + seconds + "\"";
        cases += inside.empty() ? "/>\n" : ">\n" + inside + "    </testcase>\n";
    }
};

std::string element(const std::string& name, const std::string& message, const std::string& body) {
    return "      <" + name + " message=\"" + escape_xml(message) + "\"" +
           (body.empty() ? "/>\n" : ">" + escape_xml(body) + "</" + name + ">\n");
}

/// Readers of JUnit split class names at dots into packages, and some at blanks: a version or a path is one part all the same.
std::string class_part(std::string text) {
    for (char& c : text)
        if (c == '.' || static_cast<unsigned char>(c) <= ' ') c = '_';
    return text;
}

std::string seconds_text(Duration duration) {
    const std::string digits = std::to_string(duration.count() % 1'000'000);
    return std::to_string(duration.count() / 1'000'000) + "." + std::string(6 - digits.size(), '0') + digits;
}

Duration duration_of(const Cell& cell) {
    Duration total{};
    for (const Result* part : cell.strata) total += part->duration;
    return total;
}

std::string special_text(const SpecialOutcome& special) {
    return "special value: " + special.name + "\nreference  " + special.reference + "\ngot        " + special.got +
           (special.replay.empty() ? "" : "\nreplay     " + special.replay);
}

std::string failure_text(const Cell& cell) {
    std::string text;
    for (std::size_t i = 0; i < std::min(cell.witnesses.size(), most_witnesses); ++i)
        text += (text.empty() ? "" : "\n\n") + witness_text(*cell.witnesses[i]);
    if (cell.witnesses.size() > most_witnesses)
        text += "\n\n… and " + grouped(cell.witnesses.size() - most_witnesses) + " more witnesses in the ledger";
    for (const SpecialOutcome* special : cell.specials)
        if (falls_short(special->verdict)) text += (text.empty() ? "" : "\n\n") + special_text(*special);
    return text;
}

void add_cell(Suite& suite, const std::string& group, const Cell& cell) {
    std::string message = verdict_text(cell.verdict, cell.grade);
    message += errors_beside(cell);
    if (cell.ulp_max) message += ", " + maximum_text(cell.ulp_max, cell.exhaustive) + " ulp";
    if (!cell.worst_stratum.empty()) message += ", stratum " + cell.worst_stratum;

    std::string inside;
    if (cell.verdict == Verdict::error) inside = element("error", message, failure_text(cell)), ++suite.errors;
    else if (falls_short(cell.verdict)) inside = element("failure", message, failure_text(cell)), ++suite.failures;
    else if (judged_nothing(cell.verdict)) inside = element("skipped", message, ""), ++suite.skipped;
    suite.add(group + "." + class_part(cell.key.operation), cell.key.output + " " + cell.key.format, seconds_text(duration_of(cell)),
              inside);
}

void add_law(Suite& suite, const std::string& group, const LawOutcome& law) {
    std::string inside;
    const std::string message = law.statement.empty() ? law.law : law.statement;
    if (law.verdict == LawVerdict::failed) inside = element("failure", message + " failed", law.witness), ++suite.failures;
    if (law.verdict == LawVerdict::undecided) inside = element("skipped", message + " undecided", ""), ++suite.skipped;
    suite.add(group + "." + class_part(law.operation),
              "law: " + law.law + (law.identity.empty() ? "" : " (" + law.identity + ")") + " " + law.format, "0", inside);
}

void add_gap(Suite& suite, const std::string& group, const NotTested& gap) {
    ++suite.skipped;
    suite.add(group + "." + class_part(gap.operation), gap.output.value_or("all outputs") + " " + gap.format.value_or("all formats"), "0",
              element("skipped", gap.reason, ""));
}

/// Graver than a told one: a break is an error, a changed floating-point environment a failure.
void add_remark(Suite& suite, const std::string& group, const Remark& remark) {
    const bool broke = remark.gravity == RunVerdict::broke;
    std::string body = remark.stratum + (remark.count > 1 ? ", " + grouped(remark.count) + " times" : "");
    if (!remark.question.empty()) body += "\n" + remark.question;
    std::string inside;
    if (remark.gravity > RunVerdict::held) {
        inside = element(broke ? "error" : "failure", remark.kind + ": " + remark.message, body);
        ++(broke ? suite.errors : suite.failures);
    }
    suite.add(group + "." + class_part(remark.operation), "remark: " + remark.kind + " " + remark.format + " " + remark.stratum, "0",
              inside);
}

/// A run that was killed, or that compared nothing, must not be green because nothing in it is red.
void add_run(Suite& suite, const std::string& group, const Outcome& outcome, const std::optional<Unavailable>& unavailable) {
    std::string inside;
    if (unavailable) {
        inside = element(unavailable->broke ? "error" : "skipped", outcome.sentence, "");
        ++(unavailable->broke ? suite.errors : suite.skipped);
    } else if (!outcome.finished || outcome.verdict == RunVerdict::nothing_tested)
        inside = element("error", "the run " + std::string(outcome.finished ? "tested nothing" : "did not finish"), outcome.sentence),
        ++suite.errors;
    suite.add(group, "run completed", "0", inside);
}

std::string properties(const Header& header) {
    std::string text = "    <properties>\n";
    const auto add = [&](const std::string& name, const std::set<std::string>& values) {
        for (const std::string& value : values)
            text += "      <property name=\"" + escape_xml(name) + "\" value=\"" + escape_xml(value) + "\"/>\n";
    };
    add("convention", {header.convention});
    add("door", {header.subject.door});
    add("effort", header.efforts);
    add("seed", header.seeds);
    add("tool", header.tools);
    for (const auto& [name, values] : header.environment) add(name, values);
    return text + "    </properties>\n";
}

Suite suite_of(const SubjectView& subject) {
    Suite suite;
    const std::string group = "lossproof." + class_part(subject.title);
    add_run(suite, group, subject.outcome, subject.ledger->unavailable);
    for (const Remark& remark : subject.ledger->remarks) add_remark(suite, group, remark);
    for (const Cell* cell : subject.worst_first()) add_cell(suite, group, *cell);
    for (const LawOutcome& law : subject.ledger->laws) add_law(suite, group, law);
    for (const NotTested& gap : subject.ledger->not_tested) add_gap(suite, group, gap);
    return suite;
}

std::string sums(const Suite& suite) {
    return " tests=\"" + std::to_string(suite.tests) + "\" failures=\"" + std::to_string(suite.failures) + "\" errors=\"" +
           std::to_string(suite.errors) + "\" skipped=\"" + std::to_string(suite.skipped) + "\"";
}

}  // namespace

std::string junit(std::span<const Ledger> ledgers) {
    const Overview overview = survey(ledgers);
    Suite all;
    for (const SubjectView& subject : overview.subjects) {
        const Suite suite = suite_of(subject);
        const Duration time = subject.ledger->footer ? subject.ledger->footer->duration : Duration{};
        all.cases += "  <testsuite name=\"" + escape_xml("lossproof: " + subject.title) + "\"" + sums(suite) + " time=\"" +
                     seconds_text(time) + "\">\n" + properties(subject.ledger->header) + suite.cases + "  </testsuite>\n";
        all.tests += suite.tests;
        all.failures += suite.failures;
        all.errors += suite.errors;
        all.skipped += suite.skipped;
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"lossproof\"" + sums(all) + ">\n" + all.cases + "</testsuites>\n";
}

}  // namespace lossproof::reports
