// SPDX-License-Identifier: Apache-2.0
// The reference in the dock: it answers with its own certified values, so every number must be correctly rounded or exact.
#include "tests/mutants/trial.hpp"

using namespace lossproof;

namespace {

void all_correctly_rounded(Format format) {
    Mutant reference("reference");
    std::vector<std::string> every;
    for (const auto& operation : catalogue()) every.emplace_back(operation.name);
    const Proceedings proceedings = on_trial(reference, every, {format});

    CHECK(proceedings.verdict() == reports::RunVerdict::held);  // so no stratum was empty either
    std::size_t open = 0;
    CHECK(proceedings.sums().components > 1000 * 5);
    std::set<std::string> judged;
    for (const auto& result : proceedings.ledger.results) {
        CAPTURE(result.cell.operation, result.cell.output, result.cell.format, result.stratum);
        const auto count = [&](reports::Verdict v) { return result.counts[static_cast<std::size_t>(v)]; };
        // Some kinds of value are no case of a theorem that ends the search for a tie, or need more bits than the last tier has
        // (reference/README.md).
        const bool open_ended = result.cell.operation == "soft_maximum" || result.cell.operation == "focal_loss" ||
                                result.cell.operation == "linear_cross_entropy";
        const auto undecided = open_ended ? count(reports::Verdict::undecided) : 0;
        open += undecided;
        CHECK(count(reports::Verdict::correctly_rounded) + count(reports::Verdict::exact) + undecided == result.components);
        CHECK(result.components > 0);
        judged.insert(result.cell.operation);
    }
    CHECK(judged.size() == every.size());
    CHECK(proceedings.sums().undecided == open);
    CHECK(open <= 1);
}

}  // namespace

TEST_CASE("the reference is correctly rounded everywhere in binary64") { all_correctly_rounded(Format::f64); }
TEST_CASE("the reference is correctly rounded everywhere in binary32") { all_correctly_rounded(Format::f32); }
TEST_CASE("the reference is correctly rounded everywhere in binary16") { all_correctly_rounded(Format::f16); }
TEST_CASE("the reference is correctly rounded everywhere in bfloat16") { all_correctly_rounded(Format::bf16); }
