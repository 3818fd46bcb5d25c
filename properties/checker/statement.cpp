// SPDX-License-Identifier: Apache-2.0
#include "properties/checker/statement.hpp"

#include "properties/generators/generator.hpp"

#include <rapidcheck.h>
#include <rapidcheck/detail/TestListenerAdapter.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <sstream>
#include <unordered_map>

namespace lossproof {

/// RapidCheck prints counterexamples with this: explicit inputs, in full, so that they can be typed in again.
static void showValue(const Sample& sample, std::ostream& out) {
    out << compact_text(sample.question);
    if (!sample.numbers.empty()) out << " with";
    for (const double number : sample.numbers) out << " " << hex_text(number);
}

namespace {

using Trial = std::function<bool(const Sample&)>;  ///< false: refuted

rc::Seq<Sample> smaller_samples(const Sample& sample) {
    std::vector<Sample> result;
    auto cases = smaller_cases(sample.question);
    while (auto smaller = cases.next()) result.push_back({.question = *smaller, .numbers = sample.numbers});
    for (std::size_t i = 0; i < sample.numbers.size(); ++i)
        for (const double simple : {0.0, 1.0}) {
            if (sample.numbers[i] == 0.0 || sample.numbers[i] == simple) continue;
            result.push_back(sample);
            result.back().numbers[i] = simple;
        }
    return rc::seq::fromContainer(std::move(result));
}

rc::Gen<Sample> samples(Sample (*drawn)(Dice&, Format), Format format) {
    return [drawn, format](const rc::Random& random, int) {
        Dice dice(random);
        for (int attempt = 0; attempt < 1000; ++attempt) try {
                return rc::shrinkable::shrinkRecur(drawn(dice, format), &smaller_samples);
            } catch (const NotApplicable&) {  // the dice are thrown again
            }
        throw std::logic_error("a law's sample was never applicable");
    };
}

std::string text_of(const Sample& sample) {
    std::ostringstream text;
    showValue(sample, text);
    return text.str();
}

/// Every sample through the trial; the shrunk counterexample, or nothing.
std::string tried(const Statement& statement, Format format, std::uint64_t seed, std::size_t cases, const Trial& trial) {
    const auto inputs = samples(statement.drawn, format);
    std::size_t patience = 400;  // trials of a shrinking search, which otherwise may take long
    bool found = false;
    const auto property = [&] {
        const Sample sample = *inputs;
        if (found && patience > 0) --patience;
        if (found && patience == 0) return true;
        const bool holds = trial(sample);
        found |= !holds;
        return holds;
    };
    rc::detail::TestParams parameters;
    parameters.seed = seed;
    parameters.maxSuccess = static_cast<int>(cases);
    rc::detail::TestListenerAdapter silent;
    // An explicit (empty) map of reproductions keeps RapidCheck from reading, and announcing, a configuration of its own.
    const std::unordered_map<std::string, rc::detail::Reproduce> none;
    const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata{}, parameters, silent, none);
    if (result.template is<rc::detail::SuccessResult>()) return {};
    if (!result.template is<rc::detail::FailureResult>()) return "no sample could be drawn";
    const auto& failure = result.template get<rc::detail::FailureResult>();
    return failure.counterExample.empty() ? failure.description : failure.counterExample.front().second;
}

LawOutcome blank(const Statement& statement, Format format) {
    LawOutcome outcome{.law = std::string(statement.name),
                       .statement = std::string(statement.statement),
                       .identity = std::string(statement.identity),
                       .operation = std::string(statement.operations.front()),
                       .format = format,
                       .bound = {},
                       .witness = {}};
    for (const auto operation : statement.operations)
        if (!find_operation(operation)) outcome.bound = "not tried: the catalogue has no " + std::string(operation);
    return outcome;
}

/// Check one sample; true unless refuted. Shrinking does not count.
bool checked(const Statement& statement, LawChecker& check, const Sample& sample, LawOutcome& outcome) {
    try {
        statement.checked(check, sample);
    } catch (const NotApplicable&) {
        if (!check.refuted()) return true;
    } catch (const UsageError&) {  // a shrunk sample that is no proper question
        return true;
    }
    const bool counting = outcome.verdict != LawVerdict::failed;
    if (check.refuted()) outcome.verdict = LawVerdict::failed;
    if (counting) {
        ++outcome.cases;
        if (!check.refuted() && check.undecided() && outcome.undecided++ == 0) outcome.witness = "undecided: " + text_of(sample);
        outcome.worst = std::max(outcome.worst, check.worst());
    }
    if (!check.bound().empty() && (counting || check.refuted())) outcome.bound = check.bound();
    return !check.refuted();
}

LawOutcome settled(LawOutcome outcome, std::string witness) {
    if (!witness.empty()) outcome.witness = std::move(witness);
    if (outcome.verdict != LawVerdict::failed)
        outcome.verdict = outcome.cases > 0 && outcome.undecided == 0 ? LawVerdict::held : LawVerdict::undecided;
    return outcome;
}

LawOutcome on_reference(const Statement& statement, std::uint64_t seed, std::size_t cases, Format format) {
    LawOutcome outcome = blank(statement, format);
    if (!outcome.bound.empty()) return outcome;
    auto witness = tried(statement, format, seed, cases, [&](const Sample& sample) {
        ReferenceChecker check;
        return checked(statement, check, sample, outcome);
    });
    outcome.bound = "none: enclosures must overlap, and be narrow enough to say so";
    return settled(std::move(outcome), std::move(witness));
}

LawOutcome on_subject(const Statement& statement, Subject& subject, std::uint64_t seed, std::size_t cases, Format format) {
    LawOutcome outcome = blank(statement, format);
    if (!outcome.bound.empty()) return outcome;
    AnswerCache answers(subject);
    // The same seed draws the same samples: first to know what to ask, then to judge.
    tried(statement, format, seed, cases, [&](const Sample& sample) {
        LawOutcome ignored;
        Forecaster forecaster(answers);
        checked(statement, forecaster, sample, ignored);
        return true;
    });
    auto witness = tried(statement, format, seed, cases, [&](const Sample& sample) {
        SubjectChecker check(answers);
        return checked(statement, check, sample, outcome);
    });
    return settled(std::move(outcome), std::move(witness));
}

}  // namespace

Law law(Statement s) {
    Law result{
        .name = s.name, .statement = s.statement, .identity = s.identity, .operations = s.operations, .on_reference = {}, .on_subject = {}};
    result.on_reference = [s](std::uint64_t seed, std::size_t cases, Format format) { return on_reference(s, seed, cases, format); };
    if (s.for_subjects)
        result.on_subject = [s](Subject& subject, std::uint64_t seed, std::size_t cases, Format format) {
            return on_subject(s, subject, seed, cases, format);
        };
    return result;
}

}  // namespace lossproof
