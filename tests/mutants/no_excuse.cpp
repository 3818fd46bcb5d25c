// SPDX-License-Identifier: Apache-2.0
// Digits that a known algorithm keeps: neither a common offset nor a large κ excuses who loses them, and who keeps them is acquitted.
#include "tests/mutants/textbook.hpp"

using namespace lossproof;
using namespace lossproof::mutants;

namespace {

Verdict verdict_of(Mutant mutant, const Case& question, const std::string& output) {
    Verdict worst = Verdict::exact;
    for (const auto& [name, finding] : try_case(mutant, question, output).findings)
        if (severity(finding.judgement.verdict) > severity(worst)) worst = finding.judgement.verdict;
    return worst;
}
Case logits(std::string operation, Format format, std::vector<double> values) {
    const auto size = static_cast<std::int64_t>(values.size());
    return {.operation = std::move(operation),
            .format = format,
            .parameters = {},
            .inputs = {{"logits", {.shape = {1, size}, .values = std::move(values)}}}};
}
Mutant answering(const std::string& operation, const std::string& output, std::vector<double> values) {
    return Mutant("answers").distorts(operation, output, [values](const Plan&, std::vector<double>& all) { all = values; });
}

}  // namespace

TEST_CASE("a gradient of log-sum-exp as exp(z - rounded LSE) is convicted at an offset, a softmax is not") {
    const Case question = logits("logsumexp", Format::bf16, {100, 101});
    CHECK(verdict_of(answering("logsumexp", "d_logits", {0.2227, 0.6055}), question, "d_logits") == Verdict::inaccurate);
    CHECK_FALSE(falls_short(verdict_of(answering("logsumexp", "d_logits", {0.2676, 0.7305}), question, "d_logits")));
    const auto softmax = [](const Data& d) { return shifted_softmax(row(d)); };
    const auto from_rounded = [](const Data& d) {
        const M lse = shifted_lse(row(d));
        return map(row(d), [&](Index j) { return exp(row(d)[j] - lse); });
    };
    for (const auto& [format, offset] : {std::pair(Format::bf16, 100.0), {Format::f16, 1000.0}, {Format::f32, 1e5}}) {
        const Case far = logits("logsumexp", format, {round_to(format, offset), round_to(format, offset + 1)});
        CAPTURE(name(format));
        CHECK(falls_short(verdict_of(Mutant("rounded").slips("logsumexp", "d_logits", from_rounded), far, "d_logits")));
        CHECK_FALSE(falls_short(verdict_of(Mutant("softmax").slips("logsumexp", "d_logits", softmax), far, "d_logits")));
    }
}

TEST_CASE("the soft maximum by its pivot cancels where one logit is large, and is convicted; the direct sum is acquitted") {
    std::vector<double> values(1000, 0.0);
    values[0] = round_to(Format::f32, 0.1);
    const Case question = logits("soft_maximum", Format::f32, values);
    const auto direct = [](const Data& d) {
        const RowM p = shifted_softmax(row(d));
        return one(sum(p, [&](Index j) { return p[j] * row(d)[j]; }));
    };
    const auto pivot = [](const Data& d) {
        const RowM p = shifted_softmax(row(d));
        const M m = largest(row(d));
        return one(m + sum(p, [&](Index j) { return p[j] * (row(d)[j] - m); }));
    };
    CHECK_FALSE(falls_short(verdict_of(Mutant("direct").slips("soft_maximum", "value", direct), question, "value")));
    CHECK(falls_short(verdict_of(Mutant("pivot").slips("soft_maximum", "value", pivot), question, "value")));
}

TEST_CASE("operations whose difference is exact are excused by no condition number") {
    const auto pair = [](std::string operation, double a, double b) {
        return Case{.operation = std::move(operation),
                    .format = Format::f32,
                    .parameters = {},
                    .inputs = {{"prediction", {.shape = {1, 1}, .values = {a}}}, {"target", {.shape = {1, 1}, .values = {b}}}}};
    };
    const auto zero = [](const std::string& operation) { return answering(operation, "value", {0}); };
    CHECK(falls_short(verdict_of(zero("mean_squared_error"), pair("mean_squared_error", 1000 + 0x1p-12, 1000), "value")));
    CHECK(falls_short(verdict_of(zero("huber"), pair("huber", 1 + 0x1p-23, 1), "value")));
    const Case end{
        .operation = "logit", .format = Format::f32, .parameters = {}, .inputs = {{"x", {.shape = {1, 1}, .values = {1 - 0x1p-23}}}}};
    CHECK(falls_short(verdict_of(answering("logit", "d_x", {0}), end, "d_x")));
}
