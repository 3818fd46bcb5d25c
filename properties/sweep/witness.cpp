// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/strata.hpp"
#include "properties/sweep/question.hpp"
#include "properties/sweep/sweep.hpp"
#include "properties/verdict/diagnosis.hpp"
#include "reference/oracle/case_json.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

/// The worst finding of one output of a trial; a broken subject is an error finding.
std::optional<Finding> worst_of(const Trial& trial, const std::string& output) {
    if (trial.reply.status == Reply::Status::broke) {
        Finding broken;
        broken.judgement.verdict = Verdict::error;
        broken.profile = text(trial.reply.fault);
        return broken;
    }
    const Finding* worst = nullptr;
    for (const auto& [name, finding] : trial.findings) {
        if (name != output) continue;
        const auto rank = [](const Finding& f) { return std::pair(severity(f.judgement.verdict), f.judgement.ulps); };
        if (!worst || rank(finding) > rank(*worst)) worst = &finding;
    }
    return worst ? std::optional(*worst) : std::nullopt;
}

/// The fault by name before what happened.
std::string told(const Reply& reply) {
    return reply.status == Reply::Status::broke ? std::string(text(reply.fault)) + ": " + reply.message : reply.message;
}

bool is_special(const Finding& finding) {
    return finding.answer.decided_by == DecidedBy::special || !std::isfinite(finding.answer.rounded);
}

void explain(Witness& witness, const Trial& trial) {
    const auto* output = trial.certificate ? trial.certificate->output(witness.output) : nullptr;
    if (!output) return;
    Certificate precise(witness.question, {.outputs = {witness.output}, .enclosures = true});
    witness.enclosure = precise.outputs().front().enclosure(witness.finding.index);
    const Diagnosis diagnosis = diagnose(trial.certificate->plan(), witness.output, witness.finding.index, witness.finding.got);
    witness.diagnosis = diagnosis.name;
    witness.diagnosis_exact = diagnosis.exact;
    witness.stable_form = std::string(trial.certificate->plan().operation().stable_form);
    // κ is shown even where the verdict did not need it.
    witness.finding.judgement.condition = trial.certificate->condition(witness.output, witness.finding.index);
}

}  // namespace

Trial try_case(Subject& subject, const Case& question, std::string_view output_glob) {
    Trial trial;
    const Plan plan(question);
    const Request request = request_for(plan, subject, output_glob);
    if (request.outputs.empty()) {
        trial.reply.status = Reply::Status::unsupported;
        return trial;
    }
    trial.reply = subject.compute({&request, 1}).front();
    if (trial.reply.status != Reply::Status::answered) return trial;
    Certificate::Options wanted;
    for (const auto& output : request.outputs) wanted.outputs.push_back(output.name);
    trial.certificate = std::make_unique<Certificate>(question, wanted);
    for (const auto& output : trial.certificate->outputs()) {
        const auto found = trial.reply.outputs.find(output.name);
        if (found == trial.reply.outputs.end()) continue;
        for (Index j = 0; j < output.answers.size(); ++j)
            trial.findings.emplace_back(output.name, judged(*trial.certificate, output, j, found->second.values.at(j)));
    }
    return trial;
}

Witness make_witness(Subject& subject, const std::string& designation, const Case& question, const std::string& output, Index index,
                     std::string_view stratum, std::size_t budget) {
    const auto original = worst_of(try_case(subject, question, output), output);
    // A smaller case must show the same fault: as grave, and special (out of the domain, infinite) only if the first was.
    const auto as_bad = [&](const Case& candidate) {
        try {
            const auto finding = worst_of(try_case(subject, candidate, output), output);
            return finding && severity(finding->judgement.verdict) >= severity(original->judgement.verdict) &&
                   is_special(*finding) == is_special(*original);
        } catch (const UsageError&) {
            return false;  // no proper question any more
        }
    };
    Case smallest = question;
    if (original) {
        if (const auto one = alone(Plan(question), output, index); one && as_bad(*one)) smallest = *one;
        // Every look at a crash or a hang costs a restart or a whole time limit: a few are enough.
        const bool broken = original->judgement.verdict == Verdict::error;
        if (falls_short(original->judgement.verdict))
            smallest = shrink(smallest, as_bad, broken ? std::min<std::size_t>(budget, 6) : budget);
    }
    const Trial trial = try_case(subject, smallest, output);
    const auto worst = worst_of(trial, output);
    Witness witness{.question = smallest,
                    .output = output,
                    .stratum = std::string(stratum),
                    .finding = worst.value_or(Finding{}),
                    .enclosure = {},
                    .diagnosis = {},
                    .stable_form = {},
                    .message = told(trial.reply),
                    .replay = replay_line(designation, smallest)};
    explain(witness, trial);
    return witness;
}

std::string replay_line(const std::string& designation, const Case& question) {
    const auto quoted = [](const std::string& text) {
        std::string result = "'";
        for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
        return result + "'";
    };
    const bool plain = std::all_of(designation.begin(), designation.end(),
                                   [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '/' || c == '.' || c == '-'; });
    return "lossproof replay " + (plain ? designation : quoted(designation)) + " " + quoted(case_text(question));
}

}  // namespace lossproof
