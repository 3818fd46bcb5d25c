// SPDX-License-Identifier: Apache-2.0
// What a wrong number gives away, one line a telltale; and what a tally keeps of many.
#include "properties/generators/strata.hpp"
#include "properties/sweep/told.hpp"
#include "properties/verdict/diagnosis.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>

using namespace lossproof;

namespace {

Case squares(std::vector<double> prediction, Parameters parameters = {}) {
    const auto rows = static_cast<std::int64_t>(prediction.size());
    const std::vector<double> zeros(prediction.size(), 0.0);
    return {.operation = "squared_error",
            .format = Format::f64,
            .parameters = std::move(parameters),
            .inputs = {{"prediction", {.shape = {rows, 1}, .values = std::move(prediction)}},
                       {"target", {.shape = {rows, 1}, .values = zeros}}}};
}
/// Every component of the output came out as `got`; the first is to be explained.
Diagnosis diagnosed(const Case& question, double got, const std::string& output = "value") {
    const Certificate certificate(question, {.outputs = {output}});
    return diagnose(Plan(question), output, 0, std::vector(certificate.outputs().front().answers.size(), got));
}
std::string told(const Case& question, double got, const std::string& output = "value") { return diagnosed(question, got, output).name; }
bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Finding finding(Verdict verdict, double ulps, std::string profile = "") {
    Finding made;
    made.judgement.verdict = verdict;
    made.judgement.ulps = ulps;
    made.profile = std::move(profile);
    return made;
}

}  // namespace

TEST_CASE("a constant factor is called by its usual cause") {
    CHECK(says(told(squares({2}), -4), "sign"));
    CHECK(says(told(squares({2}), 8), "a missing ½"));
    CHECK(says(told(squares({2}), 2), "a ½ too many"));
    const Parameters mean = {{"reduction", std::string("mean")}};
    CHECK(says(told(squares({1, 2, 4}, mean), 21), "the sum where the mean"));
    const Parameters sum = {{"reduction", std::string("sum")}};
    CHECK(says(told(squares({1, 2, 4}, sum), 7), "the mean where the sum"));
    CHECK(told(squares({2}), 4.7).empty());
}

TEST_CASE("special answers, lost subnormals and short digits are called by their names") {
    CHECK(says(told(squares({2}), std::nan("")), "∞ − ∞"));
    CHECK(says(told(squares({2}), HUGE_VAL), "overflow"));
    CHECK(says(told(squares({1e-160}), 0), "flush to zero"));
}

TEST_CASE("a known bad formula is named where its result agrees bit for bit, and only there") {
    const Case question{
        .operation = "softplus", .format = Format::f64, .parameters = {}, .inputs = {{"x", {.shape = {1, 1}, .values = {21.5}}}}};
    const Diagnosis exact = diagnose(Plan(question), "value", 0, 21.5);
    CHECK((exact.exact && says(exact.name, "threshold 20") && exact.cause == &causes::threshold));
    CHECK_FALSE(diagnose(Plan(question), "value", 0, 21.625).exact);
}

namespace {

Case scores(const std::string& operation, Format format, std::vector<double> z, Tensors more = {}, const std::string& input = "logits") {
    Case question{.operation = operation, .format = format, .parameters = {}, .inputs = std::move(more)};
    const auto columns = static_cast<std::int64_t>(z.size());
    question.inputs[input] = {.shape = {1, columns}, .values = std::move(z)};
    return question;
}
const Tensors first_label = {{"label", {.shape = {1}, .values = {0}, .integral = true}}};
Case probabilities(const std::string& operation, std::vector<double> p, std::vector<double> q) {
    Case question = scores(operation, Format::f32, std::move(p), {}, "p");
    const auto columns = static_cast<std::int64_t>(q.size());
    question.inputs["q"] = {.shape = {1, columns}, .values = std::move(q)};
    return question;
}

}  // namespace

