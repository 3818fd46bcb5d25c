// SPDX-License-Identifier: Apache-2.0
#include "reports/digits.hpp"
#include "reports/overview.hpp"
#include "reports/report.hpp"

#include <nlohmann/json.hpp>

namespace lossproof::reports {
namespace {

using Ordered = nlohmann::ordered_json;

Ordered of(const Maximum& number) { return number ? Ordered{{"hex", number->hex}, {"decimal", number->decimal}} : Ordered(nullptr); }
Ordered of(const Value& value) { return {{"bits", value.bits}, {"hex", value.hex}, {"decimal", value.decimal}}; }
Ordered of(const CellKey& key) { return {{"operation", key.operation}, {"output", key.output}, {"format", key.format}}; }
Ordered or_null(const std::string& text) { return text.empty() ? Ordered(nullptr) : Ordered(text); }
double seconds(Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

Ordered of(const std::array<Count, verdict_count>& counts) {
    Ordered object = Ordered::object();
    for (const auto& entry : verdict_words) object[std::string(entry.word)] = counts[static_cast<std::size_t>(entry.verdict)];
    return object;
}

Ordered of(const Witness& witness) {
    Ordered object = of(witness.cell);
    object.update(
        {{"index", witness.index}, {"stratum", witness.stratum}, {"verdict", word(witness.verdict)}, {"grade", or_null(witness.grade)}});
    object["case"] = witness.question.json.empty() ? Ordered(nullptr) : Ordered::parse(witness.question.json);
    object["reference"] = nullptr;
    if (witness.reference) {
        object["reference"] = of(witness.reference->value);
        object["reference"]["enclosure"] = {witness.reference->low, witness.reference->high};
        object["reference"]["decided_by"] = witness.reference->decided_by;
    }
    object["got"] = witness.got ? of(*witness.got) : Ordered(nullptr);
    object.update(
        {{"alpha", of(witness.alpha)}, {"beta", of(witness.beta)}, {"ulps", of(witness.ulps)}, {"condition", of(witness.condition)}});
    object["bound"] = witness.bound ? Ordered{{"text", witness.bound->text}, {"ulps", of(witness.bound->ulps)}} : Ordered(nullptr);
    object["diagnosis"] = nullptr;
    if (const auto& found = witness.diagnosis)
        object["diagnosis"] = {{"name", found->name}, {"stable_form", found->stable_form}, {"exact_match", found->exact_match}};
    object["regime"] = word(witness.regime);
    object["attainable"] = or_null(witness.attainable);
    object["cause"] = nullptr;
    if (const auto& cause = witness.cause) object["cause"] = {{"id", cause->id}, {"title", cause->title}, {"remedy", cause->remedy}};
    object["snippet"] = or_null(witness.snippet);
    object["message"] = or_null(witness.message);
    object["not_reproducible"] = witness.not_reproducible;
    object["replay"] = or_null(witness.replay);
    return object;
}

Ordered of(const Result& part) {
    return {{"stratum", part.stratum},     {"verdict", word(part.verdict)},   {"grade", or_null(part.grade)},
            {"cases", part.cases},         {"alpha_max", of(part.alpha_max)}, {"beta_max", of(part.beta_max)},
            {"ulp_max", of(part.ulp_max)}, {"exhaustive", part.exhaustive}};
}

Ordered of(const Cell& cell) {
    Ordered object = of(cell.key);
    object.update({{"verdict", word(cell.verdict)},
                   {"grade", or_null(cell.grade)},
                   {"falls_short", falls_short(cell.verdict)},
                   {"cases", cell.cases},
                   {"components", cell.components},
                   {"undecided", cell.undecided},
                   {"unsupported", cell.unsupported},
                   {"counts", of(cell.counts)},
                   {"profiles", cell.profiles},
                   {"alpha_max", of(cell.alpha_max)},
                   {"beta_max", of(cell.beta_max)},
                   {"ulp_max", of(cell.ulp_max)},
                   {"bits_lost", of(cell.bits_lost)},
                   {"exhaustive", cell.exhaustive},
                   {"worst_stratum", or_null(cell.worst_stratum)},
                   {"attainable", or_null(cell.attainable)},
                   {"range", range_of(cell)}});
    const auto digits = right_digits(cell);
    object["right_digits"] = digits ? Ordered{{"right", digits->right}, {"of", digits->most}} : Ordered(nullptr);
    const auto regime = most_ordinary(cell);
    object["regime"] = regime ? Ordered(word(*regime)) : Ordered(nullptr);
    object["histogram"] = {{"from", cell.histogram.from}, {"bins", cell.histogram.bins}};
    object["strata"] = Ordered::array();
    for (const Result* part : cell.strata) object["strata"].push_back(of(*part));
    object["witnesses"] = Ordered::array();
    for (const Witness* witness : cell.witnesses) object["witnesses"].push_back(of(*witness));
    return object;
}

Ordered of(const Outcome& outcome) {
    return {{"verdict", word(outcome.verdict)},
            {"exit", exit_code(outcome.verdict)},
            {"finished", outcome.finished},
            {"sentence", outcome.sentence},
            {"results", outcome.cells},
            {"results_short", outcome.short_cells},
            {"laws", outcome.laws},
            {"laws_failed", outcome.failed_laws},
            {"special_values", outcome.special_cases},
            {"special_values_wrong", outcome.wrong_specials},
            {"cases", outcome.cases},
            {"components", outcome.components},
            {"undecided", outcome.undecided}};
}

Ordered of(const Header& header) {
    return {{"name", header.subject.name},
            {"version", header.subject.version},
            {"door", header.subject.door},
            {"details", header.subject.details},
            {"conventions", header.subject.conventions},
            {"convention", header.convention},
            {"tools", header.tools},
            {"seeds", header.seeds},
            {"efforts", header.efforts},
            {"environment", header.environment}};
}

Ordered of(const NotTested& gap) {
    return {{"operation", gap.operation},
            {"format", gap.format ? Ordered(*gap.format) : Ordered(nullptr)},
            {"output", gap.output ? Ordered(*gap.output) : Ordered(nullptr)},
            {"reason", gap.reason}};
}

Ordered of(const LawOutcome& law) {
    return {{"law", law.law},       {"statement", law.statement},     {"identity", law.identity}, {"operation", law.operation},
            {"format", law.format}, {"verdict", word(law.verdict)},   {"cases", law.cases},       {"worst", of(law.worst)},
            {"bound", law.bound},   {"witness", or_null(law.witness)}};
}

Ordered of(const SpecialOutcome& special) {
    Ordered object = of(special.cell);
    object.update({{"case", special.name},
                   {"reference", special.reference},
                   {"got", special.got},
                   {"verdict", word(special.verdict)},
                   {"profile", or_null(special.profile)},
                   {"replay", or_null(special.replay)}});
    return object;
}

Ordered of(const Remark& remark) {
    return {{"kind", remark.kind},
            {"verdict", word(remark.gravity)},
            {"operation", remark.operation},
            {"format", or_null(remark.format)},
            {"output", or_null(remark.output)},
            {"stratum", or_null(remark.stratum)},
            {"message", remark.message},
            {"case", remark.question.empty() ? Ordered(nullptr) : Ordered::parse(remark.question)},
            {"count", remark.count}};
}

Ordered of(const SubjectView& subject) {
    Ordered object = {{"title", subject.title}, {"outcome", of(subject.outcome)}, {"subject", of(subject.ledger->header)}};
    object["seconds"] = subject.ledger->footer ? Ordered(seconds(subject.ledger->footer->duration)) : Ordered(nullptr);
    for (const char* name : {"not_tested", "remarks", "results", "laws", "special_values"}) object[name] = Ordered::array();
    for (const NotTested& gap : subject.ledger->not_tested) object["not_tested"].push_back(of(gap));
    for (const Remark& remark : subject.ledger->remarks) object["remarks"].push_back(of(remark));
    for (const Cell* cell : subject.worst_first()) object["results"].push_back(of(*cell));
    for (const LawOutcome& law : subject.ledger->laws) object["laws"].push_back(of(law));
    for (const SpecialOutcome& special : subject.ledger->specials) object["special_values"].push_back(of(special));
    return object;
}

}  // namespace

std::string json(std::span<const Ledger> ledgers) {
    const Overview overview = survey(ledgers);
    Ordered report = {{"report", "lossproof"}, {"schema", ledger_schema}, {"subjects", Ordered::array()}};
    for (const SubjectView& subject : overview.subjects) report["subjects"].push_back(of(subject));
    return report.dump(1, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

}  // namespace lossproof::reports
