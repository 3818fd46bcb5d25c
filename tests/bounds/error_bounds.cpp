// SPDX-License-Identifier: Apache-2.0
// The computed error bound on trial: what the stable algorithms lose in machine arithmetic stays within it, and the constants
// counted by hand are never below it.
#include "properties/generators/strata.hpp"
#include "reference/oracle/certify.hpp"
#include "reference/oracle/error_bound.hpp"
#include "reference/oracle/machine_evaluate.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <set>

using namespace lossproof;

namespace {

struct Component {
    const Plan& plan;
    const Plan::Output& output;
    Index index;
    const Answer& truth;
    double got;
    ErrorBound bound;
};

/// The least error that `got` can have, the truth being anywhere in its enclosure.
long double error_of(const Answer& truth, double got) {
    if (std::isnan(got)) return HUGE_VALL;
    const long double low = static_cast<long double>(truth.rounded) + truth.below,
                      high = static_cast<long double>(truth.rounded) + truth.above;
    return got < low ? low - got : got > high ? got - high : 0;
}

bool reads_special(const Plan& plan, const Plan::Output& output, Index index) {
    const Index length = std::max<Index>(plan.length(output), 1);
    for (Index g = output.reduced ? 0 : index / length; g < (output.reduced ? plan.groups() : index / length + 1); ++g)
        for (const auto& input : plan.load_doubles(g).inputs)
            for (const double v : input.values)
                if (!std::isfinite(v)) return true;
    return false;
}

/// Every component of a case that has a finite certified truth and a bound.
template <class F> void each_component(const Case& question, const Arithmetic& arithmetic, F visit) {
    const Certificate certificate(question);
    const Plan& plan = certificate.plan();
    ErrorBounds bounds(plan, arithmetic);
    for (const auto& output : plan.outputs()) {
        const auto values = stable_values(plan, output.name, arithmetic.grade);
        const auto& answers = certificate.output(output.name)->answers;
        for (Index i = 0; i < answers.size(); ++i) {
            if (reads_special(plan, output, i)) continue;
            if (!answers[i].decided() || !std::isfinite(answers[i].rounded)) continue;
            const ErrorBound bound = bounds.of(output, i);
            if (bound.undefined.empty()) visit(Component{plan, output, i, answers[i], values[i], bound});
        }
    }
}

/// What the C library's functions err by here: in binary64 its tanh reaches 2.2 ulp; narrower formats round a binary64 result.
double allowance(Format format) { return format == Format::f64 ? 4.5 : 2; }

void within_the_bound(const Operation& operation, Format format, Grade grade, std::uint64_t seed) {
    std::size_t judged = 0;
    for (const auto& stratum : strata_of(operation, format))
        for (const auto& question : draw(operation, format, stratum.name, seed, 1))
            each_component(question, {.format = format, .grade = grade, .library = allowance(format)}, [&](const Component& c) {
                ++judged;
                if (error_of(c.truth, c.got) <= c.bound.bound) return;
                CAPTURE(compact_text(question), c.output.name, c.index, c.got, c.truth.rounded, c.bound.derivation);
                CHECK(static_cast<double>(error_of(c.truth, c.got)) <= static_cast<double>(c.bound.bound));
            });
    CAPTURE(operation.name, name(format), name(grade));
    CHECK(judged > 0);
}

}  // namespace

TEST_CASE("the stable algorithm of every operation stays within its computed bound in every format") {
    for (const auto& operation : catalogue())
        for (const Format format : all_formats) within_the_bound(operation, format, Grade::recursive, 7);
}

TEST_CASE("and so for every way to form sums") {
    for (const auto* operation : {"softmax", "softmax_cross_entropy", "l2_penalty", "linear_scores", "kl_divergence", "mean_squared_error"})
        for (const Grade grade : all_grades)
            for (const Format format : {Format::f32, Format::bf16}) within_the_bound(operation_named(operation), format, grade, 11);
}

TEST_CASE("one recording serves every grade: no less than a recording of its own gives, hardly more, and below the running error") {
    std::size_t compared = 0;
    for (const auto* operation : {"softmax", "softmax_cross_entropy", "kl_divergence", "mean_squared_error", "entropy_from_logits"})
        for (const auto& question : draw(operation_named(operation), Format::f32, "moderate", 3, 4)) {
            const Plan plan(question);
            ErrorBounds widest(plan, {.format = Format::f32, .grade = Grade::recursive});
            for (const Grade grade : all_grades) {
                ErrorBounds own(plan, {.format = Format::f32, .grade = grade});
                for (const auto& output : plan.outputs()) {
                    const ErrorBound shared = widest.of(output, 0, grade), alone = own.of(output, 0);
                    CAPTURE(operation, output.name, name(grade), shared.derivation, alone.derivation);
                    if (!shared.undefined.empty()) continue;  // a special value
                    ++compared;
                    CHECK(shared.bound >= alone.bound * (1 - 0x1p-40L));
                    CHECK(shared.bound <= alone.bound * 1.001L);
                    CHECK(shared.bound <= widest.running(output, 0) * (1 + 0x1p-40L));
                }
            }
        }
    CHECK(compared > 100);
}

TEST_CASE("every third input of the functions of one 16-bit number stays within its computed bound") {
    for (const auto* operation : {"sigmoid", "softplus", "logit", "self_information"})
        for (const Format format : {Format::f16, Format::bf16}) {
            Case question{.operation = operation, .format = format, .parameters = {}, .inputs = {}};
            const std::string input(operation_named(operation).inputs[0].name);
            std::vector<double> numbers;
            for (std::uint64_t code = 0; code < 0x10000; code += 3)
                if (const double x = decode(spec(format), code); std::isfinite(x)) numbers.push_back(x);
            question.inputs[input] = {.shape = {static_cast<std::int64_t>(numbers.size()), 1}, .values = numbers};
            std::size_t judged = 0;
            each_component(question, {.format = format}, [&](const Component& c) {
                ++judged;
                if (error_of(c.truth, c.got) <= c.bound.bound) return;
                CAPTURE(operation, name(format), c.output.name, numbers[c.index], c.got, c.truth.rounded, c.bound.derivation);
                CHECK(static_cast<double>(error_of(c.truth, c.got)) <= static_cast<double>(c.bound.bound));
            });
            CHECK(judged > 10000);
        }
}
