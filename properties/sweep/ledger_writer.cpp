// SPDX-License-Identifier: Apache-2.0
#include "properties/sweep/ledger_writer.hpp"

#include "properties/sweep/environment.hpp"
#include "properties/sweep/question.hpp"
#include "reference/define/definition.hpp"
#include "reference/oracle/case_json.hpp"
#include "reference/oracle/print.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace lossproof {
namespace {

using Json = nlohmann::ordered_json;

/// A number that matters travels as a hex float beside a decimal; JSON has no NaN.
Json number(double value) { return {{"hex", hex_text(value)}, {"decimal", decimal_text(Format::f64, value)}}; }
Json bits(Format format, double value) {
    return {{"bits", bits_text(format, value)}, {"hex", hex_text(value)}, {"decimal", decimal_text(format, value)}};
}
Json optional_text(std::string_view text) { return text.empty() ? Json(nullptr) : Json(std::string(text)); }
std::string hex_seed(std::uint64_t seed) {
    char buffer[24];
    std::snprintf(buffer, sizeof buffer, "0x%016llx", static_cast<unsigned long long>(seed));
    return buffer;
}

Json counts(const Tally& tally) {
    Json result = Json::object();
    for (std::size_t v = 0; v < verdict_count; ++v)
        result[std::string(name(static_cast<Verdict>(v)))] = tally.count(static_cast<Verdict>(v));
    result["unsupported"] = tally.unsupported();
    return result;
}

Json histogram(const Tally& tally) {
    std::size_t last = 0;
    for (std::size_t i = 0; i < tally.histogram().size(); ++i)
        if (tally.histogram()[i]) last = i;
    return {
        {"from", Tally::histogram_from},
        {"bins", std::vector<std::size_t>(tally.histogram().begin(), tally.histogram().begin() + static_cast<std::ptrdiff_t>(last) + 1)}};
}

Json bits_lost(double beta) { return beta > 1 ? number(std::log2(beta)) : Json(nullptr); }

/// What a remark makes of a run: a break that happened once is a break, a changed floating-point environment a shortfall.
std::string_view gravity(Remark::Kind kind, const std::set<std::string>& demands) {
    if (kind == Remark::Kind::not_reproducible) return "broke";
    return counts_against(kind, demands) ? "fell_short" : "held";
}

/// Designations and messages may be no UTF-8; JSON is.
void append(LedgerFile& file, const Json& record) { file.append(record.dump(-1, ' ', false, Json::error_handler_t::replace)); }

}  // namespace

void LedgerWriter::header(const SubjectIdentity& subject, const Run& run) {
    const Environment here = environment();
    append(file_, Json{{"record", "header"},
                       {"schema", 1},
                       {"tool", here.tool},
                       {"subject",
                        {{"name", subject.name},
                         {"version", subject.version},
                         {"door", subject.door},
                         {"details", subject.details},
                         {"conventions", subject.conventions}}},
                       {"seed", hex_seed(run.seed)},
                       {"effort", run.effort},
                       {"formats", run.formats},
                       {"operations", run.operations},
                       {"environment",
                        {{"cpu", here.cpu},
                         {"system", here.system},
                         {"compiler", here.compiler},
                         {"flags", here.flags},
                         {"flush_to_zero", here.flush_to_zero},
                         {"rounding", here.rounding}}},
                       {"convention", run.convention},
                       {"laws", run.laws},
                       {"budget", run.budget_seconds ? Json(*run.budget_seconds) : Json(nullptr)},
                       {"demand", run.demand},
                       {"demands", demands_},
                       {"allow_refusals", run.allow_refusals}});
}

void LedgerWriter::unavailable(std::string_view kind, std::string_view reason) {
    append(file_, Json{{"record", "unavailable"}, {"kind", kind}, {"reason", reason}});
}

void LedgerWriter::operation(const Operation& o) {
    constexpr std::string_view classes[] = {"exact", "accurate", "stable"};
    Json record{{"record", "operation"},
                {"operation", o.name},
                {"family", family(o)},
                {"formula", printed_value(o)},
                {"gradient", printed_gradient(o)},
                {"domain", o.domain},
                {"lecture", o.lectures},
                {"stable_form", printed_stable(o)},
                {"class", classes[static_cast<std::size_t>(o.best)]}};
    // A ledger of somebody's own loss says what that loss is.
    if (const std::string own = definition_of(o.name); !own.empty()) record["definition"] = own;
    append(file_, record);
}

void LedgerWriter::not_tested(std::string_view operation, std::optional<Format> format, std::string_view output, std::string_view reason) {
    append(file_, Json{{"record", "not_tested"},
                       {"operation", operation},
                       {"format", format ? Json(std::string(name(*format))) : Json(nullptr)},
                       {"output", optional_text(output)},
                       {"reason", reason}});
}

void LedgerWriter::result(const Cell& cell, std::string_view output, const Tally& tally) {
    const bool nothing = tally.components() == 0 && tally.count(Verdict::error) == 0;
    append(file_, Json{{"record", "result"},
                       {"operation", cell.operation->name},
                       {"format", name(cell.format)},
                       {"output", output},
                       {"stratum", cell.stratum},
                       {"lecture", cell.operation->lectures},
                       {"cases", tally.cases()},
                       {"components", tally.components()},
                       {"undecided", tally.count(Verdict::undecided)},
                       {"unsupported", tally.unsupported()},
                       {"refused", tally.refused()},
                       {"verdict", nothing ? "unsupported" : name(tally.verdict())},
                       {"grade", tally.grade() ? Json(std::string(name(*tally.grade()))) : Json(nullptr)},
                       {"attainable", tally.attainable() ? Json(std::string(name(*tally.attainable()))) : Json(nullptr)},
                       {"counts", counts(tally)},
                       {"below_attainable", tally.below_attainable()},
                       {"profiles", tally.profiles()},
                       {"alpha_max", number(tally.alpha())},
                       {"beta_max", number(tally.beta())},
                       {"ulp_max", number(tally.ulps())},
                       {"bits_lost", bits_lost(tally.beta())},
                       {"exhaustive", false},
                       {"histogram", histogram(tally)},
                       {"seconds", cell.seconds}});
}

