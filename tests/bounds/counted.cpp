// SPDX-License-Identifier: Apache-2.0
// Constants that were counted by hand against what the same stable algorithm loses by the computed bound: on every certified case drawn,
// counted ≥ computed. An entry for which that fails has no constants: its rule is `computed_on_input`.
#include "properties/generators/strata.hpp"
#include "properties/verdict/bound.hpp"
#include "properties/verdict/measure.hpp"
#include "reference/oracle/added.hpp"
#include "reference/oracle/error_bound.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>

using namespace lossproof;

namespace {

/// The worst computed bound in units of what the constants allow, and where.
struct Worst {
    double ratio = 0;
    std::string where = {};
    std::size_t compared = 0;
};
using Table = std::map<std::pair<std::string, std::string>, Worst>;

void compare(const Case& question, Table& table) {
    Certificate certificate(question);
    for (const auto& output : certificate.outputs())
        for (Index i = 0, step = output.answers.size() / 6 + 1; i < output.answers.size(); i += step) {
            const Measure by = measure(certificate, output, i);
            const Answer& answer = by.truth.answer;
            if (by.rule == &computed_on_input || !by.truth.computed || by.truth.special_input || !answer.decided()) continue;
            if (!std::isfinite(answer.rounded) || answer.rounded == 0) continue;
            const ErrorBound bound = certificate.computed_bound(output.name, i, Grade::recursive);
            const auto allowed = allowed_ulps(by.setting, by.rule, by.truth);
            if (!bound.undefined.empty() || !allowed) continue;
            // Past the value itself neither tells anything.
            if (bound.bound >= std::fabs(answer.rounded)) continue;
            const int exponent = std::max(std::ilogb(answer.rounded), spec(question.format).min_exponent);
            const double ulp = std::ldexp(1.0, exponent - spec(question.format).precision + 1);
            // Neither a parameter that the format lacks (theory L8) nor underflow (L9) is what the constants count.
            const auto computed = static_cast<double>((bound.bound - bound.parts.parameters - bound.parts.underflow) / ulp);
            Worst& worst = table[{question.operation, output.name}];
            ++worst.compared;
            if (computed <= 1 || computed / *allowed <= worst.ratio) continue;  // a faithful answer needs no constant
            worst.ratio = computed / *allowed;
            worst.where = compact_text(question) + " [" + std::to_string(i) + "] " + bound.derivation;
        }
}

}  // namespace

TEST_CASE("no constant counted by hand is below the computed bound of its stable algorithm") {
    const int rounds = std::getenv("ROUNDS") ? std::atoi(std::getenv("ROUNDS")) : 1;
    Table table;
    for (const auto& operation : catalogue())
        for (const Format format : {Format::f64, Format::f32})  // constants are of first order
            for (const auto& stratum : strata_of(operation, format))
                for (int seed = 0; seed < rounds; ++seed)
                    for (const auto& question : draw(operation, format, stratum.name, 21 + seed, 1)) compare(question, table);
    for (const auto& [output, worst] : table) {
        if (std::getenv("ROUNDS")) std::cerr << worst.ratio << ' ' << output.first << ' ' << output.second << ' ' << worst.compared << '\n';
        CAPTURE(output.first, output.second, worst.where);
        CHECK(worst.compared > 0);
        CHECK(worst.ratio <= 1);
    }
}
