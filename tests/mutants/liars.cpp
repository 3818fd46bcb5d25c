// SPDX-License-Identifier: Apache-2.0
// Subjects that know nothing. What they answer is judged beside the truth of every operation, output and format; a bound wide enough to
// acquit them would acquit anything.
#include "properties/generators/strata.hpp"
#include "properties/sweep/parallel.hpp"
#include "properties/sweep/question.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

using namespace lossproof;

namespace {

constexpr Format formats[] = {Format::f64, Format::f32, Format::f16, Format::bf16};

/// What a liar sees: the case, the output, the component, and the certified answers he garbles.
struct Asked {
    const Plan& plan;
    const CertifiedOutput& output;
    Index index;

    double truth() const { return output.answers[index].rounded; }
    double first_input() const { return plan.question().inputs.begin()->second.values.front(); }
};
using Liar = double (*)(const Asked&);

double zero(const Asked&) { return 0; }
double largest_number(const Asked& asked) { return largest(spec(asked.plan.format())); }
double first_input(const Asked& asked) { return asked.first_input(); }
double truth_of_another(const Asked& asked) { return asked.output.answers[(asked.index + 1) % asked.output.answers.size()].rounded; }
double half_the_digits(const Asked& asked) {
    if (asked.truth() == 0 || !std::isfinite(asked.truth())) return asked.truth();
    const int exponent = std::ilogb(asked.truth()), kept = spec(asked.plan.format()).precision / 2;
    return std::ldexp(std::nearbyint(std::ldexp(asked.truth(), kept - exponent)), exponent - kept);
}

/// What became of a liar in one operation, output and format.
struct Acquitted {
    std::size_t told = 0;       ///< lies: a nonzero truth that is not what he answered
    std::size_t acquitted = 0;  ///< of them
    std::size_t not_judged = 0, convicted = 0;
    std::string acquittal = {};  ///< one of them, in words
};
using Table = std::map<std::tuple<std::string, std::string, Format>, Acquitted>;

constexpr Liar liars[] = {zero, largest_number, first_input, truth_of_another, half_the_digits};
using Tables = std::array<Table, std::size(liars)>;

void enter(Acquitted& cell, const Finding& finding) {
    const Verdict verdict = finding.judgement.verdict;
    const bool passed_over = verdict == Verdict::not_judged || verdict == Verdict::convention;
    ++cell.told;
    cell.not_judged += passed_over;
    cell.convicted += falls_short(verdict);
    if (falls_short(verdict) || passed_over) return;
    ++cell.acquitted;
    cell.acquittal = std::string(name(verdict)) + ": got " + hex_text(finding.got) + " for " + hex_text(finding.answer.rounded) + ", " +
                     finding.judgement.bound;
}

void judge_case(const Case& question, Tables& tables, std::mutex& guard) {
    Certificate certificate(question);
    const double least = smallest_subnormal(spec(question.format));
    for (const auto& output : certificate.outputs())
        // A dozen numbers of an output tell as much as all: a row of 257 is one question.
        for (Index i = 0, step = output.answers.size() / 12 + 1; i < output.answers.size(); i += step) {
            const Answer& answer = output.answers[i];
            // Below the smallest subnormal 0 is a rounding of the truth; a special value is told from a number without a bound.
            if (!answer.decided() || !std::isfinite(answer.rounded) || std::fabs(answer.rounded + answer.below) < least) continue;
            for (std::size_t liar = 0; liar < std::size(liars); ++liar) {
                const double got = liars[liar]({certificate.plan(), output, i});
                if (same(got, answer.rounded)) continue;
                const Finding finding = judged(certificate, output, i, got);
                const std::lock_guard lock(guard);
                enter(tables[liar][{question.operation, output.name, question.format}], finding);
            }
        }
}

/// One trial of all liars: the truth is the same for each.
const Table& trial(Liar liar) {
    static const Tables tables = [] {
        Tables made;
        std::mutex guard;
        for (const Format format : formats) {
            std::vector<Case> cases;
            for (const Operation& operation : catalogue())
                for (const Stratum& stratum : strata_of(operation, format))
                    for (const Case& question : draw(operation, format, stratum.name, 1, 1)) cases.push_back(question);
            in_parallel(cases.size(), [&](std::size_t i) { judge_case(cases[i], made, guard); });
        }
        return made;
    }();
    return tables[static_cast<std::size_t>(std::find(std::begin(liars), std::end(liars), liar) - std::begin(liars))];
}

/// Convicted at least once wherever he is judged at all.
void convicted_in_every_cell(const Table& table) {
    for (const auto& [key, cell] : table) {
        CAPTURE(std::get<0>(key), std::get<1>(key), name(std::get<2>(key)), cell.told, cell.not_judged, cell.acquittal);
        CHECK((cell.convicted > 0 || cell.not_judged == cell.told));
    }
}

}  // namespace

TEST_CASE("who answers 0 to everything is acquitted of no number that is not 0", "[.long]") {
    const Table& table = trial(zero);
    std::map<Format, Acquitted> totals;
    for (const auto& [key, cell] : table) {
        CAPTURE(std::get<0>(key), std::get<1>(key), name(std::get<2>(key)), cell.told, cell.acquittal);
        CHECK(cell.acquitted == 0);
        Acquitted& total = totals[std::get<2>(key)];
        total.told += cell.told;
        total.not_judged += cell.not_judged;
    }
    convicted_in_every_cell(table);
    for (const auto& [format, total] : totals)
        WARN(name(format) << ": " << total.told << " numbers that are not 0, " << total.not_judged << " not judged");
}

TEST_CASE("who answers the largest number is convicted wherever he is judged", "[.long]") {
    convicted_in_every_cell(trial(largest_number));
}
TEST_CASE("who answers the first input is convicted wherever he is judged", "[.long]") { convicted_in_every_cell(trial(first_input)); }
TEST_CASE("who answers the truth of another number is convicted wherever he is judged", "[.long]") {
    convicted_in_every_cell(trial(truth_of_another));
}

TEST_CASE("who keeps half the digits is convicted wherever a bound is finer than that", "[.long]") {
    Table fine;
    for (const auto& [key, cell] : trial(half_the_digits))
        if (std::get<2>(key) == Format::f64 || std::get<2>(key) == Format::f32) fine.emplace(key, cell);
    convicted_in_every_cell(fine);
}
