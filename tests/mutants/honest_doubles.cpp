// SPDX-License-Identifier: Apache-2.0
// The other half of a trial: stable formulas in plain machine arithmetic with the library's own exp and log are acquitted.
// They are as a careful author writes them; nothing in them is better than the format.
#include "tests/mutants/textbook.hpp"

using namespace lossproof;
using namespace lossproof::mutants;

namespace {

void acquitted(Mutant mutant, std::vector<Format> formats = {Format::f64, Format::f32, Format::f16, Format::bf16}) {
    std::vector<std::string> operations;
    for (const auto& [charge, lie] : mutant.lies()) operations.push_back(charge.first);
    const Proceedings proceedings = on_trial(mutant, operations, std::move(formats));
    CHECK(proceedings.verdict() == reports::RunVerdict::held);
    CHECK(proceedings.sums().components > 50);
    for (const auto& kept : proceedings.ledger.witnesses) {
        CAPTURE(kept.cell.operation, kept.cell.output, kept.cell.format, kept.stratum, kept.question.json, kept.got->hex,
                kept.reference->value.hex);
        CHECK_FALSE(reports::falls_short(kept.verdict));
    }
}

Index place_of_largest(const RowM& z) {
    Index k = 0;
    for (Index j = 1; j < z.size(); ++j) k = z[k].value() < z[j].value() ? j : k;
    return k;
}
bool without_limit(const RowM& z) { return std::isinf(largest(z).value()); }

}  // namespace

TEST_CASE("honest logistic functions are acquitted") {
    acquitted(Mutant("honest").slips("sigmoid", "value", [](const Data& d) { return one(stable_sigmoid(number(d))); }));
    acquitted(Mutant("honest").slips("softplus", "value", [](const Data& d) { return one(stable_softplus(number(d))); }));
    acquitted(Mutant("honest").slips("log_sigmoid", "value", [](const Data& d) { return one(-stable_softplus(-number(d))); }));
    acquitted(Mutant("honest").slips("softplus", "d_x", [](const Data& d) { return one(stable_sigmoid(number(d))); }));
}

TEST_CASE("an honest binary cross-entropy is acquitted") {
    acquitted(Mutant("honest").slips("binary_cross_entropy_with_logits", "value", [](const Data& d) {
        const M z = number(d), y = number(d, 1), from_one = y.value() == 0 ? M(0) : y * stable_softplus(-z),
                from_zero = y.value() == 1 ? M(0) : (1 - y) * stable_softplus(z);
        if (!(y.value() >= 0 && y.value() <= 1)) return one(M::from(NAN));
        return one(from_one + from_zero);
    }));
}

TEST_CASE("honest functions of a row of logits are acquitted") {
    acquitted(Mutant("honest").slips("softmax", "value", [](const Data& d) { return shifted_softmax(row(d)); }));
    acquitted(Mutant("honest").slips("logsumexp", "value", [](const Data& d) {
        const RowM& z = row(d);
        const Index k = place_of_largest(z);
        for (const M& v : z)
            if (std::isnan(v.value())) return one(v);
        if (without_limit(z)) return one(largest(z));
        return one(z[k] + log1p(sum_except(z, k, [&](Index j) { return exp(z[j] - z[k]); })));
    }));
    acquitted(Mutant("honest").slips("log_softmax", "value",
                                     [](const Data& d) { return map(row(d), [&](Index i) { return -stable_surprise(row(d), i); }); }));
    acquitted(
        Mutant("honest").slips("softmax_cross_entropy", "value", [](const Data& d) { return one(stable_surprise(row(d), label(d))); }));
    acquitted(Mutant("honest").slips("softmax_cross_entropy", "d_logits", [](const Data& d) {
        const RowM p = shifted_softmax(row(d));
        return map(p, [&](Index j) { return j == label(d) ? -sum_except(p, j, [&](Index i) { return p[i]; }) : p[j]; });
    }));
}

TEST_CASE("an honest entropy and cross-entropy are acquitted") {
    const auto x_log_y = [](const M& x, const M& y) { return x.value() == 0 ? x * 0 : x * log(y); };
    acquitted(Mutant("honest").slips("entropy", "value", [x_log_y](const Data& d) {
        const M nats = -sum(row(d), [&](Index j) { return x_log_y(row(d)[j], row(d)[j]); });
        return one(d.given.has("base") ? nats / log(d.given["base"]) : nats);
    }));
    acquitted(Mutant("honest").slips("kl_divergence", "value",
                                     [x_log_y](const Data& d) {
                                         const M nats = sum(row(d), [&](Index j) {
                                             const M p = row(d)[j], q = row(d, 1)[j];
                                             if (p.value() < 0 || q.value() < 0) return M::from(NAN);
                                             return p.value() == 0 ? q * 0 : p * (log(p) - log(q));
                                         });
                                         return one(d.given.has("base") ? nats / log(d.given["base"]) : nats);
                                     }),
              {Format::f64});
}