TEST_CASE("a cause is one over operations and formats, and follows from the numbers", "[diagnosis]") {
    const auto cause = [](const Case& question, double got, const std::string& output = "value") {
        return diagnosed(question, got, output).cause->id;
    };
    // p − 1 and σ − y: in any operation that has a label and scores.
    CHECK(cause(scores("softmax_cross_entropy", Format::f32, {17, 0, 0}, first_label), 0, "d_logits") == causes::residual.id);
    CHECK(cause(scores("softmax_cross_entropy", Format::bf16, {8, 0, 0}, first_label), 0, "d_logits") == causes::residual.id);
    CHECK(cause(scores("binary_cross_entropy_with_logits", Format::f32, {17}, {{"target", {.shape = {1, 1}, .values = {1}}}}), 0,
                "d_logits") == causes::residual.id);
    // y(1 − y): without one, and in second derivatives.
    CHECK(cause(scores("sigmoid", Format::bf16, {6.5}, {}, "x"), 0, "d_x") == causes::product.id);
    CHECK(cause(scores("softmax", Format::f32, {17, 0, 0}), 0, "J_logits") == causes::product.id);
    // A logarithm of 1 + little; a difference of large numbers; a logarithm of what was rounded before.
    CHECK(cause(scores("logsumexp", Format::f32, {0, -17, -17}), 0) == causes::log_not_log1p.id);
    CHECK(cause(scores("softmax_cross_entropy", Format::f32, {1000, 999, 0}, first_label), 0.31329346) == causes::large_difference.id);
    // The exponent's rounding, multiplied up: half of the digits that bfloat16 has.
    CHECK(cause(scores("logsumexp", Format::bf16, {100, 101}), 0.22265625, "d_logits") == causes::rounded_argument.id);
    // NaN by what was read.
    CHECK(cause(probabilities("js_divergence", {0.5, 0.5, 0}, {0.25, 0.75, 0}), std::nan("")) == causes::zero_log_zero.id);
    CHECK(cause(scores("logsumexp", Format::f32, {-HUGE_VAL, 0, 1}), std::nan("")) == causes::infinite_difference.id);
    CHECK(cause(scores("logsumexp", Format::f32, {100, 0, 1}), HUGE_VAL) == causes::early_exponential.id);
    CHECK(cause(squares({1e200}), HUGE_VAL) == causes::early_product.id);
    Case mean = squares({1.2e154, 1.2e154, 1.2e154, 1.2e154}, {{"reduction", std::string("mean")}});
    CHECK(cause(mean, HUGE_VAL) == causes::sum_overflow.id);
    CHECK(cause(scores("log_softmax", Format::f64, {0, std::nan(""), 1}), 46) == causes::lost_nan.id);
    // Something else is not called by these names.
    CHECK(cause(squares({2}), 4.7) == causes::unexplained.id);
    CHECK(cause(squares({2}), -4) == causes::factor.id);
}

TEST_CASE("float32 and total cancellation are claimed only where several entries say so", "[diagnosis]") {
    const Case row = squares({0.1, 0.7, 0.3});
    const auto in_float = [](double x) { return static_cast<double>(static_cast<float>(x)); };
    const std::vector<double> narrow = {in_float(0.1 * 0.1), in_float(0.7 * 0.7), in_float(0.3 * 0.3)};
    CHECK(diagnose(Plan(row), "value", 0, narrow).cause == &causes::narrow);
    CHECK(diagnose(Plan(row), "value", 0, std::vector{narrow[0], 0.7 * 0.7, 0.3 * 0.3}).cause != &causes::narrow);
    CHECK(diagnose(Plan(squares({0.1})), "value", 0, narrow[0]).cause != &causes::narrow);
    const Case tiny = scores("softmax_cross_entropy", Format::f32, {20, 0, 0}, first_label);
    CHECK(says(diagnose(Plan(tiny), "H_logits", 1, std::vector(9, 0.0)).name, "9 entries"));
    std::vector<double> one(9, 1.0);
    one[1] = 0;
    CHECK_FALSE(says(diagnose(Plan(tiny), "H_logits", 1, one).name, "total"));
}

namespace {

/// What a slip answers to a case of a few drawn rows, explained at the first number that it changes.
Diagnosis slip(const Case& question, const std::function<double(double truth, Index)>& answer, const std::string& output = "value") {
    const Certificate certificate(question, {.outputs = {output}});
    std::vector<double> got;
    for (const Answer& one : certificate.outputs().front().answers) got.push_back(answer(one.rounded, got.size()));
    Index first = 0;
    while (got[first] == certificate.outputs().front().answers[first].rounded) ++first;
    const std::vector<Drawn> drawn{{.question = question, .got = got}};
    return diagnose(Plan(question), output, first, got, drawn);
}
std::vector<double> answers(const Case& question, const std::string& output = "value") {
    const Certificate certificate(question, {.outputs = {output}});
    std::vector<double> values;
    for (const Answer& one : certificate.outputs().front().answers) values.push_back(one.rounded);
    return values;
}
/// As the reference answers another question.
Diagnosis mistaken(const Case& asked, const Case& answered, const std::string& output = "value") {
    const auto other = answers(answered, output);
    return slip(
        asked, [&](double, Index i) { return other.at(i); }, output);
}
Case elements(const std::string& operation, std::vector<double> prediction, std::vector<double> target, Parameters parameters = {}) {
    const auto rows = static_cast<std::int64_t>(prediction.size());
    return {.operation = operation,
            .format = Format::f64,
            .parameters = std::move(parameters),
            .inputs = {{"prediction", {.shape = {rows, 1}, .values = std::move(prediction)}},
                       {"target", {.shape = {rows, 1}, .values = std::move(target)}}}};
}
const std::vector<double> apart = {0.3, -1.7, 2.9, -4.1, 5.3, -0.2}, around = {1.1, 0.4, -0.7, 1.3, 0.2, 2.2};

}  // namespace

