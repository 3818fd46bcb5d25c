// SPDX-License-Identifier: Apache-2.0
#include "properties/verdict/diagnosis.hpp"

#include "properties/verdict/bad_formulas.hpp"
#include "properties/verdict/branch.hpp"
#include "properties/verdict/combination.hpp"
#include "properties/verdict/counterfactual.hpp"
#include "properties/verdict/verdict.hpp"
#include "reference/oracle/machine_evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

namespace lossproof {

namespace {

/// How many different numbers of those that are wrong a formula gives bit for bit; 0 is given by any that cancels.
std::size_t told_by(const std::vector<double>& values, const Sighting& seen) {
    std::set<double> numbers;
    for (Index i = 0; i < std::min<Index>(values.size(), seen.size()); ++i)
        if (seen.got[i] != 0 && !std::isnan(seen.got[i]) && seen.got[i] != seen.truth(i) && same(values[i], seen.got[i]))
            numbers.insert(seen.got[i]);
    return numbers.size();
}

/// The known bad formula that gives the same bits, and among several the one that does so in most of the case as it was drawn.
struct Match {
    std::optional<Diagnosis> diagnosis;
    std::size_t told = 0;
};
Match bad_formula(const Sighting& witness, Index index, const Sightings& drawn) {
    // One NaN is as good as another: it is what was read that tells.
    if (std::isnan(witness.got[index])) return {};
    Match best;
    for (const BadFormula& bad : bad_formula_values(witness.plan, witness.output.name)) {
        if (index >= bad.values.size() || !same(bad.values[index], witness.got[index])) continue;
        std::size_t told = 0;
        for (const Sighting& one : drawn) {
            const auto all = bad_formula_values(one.plan, one.output.name);
            if (const auto here = std::ranges::find(all, bad.name, &BadFormula::name); here != all.end())
                told += told_by(here->values, one);
        }
        if (best.diagnosis && told <= best.told) continue;
        best = {.diagnosis = Diagnosis{.cause = bad.cause, .name = std::string(bad.name), .exact = true, .guessed = told == 0},
                .told = told};
    }
    return best;
}

/// What the cases as they were drawn say, several numbers together.
std::optional<Telltale> of_several(const Sighting& witness, Index index, const Sightings& drawn) {
    if (auto other = counterfactual(witness, index, drawn)) return other;
    if (!std::isfinite(witness.got[index]) || !std::isfinite(witness.truth(index))) return std::nullopt;
    // A few roundings of 1 are no slip with a term, whatever they come to.
    if (std::fabs(witness.got[index] - witness.truth(index)) <= 16 * witness.u()) return std::nullopt;
    if (auto branch = wrong_branch(drawn)) return branch;
    if (auto combined = combination(drawn)) return combined;
    return other_operation(witness, index, drawn);
}

/// All of them together; else one, for what is constant in one case, such as K, is not in another.
std::optional<Telltale> of_any(const Sighting& witness, Index index, const Sightings& drawn) {
    if (auto all = of_several(witness, index, drawn)) return all;
    for (std::size_t i = 1; i < drawn.size(); ++i)
        if (auto one = of_several(witness, index, {drawn[i]})) return one;
    return std::nullopt;
}

bool is_factor(const Cause& cause) { return &cause == &causes::factor || &cause == &causes::divisor; }

/// A number alone says less than its neighbours: a constant factor that they have not, a clip that none of them shares, an exponential
/// that overflows where they are wrong without any.
bool denied(const Cause& cause, double truth, const Sighting& drawn) {
    const auto wrong = drawn.wrong_ones();
    if (wrong.size() < 3 || drawn.u() > 0x1p-20) return false;
    if (is_factor(cause)) return true;  // else the combination had found it
    if (&cause == &causes::early_exponential)
        return std::ranges::any_of(wrong, [&](Index i) {
            const bool lost_digits = std::fabs(drawn.got[i] - drawn.truth(i)) <= 1024 * drawn.u();  // of a small number beside 1
            return !lost_digits && !exponent_leaves(drawn.plan, drawn.output, i, drawn.got);
        });
    if (&cause != &causes::clip || truth == 0 || !std::isfinite(truth)) return false;
    std::multiset<double> answers;
    for (const Index i : wrong) answers.insert(drawn.got[i]);
    return std::ranges::none_of(answers, [&](double got) { return answers.count(got) >= 2; });
}

Diagnosis diagnosed(const Sighting& witness, Index index, const Sightings& drawn) {
    const double truth = witness.truth(index), got = witness.got[index];
    // A lost subnormal: any formula that cancels returns 0 too, so only the textbook's own underflow is worth naming.
    const bool lost = got == 0 && truth != 0 && std::fabs(truth) < std::ldexp(1.0, spec(witness.plan.format()).min_exponent);
    const Match match = lost ? Match{} : bad_formula(witness, index, drawn);
    if (match.told >= 3) return *match.diagnosis;
    const auto [cause, name] = telltale(witness.plan, witness.output, index, witness.got);
    if (const auto several = lost ? std::nullopt : of_any(witness, index, drawn)) return {.cause = several->cause, .name = several->name};
    if (match.diagnosis) return *match.diagnosis;
    const auto textbook = textbook_values(witness.plan, witness.output.name);
    if (index < textbook.size() && !std::isnan(got) && same(textbook[index], got))
        return {.cause = cause, .name = "the textbook formula, evaluated as it is written", .exact = true};
    if (!lost && std::isfinite(got) && std::ranges::any_of(drawn, [&](const Sighting& one) { return denied(*cause, truth, one); }))
        return {.guessed = true};
    const bool everywhere = cause == &causes::early_exponential && std::isfinite(got);  // or only where the exponential leaves
    const bool guessed = is_factor(*cause) || cause == &causes::clip || cause == &causes::unexplained || everywhere;
    return {.cause = cause, .name = name, .guessed = guessed};
}

}  // namespace

Diagnosis diagnose(const Plan& plan, const std::string& output, Index index, std::span<const double> got, std::span<const Drawn> drawn) {
    constexpr std::size_t most_numbers = 4096;
    const Certificate small(plan.question(), {.outputs = {output}});
    const Sighting witness{small.plan(), small.outputs().front(), got};
    std::vector<std::unique_ptr<Certificate>> certificates;  // a sighting points into them
    Sightings sightings;
    for (const Drawn& one : drawn) {
        if (one.got.size() > most_numbers) continue;
        certificates.push_back(std::make_unique<Certificate>(one.question, Certificate::Options{.outputs = {output}}));
        sightings.push_back({certificates.back()->plan(), certificates.back()->outputs().front(), one.got});
    }
    if (sightings.empty()) sightings.push_back(witness);
    return diagnosed(witness, index, sightings);
}

Diagnosis diagnose(const Plan& plan, const std::string& output, Index index, double got) {
    const Certificate certificate(plan.question(), {.outputs = {output}});
    std::vector<double> all;
    for (const Answer& answer : certificate.outputs().front().answers) all.push_back(answer.rounded);
    all.at(index) = got;
    const Sighting witness{certificate.plan(), certificate.outputs().front(), all};
    return diagnosed(witness, index, {witness});
}

std::string text(const Diagnosis& diagnosis) { return diagnosis.name + (diagnosis.exact ? " (matches bit for bit)" : ""); }

}  // namespace lossproof
