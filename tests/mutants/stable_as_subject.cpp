// SPDX-License-Identifier: Apache-2.0
// The printed stable algorithms, every operation rounded into the format: whoever writes what the catalogue prints is convicted of
// nothing, and fails only where a step of that algorithm leaves the format.
#include "tests/mutants/trial.hpp"

using namespace lossproof;

namespace {

void stable_forms_hold(Format format) {
    const auto stable = open_subject("stable");
    std::vector<std::string> every;
    for (const auto& operation : catalogue()) every.emplace_back(operation.name);
    const Proceedings proceedings = on_trial(*stable, every, {format});
    reports::Count beyond = 0;
    std::set<std::string> judged;
    for (const auto& result : proceedings.ledger.results) {
        CAPTURE(result.cell.operation, result.cell.output, result.cell.format, result.stratum);
        CHECK_FALSE(reports::falls_short(result.verdict));
        beyond += result.counts[static_cast<std::size_t>(reports::Verdict::range_limited)];
        judged.insert(result.cell.operation);
    }
    CHECK(judged.size() == every.size());
    CHECK(proceedings.verdict() == reports::RunVerdict::held);
    CHECK(beyond * 100 < proceedings.sums().components);
}

}  // namespace

TEST_CASE("every printed stable form holds in its own class in binary64") { stable_forms_hold(Format::f64); }
TEST_CASE("every printed stable form holds in its own class in binary32") { stable_forms_hold(Format::f32); }
TEST_CASE("every printed stable form holds in its own class in binary16") { stable_forms_hold(Format::f16); }
TEST_CASE("every printed stable form holds in its own class in bfloat16") { stable_forms_hold(Format::bf16); }