TEST_CASE("an honest sum of logarithms of both signs is acquitted, and one that has lost digits is not") {
    const auto honest = [](const Data& d) { return one(-sum(row(d), [&](Index j) { return log(row(d)[j]); })); };
    acquitted(Mutant("honest").slips("negative_log_likelihood", "value", honest));

    // log 1e300 and log 1e-300 cancel but for the roundings of the inputs: an answer of that size is all that doubles can give.
    const Case cancelling{.operation = "negative_log_likelihood",
                          .format = Format::f64,
                          .parameters = {},
                          .inputs = {{"p", {.shape = {1, 4}, .values = {1e300, 3e-300, 7e200, 5e-201}}}}};
    const auto verdict = [&](Mutant mutant) { return try_case(mutant, cancelling, "value").findings.front().second.judgement.verdict; };
    CHECK_FALSE(falls_short(verdict(Mutant("honest").slips("negative_log_likelihood", "value", honest))));
    CHECK(falls_short(verdict(Mutant("float logarithms").slips("negative_log_likelihood", "value", [](const Data& d) {
        return one(-sum(row(d), [&](Index j) { return M::from(static_cast<float>(std::log(row(d)[j].value()))); }));
    }))));
}

TEST_CASE("the other infinity is a convention at -0, where IEEE arithmetic divides so, and wrong at +0") {
    const auto verdict = [](double zero) {
        Mutant mutant = Mutant("infinity").distorts("self_information", "d_p", [](const Plan&, std::vector<double>& values) {
            values = {HUGE_VAL, values[1]};
        });
        const Case question{.operation = "self_information",
                            .format = Format::f64,
                            .parameters = {},
                            .inputs = {{"p", {.shape = {2, 1}, .values = {zero, 0.25}}}}};
        return try_case(mutant, question, "d_p").findings.front().second;
    };
    CHECK(verdict(-0.0).profile == "ieee");
    CHECK(verdict(-0.0).judgement.verdict == Verdict::convention);
    CHECK(verdict(0.0).judgement.verdict == Verdict::wrong);
}

TEST_CASE("outside the domain every answer is a convention, and it excuses no row inside") {
    Mutant mutant =
        Mutant("seven").distorts("entropy", "value", [](const Plan&, std::vector<double>& values) { values.assign(values.size(), 7); });
    const auto verdicts = [&](std::vector<double> p, Parameters parameters) {
        const Case question{.operation = "entropy",
                            .format = Format::f64,
                            .parameters = std::move(parameters),
                            .inputs = {{"p", {.shape = {2, 2}, .values = std::move(p)}}}};
        std::vector<std::string> words;
        for (const auto& [output, finding] : try_case(mutant, question, "value").findings)
            words.push_back(finding.profile.empty() ? std::string(name(finding.judgement.verdict)) : finding.profile);
        return words;
    };
    CHECK(verdicts({-0.5, 0.5, 0.5, 0.5}, {}) == std::vector<std::string>{"outside", "wrong"});
    CHECK(verdicts({-0.5, 0.5, 0.5, 0.5}, {{"reduction", std::string("mean")}}) == std::vector<std::string>{"outside"});
    CHECK(verdicts({0.5, 0.5, 0.5, 0.5}, {{"reduction", std::string("mean")}}) == std::vector<std::string>{"wrong"});
}

TEST_CASE("honest residuals, hinges and steps are acquitted") {
    acquitted(Mutant("honest").slips("squared_error", "value", [](const Data& d) {
        return one(sum(row(d), [&](Index j) { return square(row(d)[j] - row(d, 1)[j]); }));
    }));
    acquitted(Mutant("honest").slips("pseudo_huber", "value",
                                     [](const Data& d) {
                                         // d²/(1 + √(1 + t²)) with t = d/δ, the root by hypot and the square never formed alone.
                                         const M r = abs(number(d) - number(d, 1)), t = r / d.given["delta"];
                                         if (std::isinf(t.value())) return one(d.given["delta"] * r);
                                         return one(r * (r / (1 + M::from(std::hypot(1.0, t.value())))));
                                     }),
              {Format::f64});
    acquitted(Mutant("honest").slips("multiclass_hinge", "value",
                                     [](const Data& d) {
                                         const RowM& z = row(d);
                                         return one(sum_except(z, label(d), [&](Index j) {
                                             const M shortfall = (z[j] - z[label(d)]) + d.given["margin"];
                                             return shortfall.value() < 0 ? M(0) : shortfall;
                                         }));
                                     }),
              {Format::f64});
    acquitted(
        Mutant("honest").slips("sgd_step", "theta", [](const Data& d) { return one(number(d) - d.given["learning_rate"] * number(d, 1)); }),
        {Format::f64});
    acquitted(Mutant("honest").slips("l2_penalty", "value",
                                     [](const Data& d) { return one(sum(row(d), [&](Index j) { return square(row(d)[j]); })); }));
}