TEST_CASE("a term with another factor, left out, or one too many is told by several numbers", "[diagnosis]") {
    const Case normal = elements("gaussian_nll", apart, around, {{"sigma", 0.7}});
    const double constant = std::log(0.7) + 0.91893853320467274;  // ½ log 2πσ², what is left where both are equal
    const Diagnosis halved = slip(normal, [&](double truth, Index) { return constant + (truth - constant) / 2; });
    CHECK((halved.cause == &causes::factor && says(halved.name, "prediction − target") && says(halved.name, "½")));
    const Diagnosis left_out = slip(normal, [](double truth, Index) { return truth - 0.91893853320467274; });
    CHECK((left_out.cause == &causes::term && says(left_out.name, "0.918939 too little")));
    CHECK(slip(normal, [](double truth, Index) { return truth / std::log(10.0); }).cause == &causes::factor);
    CHECK(slip(normal, [](double truth, Index i) { return truth * (1.3 + 0.1 * static_cast<double>(i)); }).cause == &causes::unexplained);
}

TEST_CASE("a branch is told by where the wrong numbers stand among the right ones", "[diagnosis]") {
    const Case huber = elements("huber", {0.3, -1.7, 2.9, -4.1, 5.3, -3.2, 2.2}, std::vector(7, 0.0));
    const std::vector<double>& x = huber.inputs.at("prediction").values;
    const Diagnosis side = slip(huber, [&](double truth, Index i) { return x[i] < -1 ? 0 : truth; });
    CHECK((side.cause == &causes::branch && says(side.name, "below 0")));
    CHECK(slip(huber, [&](double truth, Index i) { return i % 2 ? 0 : truth; }).cause == &causes::branch);  // the same places
    CHECK(slip(huber, [&](double truth, Index i) { return i == 2 || i == 3 || i == 5 ? 0.1 * truth + 0.01 * x[i] : truth; }).cause !=
          &causes::branch);
    const Case kink = scores("softplus", Format::f64, {0, 0.3, -1.7, 2.9, -4.1}, {}, "x");
    const Diagnosis zero = slip(
        kink, [](double truth, Index i) { return i == 0 ? 0 : truth; }, "d_x");
    CHECK((zero.cause == &causes::branch && says(zero.name, "exactly where")));
}

TEST_CASE("the reference answers the question that was mistaken for the one that was put", "[diagnosis]") {
    Case asked = draw(*find_operation("softmax_cross_entropy"), Format::f64, "labels", 1, 1).front();
    std::vector<double>& logits = asked.inputs.at("logits").values;
    std::vector<double>& label = asked.inputs.at("label").values;
    asked.inputs.at("logits").shape = {3, 300};
    asked.inputs.at("label").shape = {3};
    logits.resize(900);
    for (std::size_t i = 0; i < logits.size(); ++i) logits[i] = std::sin(static_cast<double>(i * i)) * 3;
    label = {257, 299, 12};
    Case other = asked;
    other.inputs.at("label").values = {1, 43, 12};
    const Diagnosis byte = mistaken(asked, other);
    CHECK((byte.cause == &causes::label && says(byte.name, "modulo 256")));
    const Case penalty{.operation = "l1_penalty",
                       .format = Format::f64,
                       .parameters = {},
                       .inputs = {{"weights", {.shape = {4}, .values = {0.3, -1.7, 2.9, 0.9}}}}};
    Case squared = penalty;
    squared.operation = "l2_penalty";
    CHECK(mistaken(penalty, squared, "d_weights").cause == &causes::other_operation);
    Case chance{
        .operation = "binary_cross_entropy",
        .format = Format::f64,
        .parameters = {},
        .inputs = {{"p", {.shape = {4, 1}, .values = {0.25, 0.5, 0.125, 0.8125}}}, {"target", {.shape = {4, 1}, .values = {1, 1, 1, 1}}}}};
    Case larger = chance;
    for (double& p : larger.inputs.at("p").values) p += 1e-7;
    const Diagnosis epsilon = mistaken(chance, larger);
    CHECK((epsilon.cause == &causes::clip && says(epsilon.name, "larger by 1e-7")));
}