void LedgerWriter::begun() { file_.append(R"({"record":"begun"})"); }

void LedgerWriter::stratum(const Cell& cell, std::size_t cases, std::string_view left_out) {
    append(file_, Json{{"record", "stratum"},
                       {"operation", cell.operation->name},
                       {"format", name(cell.format)},
                       {"stratum", cell.stratum},
                       {"cases", cases},
                       {"left_out", optional_text(left_out)},
                       {"seconds", cell.seconds}});
}

void LedgerWriter::remark(const Noted& noted, std::string_view where) {
    const auto* question = noted.request ? &noted.request->question : nullptr;
    const bool one_output = noted.request && noted.request->outputs.size() == 1;
    append(file_, Json{{"record", "remark"},
                       {"kind", text(noted.remark.kind)},
                       {"verdict", gravity(noted.remark.kind, demands_)},
                       {"operation", question ? question->operation : "every operation"},
                       {"format", question ? Json(std::string(name(question->format))) : Json(nullptr)},
                       {"output", one_output ? Json(noted.request->outputs.front().name) : Json(nullptr)},
                       {"stratum", optional_text(where)},
                       {"message", noted.remark.message},
                       {"case", question ? Json::parse(case_text(*question)) : Json(nullptr)},
                       {"count", noted.remark.times}});
}

void LedgerWriter::witness(const Witness& w) {
    const Judgement& j = w.finding.judgement;
    const Format format = w.question.format;
    Json diagnosis = nullptr;
    if (!w.diagnosis.name.empty())
        diagnosis = {{"name", w.diagnosis.name}, {"stable_form", w.stable_form}, {"exact_match", w.diagnosis.exact}};
    const Cause& cause = *w.diagnosis.cause;
    Json reference = bits(format, w.finding.answer.rounded);
    reference["enclosure"] = {w.enclosure.first, w.enclosure.second};
    reference["decided_by"] = std::string(text(w.finding.answer.decided_by)) +
                              (w.finding.answer.precision ? " " + std::to_string(w.finding.answer.precision) : "");
    append(file_, Json{{"record", "witness"},
                       {"operation", w.question.operation},
                       {"format", name(format)},
                       {"output", w.output},
                       {"index", w.finding.index},
                       {"stratum", w.stratum},
                       {"verdict", name(j.verdict)},
                       {"grade", j.grade ? Json(std::string(name(*j.grade))) : Json(nullptr)},
                       {"regime", name(w.finding.regime)},
                       {"attainable", name(j.attainable)},
                       {"cause", {{"id", cause.id}, {"title", cause.title}, {"remedy", cause.remedy}}},
                       {"case", Json::parse(case_text(w.question))},
                       {"reference", reference},
                       {"got", bits(format, w.finding.got)},
                       {"alpha", number(j.alpha)},
                       {"beta", number(j.beta)},
                       {"ulps", number(j.ulps)},
                       {"condition", number(j.condition)},
                       {"bound", {{"text", j.bound}, {"ulps", number(j.allowed_ulps)}}},
                       {"diagnosis", diagnosis},
                       {"message", w.message},
                       {"not_reproducible", w.not_reproducible},
                       {"snippet", optional_text(w.snippet)},
                       {"replay", w.replay}});
}

void LedgerWriter::special(const Witness& w) {
    append(file_, Json{{"record", "special"},
                       {"operation", w.question.operation},
                       {"format", name(w.question.format)},
                       {"output", w.output},
                       {"case", w.message},
                       {"reference", decimal_text(w.question.format, w.finding.answer.rounded)},
                       {"got", decimal_text(w.question.format, w.finding.got)},
                       {"verdict", name(w.finding.judgement.verdict)},
                       {"profile", optional_text(w.finding.profile)},
                       {"replay", w.replay}});
}

void LedgerWriter::curve(const Operation& operation, Format format, std::string_view output, const std::vector<CurvePoint>& points) {
    Json list = Json::array();
    for (const auto& point : points) {
        list.push_back({hex_text(point.x), hex_text(point.ulps)});
        if (point.allowed) list.back().push_back(hex_text(*point.allowed));
    }
    append(file_, Json{{"record", "curve"},
                       {"operation", operation.name},
                       {"format", name(format)},
                       {"output", output},
                       {"axis", axis(operation)},
                       {"points", list}});
}

void LedgerWriter::law(const LawOutcome& o) {
    constexpr std::string_view verdicts[] = {"held", "failed", "undecided"};
    append(file_, Json{{"record", "law"},
                       {"law", o.law},
                       {"statement", o.statement},
                       {"identity", o.identity},
                       {"operation", o.operation},
                       {"format", name(o.format)},
                       {"verdict", verdicts[static_cast<std::size_t>(o.verdict)]},
                       {"cases", o.cases},
                       {"worst", number(o.worst)},
                       {"bound", o.bound},
                       {"witness", optional_text(o.witness)}});
}

void LedgerWriter::footer(const Totals& t) {
    append(file_, Json{{"record", "footer"},
                       {"verdict", t.verdict},
                       {"exit", t.exit_code},
                       {"cases", t.cases},
                       {"components", t.components},
                       {"undecided", t.undecided},
                       {"remarks", t.remarks},
                       {"not_asked", t.not_asked},
                       {"short_of", t.short_of},
                       {"seconds", t.seconds}});
}

}  // namespace lossproof
