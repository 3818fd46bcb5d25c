// SPDX-License-Identifier: Apache-2.0
#include "properties/generators/strata.hpp"
#include "properties/sweep/case_judge.hpp"
#include "properties/sweep/others.hpp"
#include "properties/sweep/sweep.hpp"
#include "properties/verdict/diagnosis.hpp"
#include "reference/json/one_line.hpp"
#include "reference/oracle/case_json.hpp"
#include "reference/oracle/print.hpp"
#include "subjects/explains.hpp"

#include <algorithm>
#include <cmath>

namespace lossproof {
namespace {

bool is_special(const Finding& finding) {
    return finding.answer.decided_by == DecidedBy::special || !std::isfinite(finding.answer.rounded);
}

enum class Kind : std::uint8_t { finite, infinite, not_a_number };
Kind kind_of(double got) { return std::isnan(got) ? Kind::not_a_number : std::isinf(got) ? Kind::infinite : Kind::finite; }

/// The same fault again: a break again, or a number as wrong, of the same kind, in a regime at least as ordinary, with all but a digit of
/// the error; special (out of the domain, infinite) only if the first was. A break never stands for a wrong number, or shrinking would
/// walk into a corner that the subject refuses.
bool as_grave(const Finding& again, const Finding& original, Format format) {
    const bool broke = again.judgement.verdict == Verdict::error, had_broken = original.judgement.verdict == Verdict::error;
    if (broke || had_broken) return broke == had_broken;
    if (severity(again.judgement.verdict) < severity(original.judgement.verdict) || is_special(again) != is_special(original)) return false;
    return kind_of(again.got) == kind_of(original.got) && again.regime <= original.regime && again.vanished >= original.vanished &&
           harm_of(again, format).digits >= harm_of(original, format).digits - 1;
}

/// What was looked at again: the finding, and all components of the output beside it.
struct Seen {
    Finding finding;
    std::vector<double> values;
};

/// `values` are those of the witness, `drawn` the case that it was made of with its own. What one case leaves open others are asked for.
Diagnosis diagnosis_of(Subject& subject, const SweepOptions& options, const Witness& witness, const Plan& plan,
                       const std::vector<double>& values, const Asked& drawn) {
    const Index index = witness.finding.index;
    // If it was not seen again, nothing is known of its neighbours.
    if (values.empty()) return diagnose(plan, witness.output, index, witness.finding.got);
    std::vector<Drawn> all{{.question = drawn.question, .got = drawn.values}};
    Diagnosis diagnosis = diagnose(plan, witness.output, index, values, all);
    if (!diagnosis.guessed || !falls_short(witness.finding.judgement.verdict)) return diagnosis;
    const std::vector<Asked> others = ask_others(subject, drawn.question, witness.output, witness.stratum, options.seed + 1);
    for (const Asked& other : others) all.push_back({.question = other.question, .got = other.values});
    return others.empty() ? diagnosis : diagnose(plan, witness.output, index, values, all);
}

void explain(Subject& subject, const SweepOptions& options, Witness& witness, const std::vector<double>& values, const Asked& drawn) {
    if (witness.finding.judgement.verdict == Verdict::error) {
        witness.finding.regime = regime_of(Plan(witness.question));
        witness.diagnosis.cause = &causes::broke;
        return;
    }
    Certificate precise(witness.question, {.outputs = {witness.output}, .enclosures = true});
    const Index index = witness.finding.index;
    witness.enclosure = precise.outputs().front().enclosure(index);
    witness.diagnosis = diagnosis_of(subject, options, witness, precise.plan(), values, drawn);
    witness.stable_form = printed_stable(precise.plan().operation());
    // κ is shown even where the verdict did not need it.
    witness.finding.judgement.condition = precise.condition(witness.output, index);
}

/// The case as a user of the subject writes it, and what came and should have come as comments; nothing if the subject tells none.
std::string snippet_of(Subject& subject, const Witness& witness) {
    auto* explaining = dynamic_cast<Explains*>(&subject);
    if (!explaining) return {};
    const Request request = request_for(Plan(witness.question), subject, witness.output);
    const std::string program = explaining->snippet(request);
    if (program.empty()) return {};
    const Format format = witness.question.format;
    const auto& shape = request.outputs.front().shape;
    const bool many = std::any_of(shape.begin(), shape.end(), [](std::int64_t extent) { return extent != 1; });
    const std::string place = many ? " (number " + std::to_string(witness.finding.index) + ")" : "";
    const auto& details = subject.identity().details;
    const auto told = details.find("comment");
    const std::string comment = "\n" + (told == details.end() ? "#" : told->second) + " ";
    return program + comment + "got" + place + ":       " + decimal_text(format, witness.finding.got) + comment + "certified" + place +
           ": " + decimal_text(format, witness.finding.answer.rounded);
}

/// A smaller case with the same fault, and the finding there; nothing if not even the case itself shows it again.
class Repetition {
public:
    Repetition(Subject& subject, const SweepOptions& options, const std::string& output, const Finding& original)
        : subject_(subject), options_(options), output_(output), original_(original) {}