TEST_CASE("the regime follows from the data alone", "[diagnosis]") {
    const auto regime = [](const Case& question, double got, const std::string& output = "value") {
        const Certificate certificate(question, {.outputs = {output}});
        const CertifiedOutput& answer = certificate.outputs().front();
        return regime_of(certificate.plan(), answer.gradient, 0, answer.answers.front(), got);
    };
    CHECK(regime(squares({3}), 8) == Regime::ordinary);
    CHECK(regime(scores("softmax_cross_entropy", Format::f32, {17, 0, 0}, first_label), 0) == Regime::tiny);
    // A gradient of 8e-8 is followed, one of 4e-9 is 0 to Adam.
    CHECK(regime(scores("softmax_cross_entropy", Format::f32, {17, 0, 0}, first_label), 0, "d_logits") == Regime::ordinary);
    CHECK(regime(scores("softmax_cross_entropy", Format::f32, {20, 0, 0}, first_label), 0, "d_logits") == Regime::tiny);
    CHECK(regime(squares({1e150}), 0) == Regime::landmark);
    CHECK(regime(squares({1e-160}), 0) == Regime::landmark);
    CHECK(regime(squares({HUGE_VAL}), 0) == Regime::special);
    // An infinite result of finite data is an end of the range too, be it an overflow or a pole.
    CHECK(regime(probabilities("cross_entropy", {0.5, 0.5}, {1, 0}), 100) == Regime::landmark);
    CHECK(regime(probabilities("js_divergence", {0, 0}, {0, 0}), 1) == Regime::landmark);
    CHECK(regime(probabilities("js_divergence", {0.5, 0.5}, {0.25, 0.75}), 1) == Regime::ordinary);
    Case step = draw(*find_operation("adam_step"), Format::f64, "moderate", 1, 1).front();
    step.parameters["learning_rate"] = 0.0;
    CHECK(regime_of(Plan(step)) == Regime::landmark);
    step.parameters["learning_rate"] = 1e-3;
    step.parameters["epsilon"] = 1e-8;
    step.parameters["beta1"] = 0.9;
    step.parameters["beta2"] = 0.999;
    for (auto& [name, tensor] : step.inputs) tensor.values.assign(tensor.values.size(), 0.5);
    CHECK(regime_of(Plan(step)) == Regime::ordinary);
}

TEST_CASE("a cell keeps another witness only if it is more harmful, or clearly worse", "[diagnosis]") {
    Told told;
    const Harm tiny(Regime::tiny, false, 1e6, Format::f32), ordinary(Regime::ordinary, false, 4, Format::f32);
    CHECK((ordinary > tiny && Harm(Regime::ordinary, true, 2, Format::f32) > ordinary));
    CHECK(Harm(Regime::special, true, HUGE_VAL, Format::f64) < tiny);
    const Harm five_more(Regime::landmark, false, 5e6, Format::f32), far_more(Regime::landmark, false, 2e7, Format::f64);
    CHECK((told.misses(tiny) && told.misses(tiny, Verdict::inaccurate)));
    told.remember(tiny, Verdict::inaccurate);
    CHECK_FALSE((told.misses(tiny) || told.misses(five_more, Verdict::inaccurate)));
    CHECK((told.misses(ordinary) && told.misses(ordinary, Verdict::wrong) && told.misses(far_more, Verdict::inaccurate)));
    told.remember(ordinary, Verdict::inaccurate);
    CHECK_FALSE((told.misses(tiny) || told.misses(tiny, Verdict::inaccurate)));
}

TEST_CASE("a tally counts every verdict, and keeps the gravest finding, then the farthest") {
    Tally tally;
    tally.add(finding(Verdict::correctly_rounded, 0));
    tally.add(finding(Verdict::not_judged, 1e9));
    CHECK(tally.verdict() == Verdict::correctly_rounded);
    CHECK(tally.ulps() == 0);  // what is not judged has no error
    tally.add(finding(Verdict::accurate, 3));
    tally.add(finding(Verdict::inaccurate, 50));
    tally.add(finding(Verdict::inaccurate, 70));
    tally.add(finding(Verdict::inaccurate, 60));
    tally.add(finding(Verdict::convention, 1e6, "torch"));
    CHECK(tally.verdict() == Verdict::inaccurate);
    CHECK(tally.worst()->judgement.ulps == 70);
    CHECK(tally.ulps() == 70);
    CHECK(tally.components() == 7);
    CHECK((tally.count(Verdict::inaccurate) == 3 && tally.count(Verdict::not_judged) == 1 && tally.count(Verdict::wrong) == 0));
    CHECK(tally.profiles().at("torch") == 1);
    std::size_t in_histogram = 0;
    for (const auto bin : tally.histogram()) in_histogram += bin;
    CHECK(in_histogram == 5);
    // An error stands beside what was measured: it names a cell only where no number falls short.
    tally.add_error(finding(Verdict::exact, 0, "crash"));
    CHECK(tally.verdict() == Verdict::inaccurate);
    CHECK((tally.count(Verdict::error) == 1 && tally.error() && tally.error()->profile == "crash"));
    Tally crashed;
    crashed.add(finding(Verdict::accurate, 3));
    crashed.add_error(finding(Verdict::exact, 0, "crash"));
    CHECK(crashed.verdict() == Verdict::error);
}
