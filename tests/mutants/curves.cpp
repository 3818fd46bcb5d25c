// SPDX-License-Identifier: Apache-2.0
// The error curves of a ledger carry the bound of each point: what lies beyond it is what was convicted.
#include "tests/mutants/textbook.hpp"

using namespace lossproof;
using namespace lossproof::mutants;

namespace {

/// Points within their bound and beyond it.
std::pair<std::size_t, std::size_t> counted(Mutant mutant, const std::string& operation) {
    std::pair<std::size_t, std::size_t> count;
    for (const auto& curve : on_trial(mutant, {operation}, {Format::f64, Format::f16}).ledger.curves)
        for (const auto& point : curve.points) {
            if (!point.bound) continue;  // the truth is infinite there
            ++(point.error > *point.bound ? count.second : count.first);
        }
    return count;
}

}  // namespace

TEST_CASE("an honest subject's curve lies within its bound, a guilty one's leaves it") {
    for (const auto* operation : {"softplus", "softmax_cross_entropy", "negative_log_likelihood", "mean_squared_error"}) {
        const auto [within, beyond] = counted(Mutant("reference"), operation);
        CAPTURE(operation);
        CHECK(within > 20);
        CHECK(beyond == 0);
    }
    const auto honest =
        counted(Mutant("honest").slips("softplus", "value", [](const Data& d) { return one(stable_softplus(number(d))); }), "softplus");
    CHECK(honest.second == 0);
    const auto guilty = counted(
        Mutant("threshold 20")
            .slips("softplus", "value", [](const Data& d) { return one(number(d).value() > 20 ? number(d) : stable_softplus(number(d))); }),
        "softplus");
    CHECK(guilty.second > 0);
    CHECK(guilty.first > guilty.second);
}
