// SPDX-License-Identifier: Apache-2.0
// Mutants of the computed bound: with one kind of rounding forgotten, one slope halved, or the sums' growth left out, the
// honest algorithm exceeds it. The library allowance is what machine numbers below binary64 do: half a unit in the last place.
#include "reference/numbers/rounding_tape.hpp"
#include "reference/oracle/error_bound.hpp"
#include "reference/oracle/machine_evaluate.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace lossproof;

namespace {

using Steps = RoundingTape::Steps;
using Mutation = std::function<void(Steps&)>;

/// Steps of one kind err no more.
Mutation forget(std::string_view kind) {
    return [kind](Steps& tape) {
        for (auto& step : tape.steps)
            if (step.kind == kind) step.error = 0;
    };
}
/// What reaches steps of one kind leaves them halved.
Mutation halve(std::string_view kind) {
    return [kind](Steps& tape) {
        for (const auto& step : tape.steps)
            for (auto e = step.first_edge; e < step.last_edge && step.kind == kind; ++e) {
                auto& edge = tape.edges[static_cast<std::size_t>(e)];
                tape.slopes.push_back(tape.slopes[static_cast<std::size_t>(edge.slope)] * LongInterval{.low = 0.5L, .high = 0.5L});
                edge.slope = static_cast<std::int32_t>(tape.slopes.size()) - 1;
            }
    };
}

struct Draw {
    std::mt19937_64 bits{5};
    double between(double low, double high) { return low + (high - low) * static_cast<double>(bits() >> 11) * 0x1p-53; }
};
using Make = Case (*)(Draw&);

Tensor row(Draw& draw, std::int64_t columns, double low, double high) {
    Tensor tensor{.shape = {1, columns}, .values = {}};
    for (std::int64_t j = 0; j < columns; ++j) tensor.values.push_back(round_to(Format::bf16, draw.between(low, high)));
    return tensor;
}

struct Observed {
    double honest = 0, mutated = 0;  ///< the worst error in units of the bound
};
Observed observe(const Case& question, std::string_view output, const Mutation& mutate) {
    const Plan plan(question);
    RoundingTape tape({.format = question.format, .grade = Grade::recursive, .library = 1 + 0x1p-20});
    Observed observed;
    for (const auto& planned : plan.outputs()) {
        if (planned.name != output) continue;
        const auto formula = std::get<Formula<Rounding>>(planned.gradient ? plan.operation().gradient : plan.operation().value);
        const auto rows = formula(plan.load<Rounding>(
            0, [&](double v, Index, Index) { return tape.datum(v); }, [](double v) { return Rounding::from(v); }));
        const Rounding result = rows.at(planned.slot)[0];
        const RoundingError before = tape.error_of(result);
        if (!before.undefined.empty()) return observed;
        const double got = stable_values(plan, output).front(), truth = before.exact_lower / 2 + before.exact_upper / 2;
        const long double error = std::fabs(static_cast<long double>(got) - truth) * (1 - 0x1p-40L);
        mutate(tape.steps());
        const auto ratio = [&](const RoundingError& e) { return error == 0 ? 0.0 : static_cast<double>(error / e.parts.total()); };
        observed = {ratio(before), ratio(tape.error_of(result))};
    }
    return observed;
}

/// Some input convicts the mutated bound, and none the bound itself.
void convicted(std::string_view what, const Mutation& mutate, std::string_view output, Make make, int draws = 20000) {
    Draw draw;
    Observed worst;
    for (int i = 0; i < draws; ++i) {
        const Observed here = observe(make(draw), output, mutate);
        worst = {std::max(worst.honest, here.honest), std::max(worst.mutated, here.mutated)};
        if (worst.mutated > 1) break;
    }
    CAPTURE(what, worst.honest);
    CHECK(worst.honest <= 1);
    CHECK(worst.mutated > 1);
}

Case question(std::string_view operation, Tensors inputs, Parameters parameters = {}) {
    return {.operation = std::string(operation), .format = Format::bf16, .parameters = std::move(parameters), .inputs = std::move(inputs)};
}
Case step(Draw& d) {
    auto theta = row(d, 1, 1, 2), grad = row(d, 1, -2, 2);
    theta.shape = grad.shape = {1};
    return question("sgd_step", {{"theta", theta}, {"grad", grad}}, {{"learning_rate", 0.375}});
}
Case difference(Draw& d, std::string_view operation) {
    return question(operation, {{"prediction", row(d, 1, -9, 9)}, {"target", row(d, 1, -9, 9)}});
}

}  // namespace

TEST_CASE("a bound that forgets one kind of rounding is exceeded by the honest algorithm") {
    convicted("subtract", forget("subtract"), "theta", step);
    convicted("multiply", forget("multiply"), "theta", step);
    convicted("square", forget("square"), "value", [](Draw& d) { return difference(d, "squared_error"); });
    convicted("divide", forget("divide"), "d_x", [](Draw& d) { return question("logit", {{"x", row(d, 1, 0, 1)}}); });
    convicted("add", forget("add"), "value", [](Draw& d) { return question("softplus", {{"x", row(d, 1, 0, 9)}}); });
    convicted("exp", forget("exp"), "value", [](Draw& d) { return question("softplus", {{"x", row(d, 1, -9, 0)}}); });
    convicted("log1p", forget("log1p"), "value", [](Draw& d) { return question("softplus", {{"x", row(d, 1, -9, 0)}}); });
    convicted("log", forget("log"), "value", [](Draw& d) { return question("self_information", {{"p", row(d, 1, 0, 1)}}); });
    convicted("tanh", forget("tanh"), "d_prediction", [](Draw& d) { return difference(d, "log_cosh"); });
    convicted("sqrt", forget("sqrt"), "d_prediction", [](Draw& d) { return difference(d, "pseudo_huber"); });
    convicted("sum", forget("sum"), "value", [](Draw& d) { return question("negative_log_likelihood", {{"p", row(d, 9, 0, 1)}}); });
}

TEST_CASE("a bound with one slope halved is exceeded by the honest algorithm") {
    convicted("square", halve("square"), "value", [](Draw& d) { return difference(d, "squared_error"); });
    convicted("divide", halve("divide"), "d_x", [](Draw& d) { return question("logit", {{"x", row(d, 1, 0, 1)}}); });
    convicted("log1p", halve("log1p"), "value", [](Draw& d) { return question("softplus", {{"x", row(d, 1, -9, 0)}}); });
    convicted("exp", halve("exp"), "value", [](Draw& d) {
        return question("softmax_cross_entropy", {{"logits", row(d, 2, 2, 9)}, {"label", {.shape = {1}, .values = {0}, .integral = true}}});
    });
    convicted("subtract", halve("subtract"), "theta", step);
}