    std::optional<std::pair<Case, Seen>> of(const Case& question, std::size_t budget) {
        const auto again = look(question);
        if (!again) return std::nullopt;
        drawn_ = again->values;
        if (budget == 0) return std::pair(question, *again);
        Case smallest = question;
        if (const auto one = alone(Plan(question), output_, original_.index); one && look(*one)) smallest = *one;
        // Every look at a break costs a restart: a few are enough.
        const bool broken = original_.judgement.verdict == Verdict::error;
        smallest = shrink(
            smallest, [this](const Case& candidate) { return look(candidate).has_value(); },
            broken ? std::min<std::size_t>(budget, 6) : budget);
        looked_at_ = 0;
        if (const auto last = look(smallest)) return std::pair(smallest, *last);
        return std::pair(question, *again);
    }

    /// The subject is asked no more, so nothing is known of whether it repeats itself.
    bool silent() const { return silent_; }
    /// All components of the output for the case itself.
    const std::vector<double>& drawn() const { return drawn_; }

private:
    std::optional<Seen> look(const Case& candidate) {
        // A long row costs as much as many short ones: what may be looked at is counted in numbers.
        if (looked_at_ > most_numbers) return std::nullopt;
        for (const auto& [name, tensor] : candidate.inputs) looked_at_ += tensor.values.size();
        try {
            Trial trial = try_case(subject_, candidate, output_, options_.convention);
            silent_ |= trial.reply.status == Reply::Status::not_asked;
            std::erase_if(trial.findings, [&](const auto& found) { return !as_grave(found.second, original_, candidate.format); });
            const auto found = worst_of(trial, output_);
            if (!found || !as_grave(*found, original_, candidate.format)) return std::nullopt;
            const auto answered = trial.reply.outputs.find(output_);
            return Seen{.finding = *found,
                        .values = answered == trial.reply.outputs.end() ? std::vector<double>{} : answered->second.values};
        } catch (const UsageError&) {
            return std::nullopt;  // no proper question any more
        }
    }

    Subject& subject_;
    const SweepOptions& options_;
    const std::string& output_;
    const Finding& original_;
    bool silent_ = false;
    std::vector<double> drawn_;
    static constexpr std::size_t most_numbers = 40'000;
    std::size_t looked_at_ = 0;
};

}  // namespace

std::optional<Finding> worst_of(const Trial& trial, const std::string& output) {
    if (trial.reply.status == Reply::Status::broke) {
        Finding broken;
        broken.judgement.verdict = Verdict::error;
        broken.profile = text(trial.reply.fault);
        broken.message = trial.reply.message;
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

std::string special_kind(std::string_view output, std::string_view profile, std::string_view got, std::string_view reference) {
    return std::string(output) + "|" + std::string(profile) + "|" + std::string(got) + "|" + std::string(reference);
}

Trial try_case(Subject& subject, const Case& question, std::string_view output_glob, const std::string& convention) {
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
    CaseJudge judge(*trial.certificate, granted(subject.identity(), convention));
    for (const auto& output : trial.certificate->outputs()) {
        const auto found = trial.reply.outputs.find(output.name);
        if (found == trial.reply.outputs.end()) continue;
        for (Index j = 0; j < output.answers.size(); ++j)
            trial.findings.emplace_back(output.name, judge(output, j, found->second.values.at(j)));
    }
    return trial;
}

Witness make_witness(Subject& subject, const SweepOptions& options, const Case& question, const std::string& output,
                     const Finding& original, std::string_view stratum, std::size_t budget) {
    Witness witness{.question = question, .output = output, .stratum = std::string(stratum), .finding = original};
    const bool broken = original.judgement.verdict == Verdict::error;
    std::vector<double> values, drawn;
    if (original.profile != text(Reply::Fault::timeout) || !broken) {  // every look at a hang costs a whole time limit
        Repetition repetition(subject, options, output, original);
        auto repeated = repetition.of(question, falls_short(original.judgement.verdict) ? budget : 0);
        witness.not_reproducible = !repeated && !repetition.silent();
        if (repeated) {
            witness.question = std::move(repeated->first);
            witness.finding = std::move(repeated->second.finding);
            values = std::move(repeated->second.values);
            drawn = repetition.drawn();
        }
    }
    // The fault by name before what happened, the first time too: its message is what led here.
    if (broken) {
        witness.message = witness.finding.profile + ": " + witness.finding.message;
        if (witness.finding.message != original.message) witness.message += "; at first: " + original.profile + ": " + original.message;
    }
    explain(subject, options, witness, values, {.question = question, .values = std::move(drawn)});
    if (!broken && !witness.not_reproducible && falls_short(witness.finding.judgement.verdict))
        witness.snippet = snippet_of(subject, witness);
    witness.replay = replay_line(options.designation, witness.question);
    return witness;
}

namespace {

/// A path may hold bytes that are no UTF-8 and so have no place in a ledger; bash and zsh read them back from this.
std::string escaped_for_shell(const std::string& text) {
    std::string result = "$'";
    for (const char c : text) {
        constexpr char digits[] = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 32 && byte < 127 && c != '\'' && c != '\\') result += c;
        else result.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
    return result + "'";
}

}  // namespace

std::string replay_line(const std::string& designation, const Case& question) {
    const auto quoted = [](const std::string& text) {
        if (!is_utf8(text)) return escaped_for_shell(text);
        std::string result = "'";
        for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
        return result + "'";
    };
    const bool plain = std::all_of(designation.begin(), designation.end(),
                                   [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '/' || c == '.' || c == '-'; });
    return "lossproof replay " + (plain ? designation : quoted(designation)) + " " + quoted(case_text(question));
}

}  // namespace lossproof
