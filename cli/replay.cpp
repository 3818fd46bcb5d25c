// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"

#include "properties/sweep/sweep.hpp"
#include "reference/oracle/case_json.hpp"

#include <cstdio>

namespace lossproof::cli {
namespace {

std::string short_number(double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.4g", value);
    return buffer;
}

void print_inputs(const Case& question) {
    for (const auto& [name, tensor] : question.inputs) {
        std::printf("  %-12s", name.c_str());
        for (std::size_t i = 0; i < tensor.values.size() && i < 24; ++i)
            std::printf(" %s", tensor.integral ? short_number(tensor.values[i]).c_str() : hex_text(tensor.values[i]).c_str());
        std::printf(tensor.values.size() > 24 ? " … (%zu in all)\n" : "\n", tensor.values.size());
    }
    for (const auto& [name, value] : question.parameters) {
        std::printf("  %-12s ", name.c_str());
        if (const auto* number = std::get_if<double>(&value)) std::printf("%s\n", decimal_text(Format::f64, *number).c_str());
        else if (const auto* whole = std::get_if<std::int64_t>(&value)) std::printf("%lld\n", static_cast<long long>(*whole));
        else std::printf("%s\n", std::get<std::string>(value).c_str());
    }
}

void print_finding(const std::string& designation, Format format, const Witness& witness, bool failed) {
    const Judgement& j = witness.finding.judgement;
    const Answer& answer = witness.finding.answer;
    std::printf("%s  %s %s[%zu] %s   subject: %s   verdict: %s%s\n", failed ? "FAIL" : "ok  ", witness.question.operation.c_str(),
                witness.output.c_str(), witness.finding.index, std::string(name(format)).c_str(), designation.c_str(),
                std::string(name(j.verdict)).c_str(),
                witness.finding.profile.empty() ? "" : (" (" + witness.finding.profile + ")").c_str());
    if (witness.not_reproducible) std::printf("  not reproducible: asked again, the subject behaved; this is what it did the first time\n");
    if (!witness.message.empty()) std::printf("  %s\n", witness.message.c_str());
    if (j.verdict == Verdict::error) return;
    std::printf("  reference    %-24s %-24s (%s%s)\n", hex_text(answer.rounded).c_str(), decimal_text(format, answer.rounded).c_str(),
                std::string(text(answer.decided_by)).c_str(),
                answer.precision ? (", " + std::to_string(answer.precision) + " bits").c_str() : "");
    if (!witness.enclosure.first.empty())
        std::printf("  enclosure    [%s, %s]\n", witness.enclosure.first.c_str(), witness.enclosure.second.c_str());
    std::printf("  got          %-24s %s\n", hex_text(witness.finding.got).c_str(), decimal_text(format, witness.finding.got).c_str());
    std::printf("  distance     %s ulp; κ = %s\n", short_number(j.ulps).c_str(), short_number(j.condition).c_str());
    if (!j.bound.empty()) std::printf("  allowed      %s ulp = %s\n", short_number(j.allowed_ulps).c_str(), j.bound.c_str());
    if (j.verdict == Verdict::stable || j.verdict == Verdict::inaccurate)
        std::printf("  attainable   %s, by the stable form\n", std::string(name(j.attainable)).c_str());
    const Diagnosis& diagnosis = witness.diagnosis;
    if (failed) std::printf("  regime       %s\n", std::string(name(witness.finding.regime)).c_str());
    if (failed && diagnosis.cause != &causes::unexplained) std::printf("  cause        %s\n", std::string(diagnosis.cause->title).c_str());
    if (failed && !diagnosis.name.empty()) std::printf("  diagnosis    %s\n", text(diagnosis).c_str());
    if (failed && !witness.stable_form.empty()) std::printf("  stable form  %s\n", witness.stable_form.c_str());
}

}  // namespace

int replay(const std::string& designation, const std::string& line) {
    const auto cases = read_cases(case_text(line));
    if (cases.size() != 1) throw UsageError("replay takes one case, got " + std::to_string(cases.size()));
    if (!cases.front().question) throw UsageError(cases.front().error);
    const Case& question = *cases.front().question;
    const Plan plan(question);  // a clear error before the subject is opened
    const auto subject = open_subject(designation);
    print_inputs(question);
    bool failed = false, broke = false, any = false;
    for (const auto& output : plan.outputs()) {
        const Trial trial = try_case(*subject, question, output.name);
        if (trial.reply.status == Reply::Status::unsupported) {
            std::printf("      %s is not offered by %s%s\n", output.name.c_str(), designation.c_str(),
                        trial.reply.message.empty() ? "" : (": " + trial.reply.message).c_str());
            continue;
        }
        const auto finding = worst_of(trial, output.name);
        if (!finding) continue;
        any = true;
        // A replayed case is shown as it is: no budget for making it smaller.
        const Witness witness = make_witness(*subject, {.designation = designation}, question, output.name, *finding, "replay", 0);
        const bool bad = falls_short(witness.finding.judgement.verdict);
        failed |= bad;
        broke |= witness.finding.judgement.verdict == Verdict::error;
        print_finding(designation, question.format, witness, bad);
        for (const Remark& remark : trial.reply.remarks)
            std::printf("  remark       %s: %s\n", std::string(text(remark.kind)).c_str(), remark.message.c_str());
    }
    if (!any) return nothing_tested;
    return broke ? subject_broke : failed ? fell_short : held;
}

}  // namespace lossproof::cli
