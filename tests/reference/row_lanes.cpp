// SPDX-License-Identifier: Apache-2.0
// Large batches, which lanes of balls certify first, against enclosures alone (which are asked wherever decimal ends are) and, at length,
// against batches too small for lanes.
#include "reference/oracle/row_lanes.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace lossproof;

namespace {

struct Draw {
    std::mt19937_64 bits;
    double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }
    double either_sign(double x) { return bits() & 1 ? -x : x; }
    std::size_t below(std::size_t n) { return bits() % n; }
    double normal() { return std::sqrt(-2 * std::log(1 - uniform())) * std::cos(6.283185307179586 * uniform()); }
};

/// How the numbers of a row are drawn; one in so many rows is of a kind that the others are not.
enum class Stratum { moderate, wide, lattice, confident, extreme };
constexpr Stratum strata[] = {Stratum::moderate, Stratum::wide, Stratum::lattice, Stratum::confident, Stratum::extreme};

double logit(Draw& draw, Stratum stratum) {
    switch (stratum) {
    case Stratum::moderate: return 3 * draw.normal();
    case Stratum::wide: return draw.either_sign(std::exp2(70 * draw.uniform() - 60));
    case Stratum::lattice: return 0.25 * (static_cast<double>(draw.below(9)) - 4);
    case Stratum::confident: return draw.below(4) == 0 ? 30 + 9 * draw.uniform() : draw.normal();
    default: break;
    }
    constexpr double special[] = {0.0, -0.0, 0x1p-1074, HUGE_VAL, -HUGE_VAL, NAN, 1e308, -1e308, 709.78, -745.2, 1, -1};
    return draw.below(3) == 0 ? special[draw.below(std::size(special))] : draw.either_sign(std::exp2(2000 * draw.uniform() - 1000));
}
double probability(Draw& draw, Stratum stratum) {
    constexpr double special[] = {0, 1, 0x1p-1074, 0.5, 1e-300, 0x1p-53};
    if (stratum == Stratum::lattice) return static_cast<double>(draw.below(5)) / 4;
    if (stratum == Stratum::extreme && draw.below(2) == 0) return special[draw.below(std::size(special))];
    return stratum == Stratum::moderate ? draw.uniform() : std::exp2(-60 * draw.uniform());
}
double number(Draw& draw, Meaning meaning, Stratum stratum) {
    return meaning == Meaning::logit ? logit(draw, stratum) : probability(draw, stratum);
}

Case batch(const Operation& operation, Format format, std::int64_t n, std::int64_t k, Stratum stratum, Draw& draw) {
    Case question{.operation = std::string(operation.name), .format = format, .parameters = {}, .inputs = {}};
    if (operation.reductions) question.parameters["reduction"] = "none";
    for (const Input& input : operation.inputs) {
        if (input.optional) continue;
        Tensor tensor{.shape = {n}, .values = {}, .integral = is_integral(input.meaning)};
        if (input.shape.size() == 2) tensor.shape.push_back(k);
        const std::int64_t size = tensor.shape.size() == 2 ? n * k : n;
        for (std::int64_t i = 0; i < size; ++i)
            tensor.values.push_back(tensor.integral ? static_cast<double>(draw.below(static_cast<std::size_t>(k)))
                                                    : round_to(format, number(draw, input.meaning, stratum)));
        question.inputs.emplace(input.name, std::move(tensor));
    }
    return question;
}

struct Count {
    std::size_t numbers = 0, by_lanes = 0;
};
bool same(double a, double b) { return a == b || (a != a && b != b); }

/// Every answer of the batch is that of `truth`, and lies where that says.
void agree(const Certificate& got, const Certificate& truth, Count& count) {
    for (const CertifiedOutput& output : got.outputs()) {
        const CertifiedOutput& wanted = *truth.output(output.name);
        for (std::size_t i = 0; i < output.answers.size(); ++i) {
            const Answer &a = output.answers[i], &b = wanted.answers[i];
            const bool by_lanes = a.precision == lanes_precision;
            ++count.numbers, count.by_lanes += by_lanes ? 1 : 0;
            if (same(a.rounded, b.rounded) && a.decided() == b.decided() && a.below <= b.above && b.below <= a.above) continue;
            INFO(got.plan().operation().name << " " << output.name << " " << i << ": " << hex_text(a.rounded) << " for "
                                             << hex_text(b.rounded) << (by_lanes ? " by lanes" : ""));
            REQUIRE(same(a.rounded, b.rounded));
            REQUIRE(a.decided() == b.decided());
            REQUIRE((a.below <= b.above && b.below <= a.above));
        }
    }
}

std::vector<const Operation*> operations_in_lanes() {
    std::vector<const Operation*> found;
    for (const Operation& operation : catalogue())
        if (rows_of(operation)) found.push_back(&operation);
    return found;
}

}  // namespace

TEST_CASE("lanes of balls certify a large batch as enclosures do", "[row-lanes]") {
    Draw draw{std::mt19937_64(30)};
    const auto operations = operations_in_lanes();
    REQUIRE(operations.size() >= 6);
    for (const Operation* operation : operations)
        for (const Stratum stratum : strata)
            for (const std::int64_t k : {1, 2, 7, 20}) {
                if (!operation->by_row() && k != 7) continue;
                const Format format = k == 7 && draw.below(2) == 0 ? (draw.below(2) == 0 ? Format::f32 : Format::bf16) : Format::f64;
                const Case question = batch(*operation, format, k == 20 ? 9 : 37, k, stratum, draw);
                INFO(operation->name << " " << name(format) << " K = " << k << ", stratum " << static_cast<int>(stratum));
                Count count;
                Certificate::Options ends;
                ends.enclosures = true;
                agree(Certificate(question), Certificate(question, ends), count);
                CAPTURE(count.by_lanes, count.numbers);
                if (stratum == Stratum::moderate && k > 1) CHECK(count.by_lanes >= count.numbers - count.numbers / 50);
            }
}

TEST_CASE("lanes of balls certify large batches as small ones are", "[.][row-lanes-long]") {
    Draw draw{std::mt19937_64(31)};
    for (const Operation* operation : operations_in_lanes())
        for (std::size_t done = 0; done < 10'000'000; done += 7 * 64) {
            const std::int64_t entries = operation->by_row() ? 1 + static_cast<std::int64_t>(draw.below(12)) : 1;  // seven groups are few
            const Case question = batch(*operation, Format::f64, 7 * 64, entries, strata[draw.below(std::size(strata))], draw);
            const Certificate lanes(question);
            for (std::int64_t part = 0; part < 64; ++part) {
                Case few = question;
                for (auto& [name, tensor] : few.inputs) {
                    const auto row = static_cast<std::ptrdiff_t>(tensor.values.size() / (7 * 64));
                    tensor.values = {tensor.values.begin() + part * 7 * row, tensor.values.begin() + (part + 1) * 7 * row};
                    tensor.shape[0] = 7;
                }
                Certificate truth(few);
                for (const CertifiedOutput& output : truth.outputs()) {
                    const auto& all = lanes.outputs();
                    const auto& mine = *std::find_if(all.begin(), all.end(), [&](const auto& o) { return o.name == output.name; });
                    const std::size_t from = static_cast<std::size_t>(part) * output.answers.size();
                    for (std::size_t i = 0; i < output.answers.size(); ++i) {
                        INFO(operation->name << " " << output.name);
                        REQUIRE(same(mine.answers[from + i].rounded, output.answers[i].rounded));
                    }
                }
            }
        }
}
